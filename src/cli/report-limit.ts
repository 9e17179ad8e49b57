import { WirebookError } from '../lab/errors.ts';
import { smallestLimit } from '../report/markdown-limit.ts';

/** What `--limit` says, in bytes; undefined without it. Throws `usage`. */
export function parseLimit(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit >= smallestLimit) return limit;
  throw wrongLimit(
    `--limit is "${text}".`,
    `Give a number of bytes, ${smallestLimit} or more, such as 1000000.`,
  );
}

export function wrongLimit(message: string, next: string): WirebookError {
  return new WirebookError({ code: 'usage', message, next, exitCode: 2 });
}
