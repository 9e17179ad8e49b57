import type { Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { describeAllowance, type Allowance } from '../rules/allowance.ts';
import {
  allow,
  checkAllowance,
  disallow,
  resolveAllowance,
  type Guard,
  type SecurityRuleParameters,
} from '../security-rule.ts';
import type { Link } from './link.ts';

export interface BreakRule {
  /** The rule that is taken away, as {@link securityRule} made it. */
  readonly rule: SecurityRuleParameters;
}

export type RuleBroken = {
  readonly kind: 'rule';
  /** Name of the handle of what held the rule. */
  readonly guard: string;
  readonly rule: Allowance;
};

/** Takes a security rule away: what it let in is let in no longer. */
export const rule: Link<BreakRule, RuleBroken> = {
  title: (name, { rule: { protocol, ports = [], from } }) =>
    `No longer let ${describeAllowance({
      name: '',
      protocol,
      ports,
      from: typeof from === 'string' ? from : from.ref,
    })} in at ${name}`,
  uses: ({ rule: { from } }) => (typeof from === 'string' ? [] : [from]),
  async break(context, name, parameters) {
    const allowance = resolveAllowance(context, parameters.rule);
    const guard = resolve(context, name);
    await disallow(context, guard, allowance);
    await checkAllowance(context, guard, allowance, false);
    return { kind: 'rule', guard: name, rule: allowance };
  },
  async repair(context, { guard: name, rule: allowance }) {
    const guard = resolve(context, name);
    await allow(context, guard, allowance);
    await checkAllowance(context, guard, allowance, true);
  },
};

function resolve(context: StepContext, name: string): Guard {
  const ref: Ref<Guard> = { ref: name };
  return context.resolve(ref);
}
