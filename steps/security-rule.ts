import { valueCheck } from '../src/lab/check.ts';
import type {
  Network,
  NetworkSecurityGroup,
  Ref,
  SecurityGroup,
  VirtualNetworkGateway,
} from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { authorize, authorized, revoke } from './aws/security-rules.ts';
import { gatewayAddress } from './azure/gateway-address.ts';
import { allowInbound, allowsInbound, deleteRule } from './azure/security-rules.ts';
import {
  createFirewallRule,
  deleteFirewallRule,
  hasFirewallRule,
} from './google/firewall-rules.ts';
import { describeAllowance, type Allowance } from './rules/allowance.ts';

/** What holds inbound rules: a security group on AWS, a network security group on Azure, a network on Google Cloud. */
export type Guard = SecurityGroup | NetworkSecurityGroup | Network;

export interface SecurityRuleParameters {
  readonly protocol: Allowance['protocol'];
  /** Destination ports. @default none, as ICMP has it */
  readonly ports?: readonly number[];
  /** Source: a prefix, or a gateway (its first public address, /32). */
  readonly from: string | Ref<VirtualNetworkGateway>;
  /** Name of the rule, where the cloud names rules. @default `allow-<protocol>-<ports>` */
  readonly name?: string;
}

export type SecurityRuleResult = Allowance;

/**
 * Lets something in, as one would in the portal: made beside Terraform, through the SDK.
 *
 * @example
 * ```ts
 * step(securityRule(vpnSecurityGroup, { protocol: 'udp', ports: [500, 4500], from: gateway }));
 * step(securityRule(network, { protocol: 'icmp', from: '192.168.0.0/16', name: 'allow-icmp' }));
 * ```
 */
export function securityRule(
  guard: Ref<SecurityGroup> | Ref<NetworkSecurityGroup> | Ref<Network>,
  parameters: SecurityRuleParameters,
): Step<SecurityRuleResult> {
  const { protocol, ports = [], from } = parameters;
  const source = typeof from === 'string' ? from : from.ref;
  const what = [protocol.toUpperCase(), ports.join(' and ')].filter((it) => it !== '').join(' ');
  return {
    kind: 'securityRule',
    title: `Let ${what} from ${source} in at ${guard.ref}`,
    uses: [guard, ...(typeof from === 'string' ? [] : [from])],
    async run(context) {
      const handle = context.resolve<Guard>(guard);
      const allowance = resolveAllowance(context, parameters);
      await allow(context, handle, allowance);
      await checkAllowance(context, handle, allowance, true);
      return allowance;
    },
  };
}

/** The rule with its source as a prefix and its name. */
export function resolveAllowance(
  context: Pick<StepContext, 'resolve'>,
  parameters: SecurityRuleParameters,
): Allowance {
  const { protocol, ports = [], from } = parameters;
  const name = parameters.name ?? ['allow', protocol, ...ports].join('-');
  const source = typeof from === 'string' ? from : `${gatewayAddress(context.resolve(from))}/32`;
  return { name, protocol, ports, from: source };
}

export async function allow(context: StepContext, guard: Guard, rule: Allowance): Promise<void> {
  switch (guard.kind) {
    case 'securityGroup':
      return await authorize(context, guard, rule);
    case 'networkSecurityGroup':
      return await allowInbound(context, guard, rule);
    case 'network':
      return await createFirewallRule(context, guard, rule);
    default:
      throw guard satisfies never;
  }
}

export async function disallow(context: StepContext, guard: Guard, rule: Allowance): Promise<void> {
  switch (guard.kind) {
    case 'securityGroup':
      return await revoke(context, guard, rule);
    case 'networkSecurityGroup':
      return await deleteRule(context, guard, rule.name);
    case 'network':
      return await deleteFirewallRule(context, guard, rule.name);
    default:
      throw guard satisfies never;
  }
}

/** Reads back whether the rule is there, and checks it. */
export async function checkAllowance(
  context: StepContext,
  guard: Guard,
  rule: Allowance,
  expected: boolean,
): Promise<void> {
  const seen = await isAllowed(context, guard, rule);
  const text = (there: boolean) => (there ? 'let in' : 'not let in');
  const title = `${describeAllowance(rule)} at ${guard.name}`;
  context.check(valueCheck({ title, expected: text(expected), seen: text(seen) }));
}

function isAllowed(context: StepContext, guard: Guard, rule: Allowance): Promise<boolean> {
  switch (guard.kind) {
    case 'securityGroup':
      return authorized(context, guard, rule);
    case 'networkSecurityGroup':
      return allowsInbound(context, guard, rule);
    case 'network':
      return hasFirewallRule(context, guard, rule);
    default:
      throw guard satisfies never;
  }
}
