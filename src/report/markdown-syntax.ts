import { cleanOutput, oneLine } from './text.ts';

/** Joins blocks with one blank line; empty ones are left out. */
export const blocks = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

/** A fenced code block that nothing in its content can close. */
export function fence(language: string, content: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${ticks}${language}\n${content}\n${ticks}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** A folded part. Blank lines let GitHub read Markdown inside. */
export const fold = (summary: string, content: string): string =>
  `<details>\n<summary>${escapeHtml(oneLine(summary))}</summary>\n\n${content}\n\n</details>`;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Text that Markdown shows as it is: nothing in it is markup, a link or GitHub's mathematics. What
 * GitHub would make an emoji (`:100:` in an IPv6 address) becomes code, where it does not look.
 */
export function escapeInline(text: string): string {
  const line = oneLine(text);
  // Code knows no escapes: a backtick would end it, and a table reads pipes before it reads code.
  if (emoji.test(line) && !/[`|\\]/.test(line)) return `\`${line}\``;
  return escapeMarkup(line);
}

/** Of names made of digits only these two are emoji; times have many such. */
const emoji = /:(?!\d+:)[a-z0-9_+-]+:|:(?:100|1234):/i;

const escapeMarkup = (line: string): string =>
  line
    .replaceAll(/[\\`*[\]<>|~$]/g, String.raw`\$&`)
    // Inside a word an underscore is harmless, and names are full of them.
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    // A line that would begin a list, a heading, a rule or an underlined heading.
    .replace(/^(?=(?:[+-]|#{1,6})(?:\s|$)|(?:=+|-+)$)/, '\\')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);

/** Text in a table cell: line feeds become breaks, pipes do not end the cell. */
export function tableCell(text: string): string {
  const lines = cleanOutput(text)
    .split('\n')
    .map((line) => line.trim());
  return lines
    .map((line) => escapeInline(line))
    .join('<br>')
    .replace(/^(?:<br>)+|(?:<br>)+$/g, '');
}

/** A table from cells that are Markdown already: of {@link tableCell}, or marks of our own. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Everything inside a block quote. */
export const quote = (content: string): string =>
  content
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
