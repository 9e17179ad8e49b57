import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall/index.js';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network/index.js';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork/index.js';
import type { Network } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { GoogleScope } from './scope.ts';

export type ConstructedNetwork = Constructed<Network, ComputeNetwork>;

/** A VPC network without subnetworks of its own making; routes learned by BGP count in their region. */
export function network(
  google: GoogleScope,
  parameters: {
    readonly name: string;
    /** Name of its Terraform resource where that differs. @default name */
    readonly resourceName?: string;
  },
): ConstructedNetwork {
  const { name, resourceName = name } = parameters;
  const made = new ComputeNetwork(google.scope, resourceName, {
    name,
    description: google.description,
    autoCreateSubnetworks: false,
    routingMode: 'REGIONAL',
    mtu: 1500,
  });
  return { kind: 'network', name, id: made.id, [resource]: made };
}

/** A subnetwork in the scope's region. */
export function subnetwork(
  google: GoogleScope,
  parameters: {
    readonly name: string;
    readonly network: ConstructedNetwork;
    readonly range: string;
  },
): ComputeSubnetwork {
  const { name, network, range } = parameters;
  return new ComputeSubnetwork(google.scope, name, {
    name,
    description: google.description,
    region: google.region,
    network: network.id,
    ipCidrRange: range,
  });
}

/** A firewall rule that lets SSH in to all machines of a network; a new network lets nothing in. */
export function allowSshTo(
  google: GoogleScope,
  parameters: { readonly name: string; readonly network: ConstructedNetwork },
): void {
  const { name, network } = parameters;
  new ComputeFirewall(google.scope, name, {
    name,
    description: google.description,
    network: network.id,
    direction: 'INGRESS',
    sourceRanges: ['0.0.0.0/0'],
    allow: [{ protocol: 'tcp', ports: ['22'] }],
  });
}
