import type {
  LocalNetworkGateway,
  Machine,
  Subnet,
  VirtualNetworkGateway,
} from '../../src/lab/handle.ts';
import { group } from './arm.ts';

/** Handles as they are after a deployment. */
export const vm1 = aMachine('vm1', ['10.1.0.4']);
export const vm2 = aMachine('vm2', ['10.5.0.4']);
export const vm3 = aMachine('vm3', ['10.2.1.4', '10.2.2.4']);

export const vng1: VirtualNetworkGateway = {
  kind: 'virtualNetworkGateway',
  name: 'vng1',
  id: `${group}/virtualNetworkGateways/vng1`,
  publicAddresses: ['203.0.113.10'],
};

export const lng1: LocalNetworkGateway = {
  kind: 'localNetworkGateway',
  name: 'lng1',
  id: `${group}/localNetworkGateways/lng1`,
};

export const vnet1Sub1: Subnet = {
  kind: 'subnet',
  name: 'vnet1-sub1',
  id: `${group}/virtualNetworks/vnet1/subnets/vnet1-sub1`,
};

function aMachine(name: string, privateAddresses: readonly string[]): Machine {
  return {
    kind: 'machine',
    cloud: 'azure',
    name,
    user: 'hans',
    id: `/subscriptions/0/resourceGroups/rg-we/providers/Microsoft.Compute/virtualMachines/${name}`,
    publicAddress: '203.0.113.4',
    privateAddresses,
    networkInterfaces: privateAddresses.map(
      (_, index) => `${group}/networkInterfaces/${name}-nic${index + 1}`,
    ),
  };
}
