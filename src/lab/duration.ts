import { WirebookError } from './errors.ts';

/** Milliseconds, or text such as `500ms`, `90s`, `2m`, `1m30s`, `1h`. */
export type Duration = number | string;

const unitMs = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
type Unit = keyof typeof unitMs;

const part = /(\d+(?:\.\d+)?)(ms|h|m|s)/g;
const whole = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/;

/** Milliseconds of a duration. Throws `invalid-duration`. */
export function parseDuration(duration: Duration): number {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration;
    throw invalid(String(duration));
  }
  const text = duration.trim();
  if (!whole.test(text)) throw invalid(duration);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(part)) {
    total += Number(amount) * unitMs[unit as Unit];
  }
  // Decimal fractions are not exact in binary: 32.7 s is a little more than 32 700 ms.
  return Math.round(total * 1e6) / 1e6;
}

/** `2m`, `1m30s`, `90ms`, `4.2s`: as short as it stays exact enough to read. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${trimZero((Math.floor(ms / 100) / 10).toFixed(1))}s`;
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  return [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    rest > 0 ? `${rest}s` : '',
  ].join('');
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

function invalid(text: string): WirebookError {
  return new WirebookError({
    code: 'invalid-duration',
    message: `"${text}" is not a duration.`,
    next: 'Write it as 500ms, 90s, 2m or 1h; parts may follow each other, as in 1m30s.',
    exitCode: 2,
  });
}
