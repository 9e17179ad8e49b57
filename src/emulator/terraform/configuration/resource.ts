import type { Expression } from '../language/expression.ts';
import { parseWholeExpression } from '../language/parse-expression.ts';
import { referencesOf } from '../language/expression.ts';
import type { DataSourceType, ResourceType } from '../provider.ts';
import { parseBody } from './body.ts';
import type { Lifecycle, Path, ResourceBlock, Rule } from './configuration.ts';
import { blockBodies, type JsonObject, members, toExpression } from './json.ts';
import { knownNames, type Problems } from './problems.ts';

/** Arguments that every resource has. */
const metaArguments = ['count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'timeouts'];
const refused = ['provisioner', 'connection'];

export interface ResourceSource {
  readonly address: string;
  readonly type: string;
  readonly json: JsonObject;
  readonly kind:
    | { readonly mode: 'managed'; readonly implementation: ResourceType }
    | { readonly mode: 'data'; readonly implementation: DataSourceType };
}

export function parseResource(
  { address, type, json, kind }: ResourceSource,
  problems: Problems,
): ResourceBlock {
  for (const name of refused.filter((argument) => json[argument] !== undefined)) {
    problems.add(address, `"${name}" is not supported`);
  }
  const { schema } = kind.implementation;
  const isMeta = (name: string): boolean =>
    refused.includes(name) ||
    (metaArguments.includes(name) && !Object.hasOwn(schema.attributes, name));
  const own = Object.fromEntries(Object.entries(json).filter(([name]) => !isMeta(name)));
  if (isGiven(json['count']) && isGiven(json['for_each'])) {
    problems.add(address, '"count" and "for_each" cannot be used together');
  }
  return {
    ...kind,
    address,
    type,
    schema,
    body: parseBody(own, schema, { where: address, bound: [], problems }),
    count: metaExpression(json['count'], `${address}: count`, problems),
    forEach: metaExpression(json['for_each'], `${address}: for_each`, problems),
    dependsOn: parseDependsOn(json['depends_on'], address, problems),
    lifecycle: parseLifecycle(json['lifecycle'], address, problems),
  };
}

const isGiven = (json: unknown): boolean => json !== undefined && json !== null;

const metaExpression = (
  json: unknown,
  where: string,
  problems: Problems,
): Expression | undefined =>
  isGiven(json) ? problems.attempt(where, () => toExpression(json)) : undefined;

/** Addresses of resources: `["azurerm_subnet.a", "data.azurerm_subnet.b"]`. */
export function parseDependsOn(
  json: unknown,
  where: string,
  problems: Problems,
): readonly string[] {
  if (!isGiven(json)) return [];
  return textList(json, `${where}: depends_on`, problems).flatMap((text) => {
    const parsed = problems.attempt(`${where}: depends_on`, () => parseWholeExpression(bare(text)));
    return parsed ? referencesOf(parsed).map(({ address }) => address) : [];
  });
}

/** A reference may stand as it is or as `${reference}`. */
const bare = (text: string): string => text.replace(/^\$\{([^]*)\}$/, '$1');

function textList(json: unknown, where: string, problems: Problems): readonly string[] {
  if (Array.isArray(json) && json.every((item) => typeof item === 'string')) return json;
  problems.add(where, 'must be a list of strings');
  return [];
}

const lifecycleArguments = [
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
  'precondition',
  'postcondition',
];

function parseLifecycle(json: unknown, address: string, problems: Problems): Lifecycle {
  const where = `${address}: lifecycle`;
  const bodies = isGiven(json) ? blockBodies(json) : [];
  if (!bodies) problems.add(where, 'must be an object');
  const body: JsonObject = Object.fromEntries((bodies ?? []).flatMap(Object.entries));
  for (const [name] of members(body)) {
    if (lifecycleArguments.includes(name)) continue;
    problems.add(where, `unknown argument "${name}"${knownNames(name, lifecycleArguments)}`);
  }
  return {
    createBeforeDestroy: flag(body['create_before_destroy'], where, problems),
    preventDestroy: flag(body['prevent_destroy'], where, problems),
    ignoreChanges: parseIgnoreChanges(body['ignore_changes'], where, problems),
    replaceTriggeredBy: parseTriggers(body['replace_triggered_by'], where, problems),
    preconditions: parseRules(body['precondition'], `${address}: precondition`, problems),
    postconditions: parseRules(body['postcondition'], `${address}: postcondition`, problems),
  };
}

/** A setting that Terraform wants to be a literal. */
export function flag(json: unknown, where: string, problems: Problems): boolean {
  if (!isGiven(json)) return false;
  if (json === true || json === 'true') return true;
  if (json !== false && json !== 'false') problems.add(where, 'must be true or false');
  return false;
}

function parseIgnoreChanges(
  json: unknown,
  where: string,
  problems: Problems,
): Lifecycle['ignoreChanges'] {
  if (!isGiven(json)) return [];
  if (json === 'all') return 'all';
  const texts = textList(json, `${where}: ignore_changes`, problems).map(bare);
  return texts.includes('all') ? 'all' : texts.map(parsePath);
}

/** `tags["env"]`, `ip_configuration[0].subnet_id` */
const parsePath = (text: string): Path =>
  [...text.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, key, index, name]) =>
    index === undefined ? (key ?? name ?? '') : Number(index),
  );

function parseTriggers(json: unknown, where: string, problems: Problems): readonly Expression[] {
  if (!isGiven(json)) return [];
  const place = `${where}: replace_triggered_by`;
  return textList(json, place, problems).flatMap(
    (text) => problems.attempt(place, () => parseWholeExpression(bare(text))) ?? [],
  );
}

export function parseRules(json: unknown, where: string, problems: Problems): readonly Rule[] {
  if (!isGiven(json)) return [];
  const bodies = blockBodies(json);
  if (!bodies) problems.add(where, 'must be an object');
  return (bodies ?? []).flatMap((body) => {
    const { condition, error_message: message } = body;
    if (!isGiven(condition) || !isGiven(message)) {
      problems.add(where, 'needs "condition" and "error_message"');
      return [];
    }
    const rule = problems.attempt(where, (): Rule => {
      return { condition: toExpression(condition), message: toExpression(message) };
    });
    return rule ? [rule] : [];
  });
}
