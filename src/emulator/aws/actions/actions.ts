import type { Actions } from './action.ts';
import { addressActions } from './addresses.ts';
import { catalogueActions } from './catalogue.ts';
import { instanceActions } from './instances.ts';
import { internetGatewayActions } from './internet-gateways.ts';
import { keyPairActions } from './key-pairs.ts';
import { networkAclActions } from './network-acls.ts';
import { networkInterfaceActions } from './network-interfaces.ts';
import { routeTableActions } from './route-tables.ts';
import { securityGroupActions } from './security-groups.ts';
import { subnetActions } from './subnets.ts';
import { tagActions } from './tags.ts';
import { vpcActions } from './vpcs.ts';
import { vpnActions } from './vpn.ts';
import { vpnGatewayActions } from './vpn-gateways.ts';

/** All that EC2 can be asked here, by the name of the action. */
export const actions: Actions = {
  ...addressActions,
  ...catalogueActions,
  ...instanceActions,
  ...internetGatewayActions,
  ...keyPairActions,
  ...networkAclActions,
  ...networkInterfaceActions,
  ...routeTableActions,
  ...securityGroupActions,
  ...subnetActions,
  ...tagActions,
  ...vpcActions,
  ...vpnActions,
  ...vpnGatewayActions,
};
