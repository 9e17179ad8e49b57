import { asBoolean, asElements, asNumber, asObject, asString, unify } from '../convert.ts';
import {
  containsUnknown,
  isList,
  isObject,
  isSensitive,
  isSet,
  isUnknown,
  makeSet,
  sensitive,
  type TfValue,
  unknown,
  unmark,
} from '../value.ts';
import { any, define, type FunctionTable, type TerraformFunction } from './define.ts';

const orNull =
  <T extends TfValue>(convert: (value: TfValue) => T) =>
  (value: TfValue): T | null =>
    value === null ? null : convert(value);

export const typeFunctions: FunctionTable = {
  tostring: define([orNull(asString)], (value) => value),
  tonumber: define([orNull(asNumber)], (value) => value),
  tobool: define([orNull(asBoolean)], (value) => value),
  tolist: define([orNull((value) => unify(asElements(value)))], (value) => value, {
    takes: 'elements',
  }),
  toset: define([any], (value) => {
    if (value === null) return null;
    const elements = unify(asElements(value));
    return elements.some(containsUnknown) ? unknown : makeSet(elements);
  }),
  tomap: define([any], toMap, { takes: 'elements' }),
  type: define([any], (value) => typeText(value), { takes: 'raw' }),
  sensitive: define([any], (value) => sensitive(value), { takes: 'raw' }),
  nonsensitive: define([any], (value) => unmark(value)[0], { takes: 'raw' }),
  issensitive: define([any], (value) => isSensitive(value), { takes: 'raw' }),
  timestamp: {
    minimum: 0,
    maximum: 0,
    takes: 'known',
    call: (_, context) => context.timestamp ?? unknown,
  } satisfies TerraformFunction,
};

function toMap(value: TfValue): TfValue {
  if (value === null) return null;
  const entries = Object.entries(asObject(value));
  const values = unify(entries.map(([, element]) => element));
  return Object.fromEntries(entries.map(([name], index) => [name, values[index] ?? null]));
}

function typeText(marked: TfValue): string {
  const [value] = unmark(marked);
  if (value === null || isUnknown(value)) return 'dynamic';
  if (isSet(value)) return `set(${typeText(value.elements[0] ?? null)})`;
  if (isList(value)) return `tuple([${value.map(typeText).join(', ')}])`;
  if (!isObject(value)) return typeof value === 'boolean' ? 'bool' : typeof value;
  const attributes = Object.entries(value).map(([name, type]) => `${name}: ${typeText(type)}`);
  return `object({${attributes.join(', ')}})`;
}
