import type { Rule } from '../configuration/configuration.ts';
import { asBoolean, asString, ExpressionError } from '../language/convert.ts';
import { evaluate, type Scope } from '../language/evaluate.ts';
import { isUnknown, unmark } from '../language/value.ts';

/** Throws {@link ExpressionError} with the rule's own message when one does not hold. */
export function checkRules(rules: readonly Rule[], scope: Scope): void {
  for (const { condition, message } of rules) {
    const [holds] = unmark(evaluate(condition, scope));
    // What is not known yet is checked in the apply.
    if (isUnknown(holds) || asBoolean(holds)) continue;
    const [text, isSecret] = unmark(evaluate(message, scope));
    const isHidden = isSecret || isUnknown(text);
    throw new ExpressionError(isHidden ? 'a condition does not hold' : asString(text));
  }
}
