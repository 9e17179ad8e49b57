import type { SecurityRuleProperties } from './security-rule.ts';

type Rule = { readonly name: string; readonly properties: SecurityRuleProperties };

/**
 * The rules that every security group ends with.
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
export const defaultSecurityRules: readonly Rule[] = [
  rule('AllowVnetInBound', 'Inbound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  rule('AllowAzureLoadBalancerInBound', 'Inbound', 65001, 'Allow', 'AzureLoadBalancer', '*'),
  rule('DenyAllInBound', 'Inbound', 65500, 'Deny', '*', '*'),
  rule('AllowVnetOutBound', 'Outbound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  rule('AllowInternetOutBound', 'Outbound', 65001, 'Allow', '*', 'Internet'),
  rule('DenyAllOutBound', 'Outbound', 65500, 'Deny', '*', '*'),
];

function rule(
  name: string,
  direction: 'Inbound' | 'Outbound',
  priority: number,
  access: 'Allow' | 'Deny',
  source: string,
  destination: string,
): Rule {
  return {
    name,
    properties: {
      direction,
      priority,
      access,
      protocol: '*',
      sourceAddressPrefixes: [source],
      destinationAddressPrefixes: [destination],
      sourcePortRanges: ['*'],
      destinationPortRanges: ['*'],
    },
  };
}
