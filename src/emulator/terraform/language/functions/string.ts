import { asElements, asInteger, asString, ExpressionError } from '../convert.ts';
import { compareText, type TfValue } from '../value.ts';
import { any, define, type FunctionTable, type TerraformFunction } from './define.ts';
import { formatList, formatText } from './format.ts';
import { compileRegex, matchValue, replaceRegex } from './regex.ts';

const asStrings = (value: TfValue): readonly string[] => asElements(value).map(asString);
const letters = (text: string): readonly string[] => [...text];

const formatting = (
  body: (pattern: string, values: readonly TfValue[]) => TfValue,
): TerraformFunction => ({
  minimum: 1,
  maximum: Number.POSITIVE_INFINITY,
  takes: 'known',
  call: ([pattern = null, ...values]) => body(asString(pattern), values),
});

export const stringFunctions: FunctionTable = {
  format: formatting(formatText),
  formatlist: formatting(formatList),
  join: {
    minimum: 2,
    maximum: Number.POSITIVE_INFINITY,
    takes: 'known',
    call: ([separator = null, ...lists]) => lists.flatMap(asStrings).join(asString(separator)),
  },
  split: define([asString, asString], (separator, text) =>
    separator === '' ? letters(text) : text.split(separator),
  ),
  replace: define([asString, asString, asString], replace),
  lower: define([asString], (text) => text.toLowerCase()),
  upper: define([asString], (text) => text.toUpperCase()),
  title: define([asString], (text) =>
    text.replaceAll(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => {
      return before + letter.toUpperCase();
    }),
  ),
  trim: define([asString, asString], (text, cut) => trimEnd(trimStart(text, cut), cut)),
  trimprefix: define([asString, asString], (text, prefix) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimsuffix: define([asString, asString], (text, suffix) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trimspace: define([asString], (text) => text.trim()),
  substr: define([asString, asInteger, asInteger], substring),
  regex: define([asString, asString], (pattern, text) => {
    const match = compileRegex(pattern).exec(text);
    if (match) return matchValue(match);
    throw new ExpressionError(`the pattern ${JSON.stringify(pattern)} matches no part of the text`);
  }),
  regexall: define([asString, asString], (pattern, text) =>
    [...text.matchAll(compileRegex(pattern, 'g'))].map(matchValue),
  ),
  startswith: define([asString, asString], (text, prefix) => text.startsWith(prefix)),
  endswith: define([asString, asString], (text, suffix) => text.endsWith(suffix)),
  strcontains: define([asString, asString], (text, part) => text.includes(part)),
  chomp: define([asString], (text) => text.replace(/(\r?\n)+$/, '')),
  indent: define([asInteger, asString], (spaces, text) =>
    text.replaceAll('\n', `\n${' '.repeat(spaces)}`),
  ),
  strrev: define([asString], (text) => [...letters(text)].reverse().join('')),
  sort: define([any], (list) => [...asStrings(list)].sort(compareText)),
};

/** A pattern between slashes is a regular expression. */
function replace(text: string, from: string, to: string): string {
  const isRegex = from.length > 1 && from.startsWith('/') && from.endsWith('/');
  return isRegex ? replaceRegex(text, from.slice(1, -1), to) : text.split(from).join(to);
}

/** A negative offset counts from the end; the length -1 means all that follows. */
function substring(text: string, offset: number, length: number): string {
  const all = letters(text);
  const start = offset < 0 ? Math.max(all.length + offset, 0) : offset;
  return all.slice(start, length < 0 ? undefined : start + length).join('');
}

function trimStart(text: string, cut: string): string {
  const all = letters(text);
  const start = all.findIndex((letter) => !cut.includes(letter));
  return start < 0 ? '' : all.slice(start).join('');
}

const trimEnd = (text: string, cut: string): string => {
  const all = letters(text);
  return all.slice(0, all.findLastIndex((letter) => !cut.includes(letter)) + 1).join('');
};
