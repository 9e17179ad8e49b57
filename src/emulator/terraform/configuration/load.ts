import { ExpressionError } from '../language/convert.ts';
import { convertTo, parseTypeConstraint } from '../language/type-constraint.ts';
import type { Expression } from '../language/expression.ts';
import type { ProviderTypes } from '../provider.ts';
import type { Configuration, OutputBlock, ResourceBlock, VariableBlock } from './configuration.ts';
import { blockBodies, type JsonObject, labelled, literal, members, toExpression } from './json.ts';
import { knownNames, type Problems } from './problems.ts';
import { checkReferences } from './references.ts';
import { flag, parseDependsOn, parseResource, parseRules } from './resource.ts';

const accepted = ['terraform', 'provider', 'variable', 'locals', 'output', 'resource', 'data'];
const refused = ['module', 'moved', 'import', 'check', 'removed', 'ephemeral'];

/** Reads Terraform's JSON syntax. What is wrong goes to `problems`; the rest is given back. */
export function loadConfiguration(
  json: JsonObject,
  providers: readonly ProviderTypes[],
  problems: Problems,
): Configuration {
  for (const [name] of members(json)) {
    if (accepted.includes(name)) continue;
    const why = refused.includes(name) ? 'is not supported' : 'is no block of Terraform';
    problems.add('configuration', `"${name}" ${why}${knownNames(name, accepted)}`);
  }
  const configuration: Configuration = {
    variables: loadVariables(json['variable'], problems),
    locals: loadLocals(json['locals'], problems),
    outputs: loadOutputs(json['output'], problems),
    resources: loadResources(json, providers, problems),
  };
  checkReferences(configuration, problems);
  return configuration;
}

const variableArguments = [
  'type',
  'default',
  'description',
  'sensitive',
  'nullable',
  'validation',
  'ephemeral',
];

function loadVariables(json: unknown, problems: Problems): ReadonlyMap<string, VariableBlock> {
  if (json === undefined) return new Map();
  const blocks = labelled('variable', json, problems).flatMap(([name, body]) => {
    const address = `var.${name}`;
    checkArguments(address, body, variableArguments, problems);
    const block = problems.attempt(address, () => loadVariable(name, body, problems));
    return block ? [[address, block] as const] : [];
  });
  return new Map(blocks);
}

function loadVariable(name: string, body: JsonObject, problems: Problems): VariableBlock {
  const address = `var.${name}`;
  const type = parseTypeConstraint(typeof body['type'] === 'string' ? body['type'] : 'any');
  return {
    address,
    name,
    type,
    default: body['default'] === undefined ? undefined : convertTo(type, literal(body['default'])),
    sensitive: flag(body['sensitive'], `${address}: sensitive`, problems),
    nullable: body['nullable'] !== false,
    validations: parseRules(body['validation'], `${address}: validation`, problems),
  };
}

function checkArguments(
  where: string,
  body: JsonObject,
  known: readonly string[],
  problems: Problems,
): void {
  for (const [name] of members(body)) {
    if (known.includes(name)) continue;
    problems.add(where, `unknown argument "${name}"${knownNames(name, known)}`);
  }
}

function loadLocals(json: unknown, problems: Problems): ReadonlyMap<string, Expression> {
  if (json === undefined) return new Map();
  const bodies = blockBodies(json);
  if (!bodies) problems.add('locals', 'must be an object');
  // A local may well be null, so that nothing but the comment is left out here.
  const entries = (bodies ?? []).flatMap(Object.entries).filter(([name]) => name !== '//');
  return new Map(
    entries.flatMap(([name, value]) => {
      const expression = problems.attempt(`local.${name}`, () => toExpression(value));
      return expression ? [[`local.${name}`, expression] as const] : [];
    }),
  );
}

const outputArguments = [
  'value',
  'description',
  'sensitive',
  'depends_on',
  'precondition',
  'ephemeral',
];

function loadOutputs(json: unknown, problems: Problems): ReadonlyMap<string, OutputBlock> {
  if (json === undefined) return new Map();
  const blocks = labelled('output', json, problems).flatMap(([name, body]) => {
    const address = `output.${name}`;
    checkArguments(address, body, outputArguments, problems);
    const block = problems.attempt(address, (): OutputBlock => {
      if (!Object.hasOwn(body, 'value'))
        throw new ExpressionError('the argument "value" is required');
      return {
        name,
        value: toExpression(body['value']),
        sensitive: flag(body['sensitive'], `${address}: sensitive`, problems),
        dependsOn: parseDependsOn(body['depends_on'], address, problems),
        preconditions: parseRules(body['precondition'], `${address}: precondition`, problems),
      };
    });
    return block ? [[address, block] as const] : [];
  });
  return new Map(blocks);
}

function loadResources(
  json: JsonObject,
  providers: readonly ProviderTypes[],
  problems: Problems,
): ReadonlyMap<string, ResourceBlock> {
  const managed = Object.fromEntries(
    providers.flatMap(({ resources }) => Object.entries(resources)),
  );
  const data = Object.fromEntries(
    providers.flatMap(({ dataSources }) => Object.entries(dataSources ?? {})),
  );
  return new Map(
    [
      ...loadMode('managed', json['resource'], managed as ProviderTypes['resources'], problems),
      ...loadMode('data', json['data'], data as ProviderTypes['dataSources'] & object, problems),
    ].map((block) => [block.address, block]),
  );
}

function loadMode<Mode extends 'managed' | 'data'>(
  mode: Mode,
  json: unknown,
  types: Readonly<Record<string, (ResourceBlock & { mode: Mode })['implementation']>>,
  problems: Problems,
): readonly ResourceBlock[] {
  if (json === undefined) return [];
  const root = mode === 'data' ? 'data.' : '';
  const noun = mode === 'data' ? 'data source' : 'resource type';
  return labelled(mode === 'data' ? 'data' : 'resource', json, problems).flatMap(([type, names]) =>
    labelled(type, names, problems).flatMap(([name, body]) => {
      const address = `${root}${type}.${name}`;
      const implementation = Object.hasOwn(types, type) ? types[type] : undefined;
      if (!implementation) {
        problems.add(address, `unknown ${noun} "${type}"${knownNames(type, Object.keys(types))}`);
        return [];
      }
      const kind = { mode, implementation } as Parameters<typeof parseResource>[0]['kind'];
      return [parseResource({ address, type, json: body, kind }, problems)];
    }),
  );
}
