import type { ProviderTypes } from '../../terraform/provider.ts';
import type { Account } from '../resources/account.ts';
import type { AwsResource } from './aws-resource.ts';
import { awsResource } from './aws-resource.ts';
import { createDataSources } from './data-sources.ts';
import { defaultRouteTable } from './default-route-table.ts';
import { eip, eipAssociation } from './eip.ts';
import { instance } from './instance.ts';
import { internetGateway, internetGatewayAttachment } from './internet-gateway.ts';
import { keyPair } from './key-pair.ts';
import { networkAcl, networkAclRule } from './network-acl.ts';
import { networkInterface, networkInterfaceAttachment } from './network-interface.ts';
import { mainRouteTableAssociation, routeTableAssociation } from './route-table-association.ts';
import { route, routeTable } from './route-table.ts';
import { securityGroup } from './security-group.ts';
import { securityGroupRule, vpcSecurityGroupRule } from './security-group-rule.ts';
import { subnet } from './subnet.ts';
import { vpc } from './vpc.ts';
import { vpnConnection, vpnConnectionRoute } from './vpn-connection.ts';
import {
  customerGateway,
  vpnGateway,
  vpnGatewayAttachment,
  vpnGatewayRoutePropagation,
} from './vpn-gateway.ts';

/** Names are those of the aws provider, version 6. */
const types: Readonly<Record<string, AwsResource>> = {
  aws_vpc: vpc,
  aws_subnet: subnet,
  aws_internet_gateway: internetGateway,
  aws_internet_gateway_attachment: internetGatewayAttachment,
  aws_route_table: routeTable,
  aws_default_route_table: defaultRouteTable,
  aws_route: route,
  aws_route_table_association: routeTableAssociation,
  aws_main_route_table_association: mainRouteTableAssociation,
  aws_security_group: securityGroup,
  aws_security_group_rule: securityGroupRule,
  aws_vpc_security_group_ingress_rule: vpcSecurityGroupRule('ingress'),
  aws_vpc_security_group_egress_rule: vpcSecurityGroupRule('egress'),
  aws_network_acl: networkAcl,
  aws_network_acl_rule: networkAclRule,
  aws_key_pair: keyPair,
  aws_instance: instance,
  aws_network_interface: networkInterface,
  aws_network_interface_attachment: networkInterfaceAttachment,
  aws_eip: eip,
  aws_eip_association: eipAssociation,
  aws_vpn_gateway: vpnGateway,
  aws_vpn_gateway_attachment: vpnGatewayAttachment,
  aws_vpn_gateway_route_propagation: vpnGatewayRoutePropagation,
  aws_customer_gateway: customerGateway,
  aws_vpn_connection: vpnConnection,
  aws_vpn_connection_route: vpnConnectionRoute,
};

/** The aws provider's types, over the same resources as the API. */
export function createTerraformTypes(account: Account): ProviderTypes {
  return {
    provider: 'aws',
    resources: Object.fromEntries(
      Object.entries(types).map(([type, definition]) => [type, awsResource(definition, account)]),
    ),
    dataSources: createDataSources(account),
  };
}
