import type { Address } from './address.ts';
import type { CustomerGateway } from './customer-gateway.ts';
import type { Instance } from './instance.ts';
import type { InternetGateway } from './internet-gateway.ts';
import type { KeyPair } from './key-pair.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { RouteTable } from './route-table.ts';
import type { SecurityGroup } from './security-group.ts';
import type { Subnet } from './subnet.ts';
import type { Vpc } from './vpc-blocks.ts';
import type { VpnConnection } from './vpn-connection.ts';
import type { VpnGateway } from './vpn-gateway.ts';

/** All resources by kind. */
export interface Kinds {
  vpcs: Vpc;
  subnets: Subnet;
  internetGateways: InternetGateway;
  routeTables: RouteTable;
  securityGroups: SecurityGroup;
  networkAcls: NetworkAcl;
  keyPairs: KeyPair;
  instances: Instance;
  networkInterfaces: NetworkInterface;
  addresses: Address;
  vpnGateways: VpnGateway;
  customerGateways: CustomerGateway;
  vpnConnections: VpnConnection;
}

export type KindName = keyof Kinds;

/** What every resource has. */
export interface Tagged {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}
