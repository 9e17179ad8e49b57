import type { SecurityRule } from '@azure/arm-network';
import type { NetworkSecurityGroup } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { azCommand } from '../az/command.ts';
import type { Allowance } from '../rules/allowance.ts';
import { pollOptions } from './poll-options.ts';
import { parseResourceId } from './resource-id.ts';

/** Lets something in through a network security group, with the first free priority from 200. */
export async function allowInbound(
  context: StepContext,
  group: NetworkSecurityGroup,
  allowance: Allowance,
): Promise<void> {
  const azure = await context.azure();
  const { resourceGroup, name: groupName } = parseResourceId(group.id);
  const { securityRules = [] } = await azure.network.networkSecurityGroups.get(
    resourceGroup,
    groupName,
    { abortSignal: context.signal },
  );
  const before = securityRules.find(({ name }) => name === allowance.name);
  const rule = securityRule(allowance, before?.priority ?? freePriority(securityRules));
  await azure.network.securityRules.beginCreateOrUpdateAndWait(
    resourceGroup,
    groupName,
    allowance.name,
    rule,
    pollOptions(context, azure),
  );
  const options = {
    g: resourceGroup,
    'nsg-name': groupName,
    n: allowance.name,
    priority: String(rule.priority),
    direction: 'Inbound',
    access: 'Allow',
    protocol: azureProtocols[allowance.protocol],
    'source-address-prefixes': allowance.from,
  };
  // Several values of one option are words of their own.
  const ports = allowance.ports.length === 0 ? ["'*'"] : allowance.ports;
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network nsg rule create', options)} --destination-port-ranges ${ports.join(' ')} -o none`,
    output: '',
  });
}

export async function deleteRule(
  context: StepContext,
  group: NetworkSecurityGroup,
  rule: string,
): Promise<void> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(group.id);
  await azure.network.securityRules.beginDeleteAndWait(
    resourceGroup,
    name,
    rule,
    pollOptions(context, azure),
  );
  const options = { g: resourceGroup, 'nsg-name': name, n: rule };
  context.showEquivalent({
    cloud: 'azure',
    command: azCommand('network nsg rule delete', options),
    output: '',
  });
}

/** Whether the group has this rule, letting in what it should. */
export async function allowsInbound(
  context: StepContext,
  group: NetworkSecurityGroup,
  allowance: Allowance,
): Promise<boolean> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(group.id);
  const { securityRules = [] } = await azure.network.networkSecurityGroups.get(
    resourceGroup,
    name,
    { abortSignal: context.signal },
  );
  return securityRules.some(
    (rule) =>
      rule.name === allowance.name &&
      rule.access === 'Allow' &&
      rule.direction === 'Inbound' &&
      (rule.sourceAddressPrefix ?? rule.sourceAddressPrefixes?.[0]) === allowance.from,
  );
}

const azureProtocols = { tcp: 'Tcp', udp: 'Udp', icmp: 'Icmp' } as const;

function securityRule({ protocol, ports, from }: Allowance, priority: number): SecurityRule {
  return {
    protocol: azureProtocols[protocol],
    sourceAddressPrefix: from,
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    ...(ports.length === 0
      ? { destinationPortRange: '*' }
      : { destinationPortRanges: ports.map(String) }),
    access: 'Allow',
    direction: 'Inbound',
    priority,
  };
}

function freePriority(rules: readonly SecurityRule[]): number {
  const taken = new Set(
    rules.filter(({ direction }) => direction === 'Inbound').map((it) => it.priority),
  );
  let priority = 200;
  while (taken.has(priority)) priority++;
  return priority;
}
