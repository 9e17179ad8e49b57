import { ExpressionError } from '../convert.ts';
import type { TfValue } from '../value.ts';

const classes = new Map([
  ['alpha', 'A-Za-z'],
  ['digit', '0-9'],
  ['alnum', '0-9A-Za-z'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', '\\s'],
  ['punct', '!-\\/:-@\\[-`{-~'],
  ['xdigit', '0-9A-Fa-f'],
]);

/** An RE2 pattern (what Terraform's regular expressions are) as a JavaScript one. */
export function compileRegex(pattern: string, flags = ''): RegExp {
  const options = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(options?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => classes.get(name) ?? whole)
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$');
  const all = `${flags}${options?.[1] ?? ''}`;
  try {
    return new RegExp(source, `${all}u`);
  } catch {
    // The `u` flag refuses escapes that RE2 admits, such as `\-`.
  }
  try {
    return new RegExp(source, all);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpressionError(`${JSON.stringify(pattern)} is no regular expression: ${reason}`);
  }
}

/** The whole match; with groups a list of them, with named groups an object. */
export function matchValue(match: RegExpMatchArray): TfValue {
  if (match.groups) {
    return Object.fromEntries(
      Object.entries(match.groups).map(([name, text]) => [
        name,
        (text as string | undefined) ?? null,
      ]),
    );
  }
  return match.length > 1 ? match.slice(1).map((text) => text ?? null) : match[0];
}

/** Replaces every match; `$1`, `${1}`, `$name` and `${name}` in the replacement are groups. */
export function replaceRegex(text: string, pattern: string, replacement: string): string {
  return [...text.matchAll(compileRegex(pattern, 'g'))].reduceRight((result, match) => {
    const filled = replacement.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, a, b) => {
      if (whole === '$$') return '$';
      const name = String(a ?? b);
      return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
    });
    return result.slice(0, match.index) + filled + result.slice(match.index + match[0].length);
  }, text);
}
