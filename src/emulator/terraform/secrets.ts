import { isList, isObject, isSet, type TfValue, unmark } from './language/value.ts';
import type { ProviderTypes, Schema } from './provider.ts';
import { fromAttributes } from './schema.ts';
import { findType, type StateRecord } from './state.ts';

/** All texts in a value that are sensitive, or in something that is. */
export function sensitiveTexts(value: TfValue, inherited = false): readonly string[] {
  const [plain, marked] = unmark(value);
  const hidden = inherited || marked;
  if (typeof plain === 'string') return hidden ? [plain] : [];
  if (isList(plain)) return plain.flatMap((item) => sensitiveTexts(item, hidden));
  if (isSet(plain)) return plain.elements.flatMap((item) => sensitiveTexts(item, hidden));
  if (!isObject(plain)) return [];
  return Object.values(plain).flatMap((item) => sensitiveTexts(item, hidden));
}

export function secretsOfRecord(
  providers: readonly ProviderTypes[],
  { type, attributes, sensitivePaths }: StateRecord,
): readonly string[] {
  const { schema } = findType(providers, type);
  return sensitiveTexts(fromAttributes(schema, attributes, sensitivePaths));
}

/**
 * What a configuration itself writes into sensitive arguments: known before anything is evaluated, and so before anything
 * can fail and be told.
 */
export function writtenSecrets(
  json: Readonly<Record<string, unknown>>,
  providers: readonly ProviderTypes[],
): readonly string[] {
  return entries(json['resource']).flatMap(([type, named]) => {
    const schema = providers.find(({ resources }) => Object.hasOwn(resources, type))?.resources[
      type
    ]?.schema;
    if (schema === undefined) return [];
    return entries(named).flatMap(([, body]) => inBody(schema, body));
  });
}

function inBody(schema: Schema, body: unknown): readonly string[] {
  return entries(body).flatMap(([name, value]) => {
    const block = schema.blocks?.[name];
    if (block !== undefined) return [value].flat().flatMap((nested) => inBody(block, nested));
    return schema.attributes[name]?.sensitive === true ? texts(value) : [];
  });
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('${') ? [] : [value];
  return entries(value).flatMap(([, item]) => texts(item));
}

function entries(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
