import { formatDuration } from '../lab/duration.ts';
import type { CheckDone, Verdict } from '../lab/events.ts';
import type { TableRow } from '../lab/table.ts';
import { verdicts } from '../report/verdicts.ts';
import type { Format } from './screen.ts';

/** How verdicts look in a terminal. */
export const verdictLook = {
  passed: { sign: verdicts.passed.mark, format: 'green' },
  failed: { sign: verdicts.failed.mark, format: 'red' },
  errored: { sign: verdicts.errored.mark, format: 'red' },
  blocked: { sign: verdicts.blocked.mark, format: 'yellow' },
  skipped: { sign: verdicts.skipped.mark, format: 'dim' },
  aborted: { sign: verdicts.aborted.mark, format: 'yellow' },
} as const satisfies Record<Verdict, { readonly sign: string; readonly format: Format }>;

/** A failed check in lines: what was expected and what was seen, by row. */
export function checkLines({ title, comparison }: CheckDone): readonly string[] {
  if (comparison.kind === 'value') {
    return [title, `  expected ${comparison.expected}`, `  seen     ${comparison.seen}`];
  }
  const { matched, missing, extra } = comparison.difference;
  return [
    `${title}: ${matched.length} rows as expected, ${missing.length} missing, ${extra.length} unexpected`,
    ...missing.map((row) => `  - missing:    ${rowText(row)}`),
    ...extra.map((row) => `  + unexpected: ${rowText(row)}`),
  ];
}

/** `12 passed, 1 failed, 3 blocked`. */
export function countVerdicts(verdicts: readonly Verdict[]): string {
  const counts = Object.keys(verdictLook).flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  return counts.length === 0 ? 'no cell ran' : counts.join(', ');
}

export function elapsed(ms: number): string {
  return formatDuration(ms < 60_000 ? ms : Math.floor(ms / 1000) * 1000);
}

function rowText(row: TableRow): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} ${value === '' ? '(empty)' : value}`)
    .join(' · ');
}
