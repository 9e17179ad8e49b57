import { stripVTControlCharacters } from 'node:util';

/** `2026-11-21 06:31:55 UTC`; an unreadable time stays as it is. */
export function formatTime(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 line`, `2 lines`. */
export const count = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n} ${n === 1 ? singular : plural}`;

/** `812 bytes`, `1.4 KB`: powers of ten, as files are listed. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// Control characters except tab and line feed; none may reach a terminal, an XML file or a page.
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]/g;

/**
 * A program's output as a terminal would leave it on the page: no escape sequences, no other
 * control characters, and of a line that carriage returns wrote over, what was written last.
 */
export function cleanOutput(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replaceAll(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => lastWritten(line).replaceAll(controls, ''))
    .join('\n');
}

function lastWritten(line: string): string {
  if (!line.includes('\r')) return line;
  return line.split('\r').findLast((part) => part !== '') ?? '';
}

/** Text on one line, cleaned. */
export const oneLine = (text: string): string =>
  cleanOutput(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

/** Cleaned lines without blank ones at either end. */
export function outputLines(text: string): readonly string[] {
  const cleaned = cleanOutput(text)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  return cleaned === '' ? [] : cleaned.split('\n').map((line) => line.trimEnd());
}
