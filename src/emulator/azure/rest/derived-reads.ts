import type { CloudServices } from '../../cloud.ts';
import { notEmulated } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { circuitStats } from './circuit-stats.ts';

/** A GET below a resource that lists no children of it: what it shows is made of other resources or of its state. */
export type DerivedRead = (parameters: {
  readonly resource: Resource;
  readonly resources: Resources;
  readonly show: (resource: Resource) => Body;
  /** What a command prints in a node. */
  readonly inspect?: CloudServices['inspect'];
}) => Body | Promise<Body>;

const reads: Readonly<Record<string, DerivedRead>> = {
  'microsoft.compute/virtualmachines/instanceview': ({ resource }) =>
    instanceView(resource as Resource<'virtualMachines'>),
  'microsoft.network/virtualnetworkgateways/connections': ({ resource, resources, show }) => ({
    value: resources
      .all('connections')
      .filter(({ properties }) => sameId(properties.virtualNetworkGateway1.id, resource.id))
      .map(show),
  }),
  'microsoft.network/expressroutecircuits/stats': stats(({ id }) => id),
  'microsoft.network/expressroutecircuits/peerings/stats': stats(({ id }) => parentId(id)),
};

/** @param circuitOf the id of the circuit that is read */
function stats(circuitOf: (resource: Resource) => string): DerivedRead {
  return async ({ resource, resources, inspect }) => {
    if (!inspect) throw notEmulated('counters of circuits where there is no Linux');
    const circuit = resources.find('expressRouteCircuits', circuitOf(resource));
    return circuit ? { ...(await circuitStats(circuit, resources, inspect)) } : {};
  };
}

export function derivedRead(type: string): DerivedRead | undefined {
  return reads[type.toLowerCase()];
}

const words = {
  running: 'VM running',
  stopped: 'VM stopped',
  deallocated: 'VM deallocated',
} as const;

/** @see https://learn.microsoft.com/azure/virtual-machines/states-billing */
function instanceView({ properties }: Resource<'virtualMachines'>): Body {
  const status = (code: string, displayStatus: string) => ({ code, level: 'Info', displayStatus });
  return {
    computerName: properties.computerName,
    osName: 'linux',
    statuses: [
      status('ProvisioningState/succeeded', 'Provisioning succeeded'),
      status(`PowerState/${properties.power}`, words[properties.power]),
    ],
  };
}

/** `$expand=instanceView` puts a machine's state into its own body. */
export function expanded(resource: Resource, body: Body, expand: string | null): Body {
  if (resource.kind !== 'virtualMachines' || expand?.toLowerCase() !== 'instanceview') return body;
  const view = instanceView(resource as Resource<'virtualMachines'>);
  return { ...body, properties: { ...(body['properties'] as Body), instanceView: view } };
}
