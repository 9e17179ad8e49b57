import { type Expression, type Reference, referencesOf } from '../language/expression.ts';
import { nearest } from '../suggest.ts';
import type { Body, Configuration, OutputBlock, ResourceBlock, Rule } from './configuration.ts';
import type { Problems } from './problems.ts';

const rulesOf = (rules: readonly Rule[]): readonly Expression[] =>
  rules.flatMap(({ condition, message }) => [condition, message]);

function bodyExpressions(body: Body): readonly Expression[] {
  const nested = body.blocks.flatMap((block) =>
    block.kind === 'static'
      ? bodyExpressions(block.body)
      : [block.forEach, ...bodyExpressions(block.content)],
  );
  return [...body.attributes.values(), ...nested];
}

export function resourceReferences(block: ResourceBlock): readonly Reference[] {
  const { count, forEach, body, lifecycle } = block;
  return [
    ...(count ? [count] : []),
    ...(forEach ? [forEach] : []),
    ...bodyExpressions(body),
    ...lifecycle.replaceTriggeredBy,
    ...rulesOf(lifecycle.preconditions),
    ...rulesOf(lifecycle.postconditions),
  ].flatMap(referencesOf);
}

export const outputReferences = ({ value, preconditions }: OutputBlock): readonly Reference[] =>
  [value, ...rulesOf(preconditions)].flatMap(referencesOf);

/** Every reference and every `depends_on` must name something that is there. */
export function checkReferences(configuration: Configuration, problems: Problems): void {
  const known = new Set([
    ...configuration.variables.keys(),
    ...configuration.locals.keys(),
    ...configuration.resources.keys(),
  ]);
  const check = (where: string, references: readonly Reference[]): void => {
    for (const { subject, address } of references) {
      if (!['var', 'local', 'data', 'resource'].includes(subject) || known.has(address)) continue;
      problems.add(where, undeclared(address, known));
    }
  };
  const checkDependsOn = (where: string, addresses: readonly string[]): void => {
    for (const address of addresses.filter((address) => !known.has(address))) {
      problems.add(`${where}: depends_on`, undeclared(address, known));
    }
  };
  for (const [address, variable] of configuration.variables) {
    check(address, rulesOf(variable.validations).flatMap(referencesOf));
  }
  for (const [address, local] of configuration.locals) check(address, referencesOf(local));
  for (const [address, block] of configuration.resources) {
    check(address, resourceReferences(block));
    checkDependsOn(address, block.dependsOn);
  }
  for (const [address, output] of configuration.outputs) {
    check(address, outputReferences(output));
    checkDependsOn(address, output.dependsOn);
  }
}

function undeclared(address: string, known: ReadonlySet<string>): string {
  const near = nearest(address, [...known]);
  const suggestion = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `"${address}" is not declared in this configuration${suggestion}`;
}
