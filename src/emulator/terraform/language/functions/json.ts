import { formatNumber } from '../convert.ts';
import { compareText, isList, isObject, isSet, type TfValue } from '../value.ts';

/** JSON as Terraform writes it: sorted names, and `<`, `>`, `&` escaped. */
export function encodeJson(value: TfValue): string {
  return write(value).replaceAll(/[<>&\u2028\u2029]/g, escape);
}

const escape = (letter: string): string =>
  `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

function write(value: TfValue): string {
  if (typeof value === 'number') return formatNumber(value);
  if (isList(value)) return `[${value.map(write).join(',')}]`;
  if (isSet(value)) return write(value.elements);
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${write(item)}`).join(',')}}`;
}
