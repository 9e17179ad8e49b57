import {
  bandwidthShapes,
  providerService,
  providerServices,
} from '../resources/fastconnect-providers.ts';
import type { Body } from '../resources/kind.ts';
import { demandParameters } from './lists.ts';
import type { Route } from './routes.ts';

const servicePath = '/fastConnectProviderServices/{providerServiceId}';

/** Providers that virtual circuits are ordered over, and the bandwidths that there are. */
export const fastConnectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/fastConnectProviderServices',
    answer({ door, query }) {
      demandParameters(query, ['compartmentId']);
      const items = providerServices(door.account.region).map((service): Body => ({ ...service }));
      return { kind: 'list', items };
    },
  },
  {
    method: 'GET',
    path: servicePath,
    answer: ({ door, parameter }) => ({
      kind: 'body',
      body: { ...providerService(parameter('providerServiceId'), door.account.region) },
    }),
  },
  {
    method: 'GET',
    path: `${servicePath}/virtualCircuitBandwidthShapes`,
    answer({ door, parameter }) {
      providerService(parameter('providerServiceId'), door.account.region);
      return { kind: 'list', items: shapes };
    },
  },
  {
    method: 'GET',
    path: '/virtualCircuitBandwidthShapes',
    answer: () => ({ kind: 'list', items: shapes }),
  },
  {
    method: 'GET',
    path: '/virtualCircuits/{virtualCircuitId}/associatedTunnels',
    answer({ door, parameter }) {
      door.get('virtualCircuits', parameter('virtualCircuitId'));
      return { kind: 'list', items: [] };
    },
  },
];

const shapes: readonly Body[] = Object.entries(bandwidthShapes).map(([name, bandwidthInMbps]) => ({
  name,
  bandwidthInMbps,
}));
