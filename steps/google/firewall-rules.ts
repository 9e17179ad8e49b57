import type { Network } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import type { Allowance } from '../rules/allowance.ts';
import { gcloudCommand } from './command.ts';
import { finishOperation } from '../../src/lab/google-operation.ts';
import { parseResourcePath } from './resource-path.ts';

/** Lets something in to all machines of a network. */
export async function createFirewallRule(
  context: StepContext,
  network: Network,
  allowance: Allowance,
): Promise<void> {
  const google = await context.google();
  const { project, name: networkName } = parseResourcePath(network.id);
  const { name, protocol, ports, from } = allowance;
  const [operation] = await google.firewalls.insert({
    project,
    firewallResource: {
      name,
      network: network.id,
      direction: 'INGRESS',
      priority: 1000,
      sourceRanges: [from],
      allowed: [{ IPProtocol: protocol, ports: ports.map(String) }],
    },
  });
  await finishOperation(google, operation, { signal: context.signal });
  const allow = ports.length === 0 ? protocol : ports.map((port) => `${protocol}:${port}`).join();
  const options = { network: networkName, 'source-ranges': from, allow };
  context.showEquivalent({
    cloud: 'google',
    command: gcloudCommand('firewall-rules create', [name], options),
    output: '',
  });
}

export async function deleteFirewallRule(
  context: StepContext,
  network: Network,
  name: string,
): Promise<void> {
  const google = await context.google();
  const { project } = parseResourcePath(network.id);
  const [operation] = await google.firewalls.delete({ project, firewall: name });
  await finishOperation(google, operation, { signal: context.signal });
  context.showEquivalent({
    cloud: 'google',
    command: gcloudCommand('firewall-rules delete', [name]),
    output: '',
  });
}

/** Whether the network has this rule, letting in what it should. */
export async function hasFirewallRule(
  context: StepContext,
  network: Network,
  allowance: Allowance,
): Promise<boolean> {
  const google = await context.google();
  const { project, name: networkName } = parseResourcePath(network.id);
  const [rules] = await google.firewalls.list({ project });
  return rules.some(
    (rule) =>
      rule.name === allowance.name &&
      rule.disabled !== true &&
      (rule.network ?? '').endsWith(`/networks/${networkName}`) &&
      (rule.sourceRanges ?? []).includes(allowance.from),
  );
}
