import type { AttributeChange } from '../engine.ts';
import { encodeJson } from '../language/functions/json.ts';
import { formatNumber } from '../language/convert.ts';
import { isList, isObject, isSet, isUnknown, type TfValue, unmark } from '../language/value.ts';
import type { Difference } from './diff.ts';

export const unknownText = '(known after apply)';
export const sensitiveText = '(sensitive)';

export function renderDifference(difference: Difference): AttributeChange {
  const { path, sensitive, forcesReplacement } = difference;
  const text = (value: TfValue): string => (sensitive ? hidden(value) : renderValue(value));
  return {
    path,
    before: text(difference.before),
    after: text(difference.after),
    ...(forcesReplacement && { forcesReplacement }),
  };
}

/** Whether a sensitive value is set or not known yet is no secret. */
function hidden(marked: TfValue): string {
  const [value] = unmark(marked);
  if (value === null) return 'null';
  return isUnknown(value) ? unknownText : sensitiveText;
}

/** Text without quotes; anything that is more than a text or a number as JSON. */
export function renderValue(marked: TfValue): string {
  const [value, isMarked] = unmark(marked);
  if (isMarked) return hidden(value);
  if (isUnknown(value)) return unknownText;
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (typeof value === 'number') return formatNumber(value);
  return inner(value);
}

function inner(marked: TfValue): string {
  const [value, isMarked] = unmark(marked);
  if (isMarked) return sensitiveText;
  if (isUnknown(value)) return unknownText;
  if (isSet(value)) return inner(value.elements);
  if (isList(value)) return `[${value.map(inner).join(', ')}]`;
  if (!isObject(value)) return encodeJson(value).replaceAll(/\\u00(3c|3e|26)/g, readable);
  const entries = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}: ${inner(item)}`,
  );
  return `{${entries.join(', ')}}`;
}

const readable = (_: string, code: string): string =>
  String.fromCharCode(Number.parseInt(code, 16));
