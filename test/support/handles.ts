import type {
  Connection,
  CustomerGateway,
  LocalNetworkGateway,
  Machine,
  Network,
  Router,
  RouteTable,
  SecurityGroup,
  Subnet,
  VirtualNetworkGateway,
  VpnConnection,
  VpnGateway,
  VpnTunnel,
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

export const azureToAws: Connection = {
  kind: 'connection',
  name: 'azure-to-aws',
  id: `${group}/connections/azure-to-aws`,
};

/** A machine of AWS, with one card. */
export const vpn: Machine = {
  kind: 'machine',
  cloud: 'aws',
  name: 'strongswan',
  user: 'ubuntu',
  id: 'i-1',
  publicAddress: '198.51.100.28',
  privateAddresses: ['10.0.0.28'],
  networkInterfaces: ['eni-1'],
};

export const routeTable: RouteTable = { kind: 'routeTable', name: 'vpc-routes', id: 'rtb-1' };
export const vpcGroup: SecurityGroup = { kind: 'securityGroup', name: 'vpc-group', id: 'sg-1' };
export const vgw: VpnGateway = { kind: 'vpnGateway', name: 'vgw', id: 'vgw-1' };
export const vpn0: VpnConnection = { kind: 'vpnConnection', name: 'vpn-0', id: 'vpn-0a' };
export const cgw0: CustomerGateway = { kind: 'customerGateway', name: 'vpngw-0', id: 'cgw-1' };

export const multicloud: Network = {
  kind: 'network',
  name: 'multicloud',
  id: 'projects/p/global/networks/multicloud',
};
export const router: Router = {
  kind: 'router',
  name: 'router',
  id: 'projects/p/regions/us-east1/routers/router',
};
export const tunnel0: VpnTunnel = {
  kind: 'vpnTunnel',
  name: 'azvpngw0',
  id: 'projects/p/regions/us-east1/vpnTunnels/azvpngw0',
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
