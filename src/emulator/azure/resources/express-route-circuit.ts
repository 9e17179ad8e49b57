import { z } from 'zod';
import { guidOf } from '../arm/digest.ts';
import { badRequest } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';
import type { Resource, Resources, Sku } from './store.ts';

export interface ExpressRouteCircuitProperties {
  /** What the customer hands to the provider, who orders by it. */
  readonly serviceKey: string;
  readonly serviceProviderProperties: {
    readonly serviceProviderName: string;
    readonly peeringLocation: string;
    readonly bandwidthInMbps: number;
  };
  readonly allowClassicOperations: boolean;
}

type Circuit = Resource<'expressRouteCircuits'>;

const schema = shape(
  {
    serviceProviderProperties: shape({
      serviceProviderName: z.string().min(1),
      peeringLocation: z.string().min(1),
      bandwidthInMbps: z.number().int(),
    }),
    allowClassicOperations: z.boolean().default(false),
    peerings: z.array(z.unknown()).optional(),
    authorizations: z.array(z.unknown()).optional(),
    globalReachEnabled: z.literal(false).optional(),
  },
  [
    'serviceKey',
    'circuitProvisioningState',
    'serviceProviderProvisioningState',
    'serviceProviderNotes',
    'gatewayManagerEtag',
    'stag',
    'authorizationStatus',
  ],
);

/** What a provider may be asked for, in Mbps. @see https://learn.microsoft.com/azure/expressroute/expressroute-introduction#bandwidth-options */
const bandwidths: readonly number[] = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];

export const expressRouteCircuitKind = defineKind<'expressRouteCircuits'>({
  type: 'Microsoft.Network/expressRouteCircuits',
  inline: [
    { property: 'peerings', kind: 'expressRouteCircuitPeerings', absent: 'keep' },
    { property: 'authorizations', kind: 'expressRouteCircuitAuthorizations', absent: 'keep' },
  ],

  prepare(body, { id, name, sku, existing }) {
    const input = parse(schema, body['properties'], `ExpressRoute circuit ${name}`);
    refuseSku(sku, id);
    const { serviceProviderProperties, allowClassicOperations } = input;
    refuseBandwidth(serviceProviderProperties.bandwidthInMbps, existing, id);
    refuseMove(serviceProviderProperties, existing, id);
    return {
      serviceProviderProperties,
      allowClassicOperations,
      serviceKey: existing?.properties.serviceKey ?? guidOf(`${id} service key`),
    };
  },

  /** @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#delete */
  refuseDelete(circuit, resources) {
    const user = resources
      .all('connections')
      .find(({ properties }) => properties.peer && sameId(properties.peer.id, circuit.id));
    if (user) {
      throw badRequest(
        'CircuitInUseByConnection',
        `ExpressRoute circuit ${circuit.id} cannot be deleted because it is in use by connection ${user.id}. Delete the connection first.`,
      );
    }
    if (!isProvisioned(circuit, resources)) return;
    throw badRequest(
      'CircuitProvisionedByServiceProvider',
      `ExpressRoute circuit ${circuit.id} cannot be deleted while its ServiceProviderProvisioningState is Provisioned. Ask the service provider to deprovision the circuit first.`,
    );
  },

  view(circuit, { resources, show }) {
    return {
      ...circuit.properties,
      circuitProvisioningState: 'Enabled',
      serviceProviderProvisioningState: isProvisioned(circuit, resources)
        ? 'Provisioned'
        : 'NotProvisioned',
      peerings: resources.inside('expressRouteCircuitPeerings', circuit.id).map(show),
      authorizations: resources.inside('expressRouteCircuitAuthorizations', circuit.id).map(show),
      gatewayManagerEtag: '',
      globalReachEnabled: false,
    };
  },
});

/** A provider has ordered by the circuit's key: its wires are there. */
export function isProvisioned({ properties }: Circuit, resources: Resources): boolean {
  return resources.circuitOrder(properties.serviceKey) !== undefined;
}

const tiers = ['Standard', 'Premium', 'Local', 'Basic'];
const families = ['MeteredData', 'UnlimitedData'];

function refuseSku(sku: Sku | undefined, id: string): void {
  const { name = '', tier = '', family = '' } = sku ?? {};
  if (!tiers.includes(tier) || !families.includes(family) || name !== `${tier}_${family}`) {
    throw badRequest(
      'InvalidCircuitSku',
      `The SKU of ExpressRoute circuit ${id} is not valid: its name is '{tier}_{family}' (such as Standard_MeteredData), its tier ${tiers.join(', ')} and its family ${families.join(' or ')}.`,
    );
  }
  if (tier !== 'Local' || family === 'UnlimitedData') return;
  throw badRequest(
    'LocalCircuitMustBeUnlimited',
    `ExpressRoute circuit ${id} of tier Local must be of family UnlimitedData.`,
  );
}

function refuseBandwidth(wanted: number, existing: Circuit | undefined, id: string): void {
  if (!bandwidths.includes(wanted)) {
    throw badRequest(
      'InvalidCircuitBandwidth',
      `The bandwidth of ${wanted} Mbps of ExpressRoute circuit ${id} is not offered: ${bandwidths.join(', ')} Mbps are.`,
    );
  }
  const now = existing?.properties.serviceProviderProperties.bandwidthInMbps ?? 0;
  if (wanted >= now) return;
  throw badRequest(
    'CircuitBandwidthCannotBeDecreased',
    `The bandwidth of ExpressRoute circuit ${id} cannot be decreased from ${now} to ${wanted} Mbps.`,
  );
}

function refuseMove(
  wanted: ExpressRouteCircuitProperties['serviceProviderProperties'],
  existing: Circuit | undefined,
  id: string,
): void {
  const now = existing?.properties.serviceProviderProperties;
  for (const part of ['serviceProviderName', 'peeringLocation'] as const) {
    if (!now || now[part].toLowerCase() === wanted[part].toLowerCase()) continue;
    throw badRequest(
      'CircuitServiceProviderCannotBeChanged',
      `${part} of ExpressRoute circuit ${id} cannot be changed from '${now[part]}' to '${wanted[part]}'.`,
    );
  }
}
