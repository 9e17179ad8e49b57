import {
  type Expression,
  functionsOf,
  type Reference,
  referencesOf,
} from '../language/expression.ts';
import { functionNames, unknownFunction } from '../language/functions/call.ts';
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

function resourceExpressions(block: ResourceBlock): readonly Expression[] {
  const { count, forEach, body, lifecycle } = block;
  return [
    ...(count ? [count] : []),
    ...(forEach ? [forEach] : []),
    ...bodyExpressions(body),
    ...lifecycle.replaceTriggeredBy,
    ...rulesOf(lifecycle.preconditions),
    ...rulesOf(lifecycle.postconditions),
  ];
}

const outputExpressions = ({ value, preconditions }: OutputBlock): readonly Expression[] => [
  value,
  ...rulesOf(preconditions),
];

export const resourceReferences = (block: ResourceBlock): readonly Reference[] =>
  resourceExpressions(block).flatMap(referencesOf);

export const outputReferences = (output: OutputBlock): readonly Reference[] =>
  outputExpressions(output).flatMap(referencesOf);

/** Every reference, function and `depends_on` must name something that is there. */
export function checkReferences(configuration: Configuration, problems: Problems): void {
  const known = new Set([
    ...configuration.variables.keys(),
    ...configuration.locals.keys(),
    ...configuration.resources.keys(),
  ]);
  const check = (where: string, expressions: readonly Expression[]): void => {
    for (const { subject, address } of expressions.flatMap(referencesOf)) {
      if (!['var', 'local', 'data', 'resource'].includes(subject) || known.has(address)) continue;
      problems.add(where, undeclared(address, known));
    }
    for (const name of expressions.flatMap(functionsOf)) {
      if (!functionNames.includes(name)) problems.add(where, unknownFunction(name));
    }
  };
  const checkDependsOn = (where: string, addresses: readonly string[]): void => {
    for (const address of addresses.filter((address) => !known.has(address))) {
      problems.add(`${where}: depends_on`, undeclared(address, known));
    }
  };
  for (const [address, variable] of configuration.variables) {
    check(address, rulesOf(variable.validations));
  }
  for (const [address, local] of configuration.locals) check(address, [local]);
  for (const [address, block] of configuration.resources) {
    check(address, resourceExpressions(block));
    checkDependsOn(address, block.dependsOn);
  }
  for (const [address, output] of configuration.outputs) {
    check(address, outputExpressions(output));
    checkDependsOn(address, output.dependsOn);
  }
}

function undeclared(address: string, known: ReadonlySet<string>): string {
  const near = nearest(address, [...known]);
  const suggestion = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `"${address}" is not declared in this configuration${suggestion}`;
}
