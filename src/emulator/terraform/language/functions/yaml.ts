import { formatNumber } from '../convert.ts';
import { compareText, isList, isObject, isSet, type TfValue } from '../value.ts';

/** YAML in Terraform's style: block collections, every string in double quotes. */
export function encodeYaml(value: TfValue): string {
  return `${block(value, 0).join('\n')}\n`;
}

function block(value: TfValue, depth: number): readonly string[] {
  if (isSet(value)) return block(value.elements, depth);
  if (isList(value) && value.length > 0) return value.flatMap((item) => listItem(item, depth));
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([name, item]) => entry(name, item, depth));
  }
  return [`${'  '.repeat(depth)}${scalar(value)}`];
}

function entry(name: string, value: TfValue, depth: number): readonly string[] {
  const head = `${'  '.repeat(depth)}${JSON.stringify(name)}:`;
  if (!isFilled(value)) return [`${head} ${scalar(value)}`];
  // The items of a list stand below its name, those of a map are indented.
  return [head, ...block(value, isObject(value) ? depth + 1 : depth)];
}

function listItem(value: TfValue, depth: number): readonly string[] {
  const [first = '', ...rest] = block(value, depth + 1);
  return [`${'  '.repeat(depth)}- ${first.trimStart()}`, ...rest];
}

function isFilled(value: TfValue): boolean {
  if (isSet(value)) return value.elements.length > 0;
  if (isList(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}

function scalar(value: TfValue): string {
  if (isList(value) || isSet(value)) return '[]';
  if (isObject(value)) return '{}';
  if (typeof value === 'number') return formatNumber(value);
  return JSON.stringify(value);
}
