import {
  attributeOf,
  containsSensitive,
  containsUnknown,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  type TfValue,
  unmark,
} from '../language/value.ts';
import type { AttributeSchema, BlockSchema, Schema, Value } from '../provider.ts';
import { toJson } from '../schema.ts';
import { sameAttribute } from './equality.ts';

/** One attribute that changes. */
export interface Difference {
  /** `bgp_settings.peering_address`: the index of a block that is alone is left out. */
  readonly path: string;
  readonly before: TfValue;
  readonly after: TfValue;
  readonly sensitive: boolean;
  readonly forcesReplacement: boolean;
}

interface Place {
  readonly prefix: string;
  readonly forceNew: boolean;
}

/** What differs between two bodies of one schema. An absent body is one in which nothing is set. */
export function differences(
  schema: Schema,
  before: ObjectValue | undefined,
  after: ObjectValue | undefined,
  place: Place = { prefix: '', forceNew: false },
): readonly Difference[] {
  const attributes = Object.entries(schema.attributes).flatMap(([name, attribute]) => {
    const [old, planned] = [valueAt(before, name), valueAt(after, name)];
    return attributeDifferences(attribute, old, planned, {
      prefix: `${place.prefix}${name}`,
      forceNew: place.forceNew || isForced(attribute, old, planned),
    });
  });
  const blocks = Object.entries(schema.blocks ?? {}).flatMap(([name, block]) =>
    blockDifferences(block, valueAt(before, name), valueAt(after, name), {
      prefix: `${place.prefix}${name}`,
      forceNew: place.forceNew || block.forceNew === true,
    }),
  );
  return [...attributes, ...blocks];
}

const valueAt = (body: ObjectValue | undefined, name: string): TfValue =>
  (body && attributeOf(body, name)) ?? null;

function isForced({ forceNew }: AttributeSchema, before: TfValue, after: TfValue): boolean {
  if (typeof forceNew !== 'function') return forceNew === true;
  return forceNew(known(before), known(after));
}

const known = (value: TfValue): Value => (containsUnknown(value) ? null : toJson(value));

function attributeDifferences(
  attribute: AttributeSchema,
  before: TfValue,
  after: TfValue,
  place: Place,
): readonly Difference[] {
  if (sameAttribute(attribute, before, after)) return [];
  const [prior, planned] = [unmark(before)[0], unmark(after)[0]];
  const isSensitive =
    attribute.sensitive === true || containsSensitive(before) || containsSensitive(after);
  if (
    attribute.type === 'map' &&
    !attribute.normalize &&
    isMap(prior) &&
    isMap(planned) &&
    !isSensitive
  ) {
    return mapDifferences(prior ?? {}, planned ?? {}, place);
  }
  return [
    {
      path: place.prefix,
      before,
      after,
      sensitive: isSensitive,
      forcesReplacement: place.forceNew,
    },
  ];
}

const isMap = (value: TfValue): value is ObjectValue | null => value === null || isObject(value);

function mapDifferences(
  before: ObjectValue,
  after: ObjectValue,
  { prefix, forceNew }: Place,
): readonly Difference[] {
  const element: AttributeSchema = { type: 'any' };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [old, planned] = [valueAt(before, name), valueAt(after, name)];
    // A key with an empty value is more than no key.
    const isThere = Object.hasOwn(before, name) && Object.hasOwn(after, name);
    if (isThere && sameAttribute(element, old, planned)) return [];
    const path = `${prefix}.${name}`;
    return [{ path, before: old, after: planned, sensitive: false, forcesReplacement: forceNew }];
  });
}

function blockDifferences(
  schema: BlockSchema,
  before: TfValue,
  after: TfValue,
  place: Place,
): readonly Difference[] {
  const [prior, planned] = [bodies(before), bodies(after)];
  if (!prior || !planned) {
    const hidden = containsSensitive(before) || containsSensitive(after);
    return [
      { path: place.prefix, before, after, sensitive: hidden, forcesReplacement: place.forceNew },
    ];
  }
  const isResized = schema.forceNewCount === true && prior.length !== planned.length;
  const isAlone = prior.length <= 1 && planned.length <= 1;
  return pairs(schema, prior, planned).flatMap(([old, body], index) =>
    differences(schema, old, body, {
      prefix: isAlone ? `${place.prefix}.` : `${place.prefix}[${index}].`,
      forceNew: place.forceNew || isResized,
    }),
  );
}

/** Undefined when their number is not known. */
function bodies(marked: TfValue): readonly ObjectValue[] | undefined {
  const [value] = unmark(marked);
  if (isUnknown(value)) return undefined;
  if (!isList(value)) return [];
  return value.map((item) => unmark(item)[0]).filter(isObject);
}

type Pair = readonly [ObjectValue | undefined, ObjectValue | undefined];

/** Which old block is which new one: by place, or for a set the same one wherever it stands. */
function pairs(
  schema: BlockSchema,
  before: readonly ObjectValue[],
  after: readonly ObjectValue[],
): readonly Pair[] {
  if (!schema.unordered) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index): Pair => [before[index], after[index]]);
  }
  const rest = [...before];
  const matched = after.map((body) => {
    const found = rest.findIndex((old) => differences(schema, old, body).length === 0);
    return found < 0 ? undefined : rest.splice(found, 1)[0];
  });
  const changed = after.map((body, index): Pair => [matched[index] ?? rest.shift(), body]);
  return [...changed, ...rest.map((old): Pair => [old, undefined])];
}
