import { formatDuration } from '../lab/duration.ts';
import type { HistoricRun, LabHistory } from './history.ts';
import { renderRunDifference } from './markdown-diff.ts';
import { blocks, escapeInline, markdownTable, tableCell } from './markdown-syntax.ts';
import { isSame } from './run-diff.ts';
import { count, formatTime } from './text.ts';
import { openMark, verdictLabel, verdicts } from './verdicts.ts';

/**
 * One page over many labs: how each ended, its last runs, and what changed since it last passed, unless that makes it longer
 * than so many bytes.
 */
export function renderHistories(
  histories: readonly LabHistory[],
  limit: number = Infinity,
): string {
  const whole = render(histories, histories.map(renderSinceLastPass));
  if (Buffer.byteLength(whole) <= limit) return whole;
  const note = `*Shortened to ${count(limit, 'byte')}: without what changed since labs last passed; \`report diff\` shows it.*`;
  return render(histories, [note]);
}

function render(histories: readonly LabHistory[], below: readonly string[]): string {
  const passed = histories.filter(({ runs }) => runs[0]?.verdict === 'passed').length;
  const flaky = histories.filter((history) => history.flaky).length;
  return `${blocks(
    '# Labs',
    [
      `${passed} of ${count(histories.length, 'lab')} passed`,
      ...(flaky === 0 ? [] : [`${flaky} flaky`]),
    ].join(', ') + '.',
    markdownTable(
      ['Lab', 'Target', 'Verdict', 'Duration', 'Started', 'Last runs, newest first'],
      histories.map(labRow),
    ),
    ...below,
  )}\n`;
}

function labRow({ lab, target, runs, flaky }: LabHistory): readonly string[] {
  const [newest] = runs as [HistoricRun];
  return [
    `[${tableCell(lab)}](${encodeURI(newest.report)})`,
    target,
    `${newest.verdict === undefined ? `${openMark(true)} no end` : verdictLabel(newest.verdict)}${flaky ? ', **flaky**' : ''}`,
    formatDuration(newest.durationMs),
    formatTime(newest.startedAt),
    runs.map(runLink).join(' '),
  ];
}

function runLink({ verdict, durationMs, report }: HistoricRun): string {
  const mark = verdict === undefined ? openMark(true) : verdicts[verdict].mark;
  return `[${mark}](${encodeURI(report)} "${formatDuration(durationMs)}")`;
}

function renderSinceLastPass({ lab, sinceLastPass }: LabHistory): string {
  if (sinceLastPass === undefined) return '';
  const { runId, difference } = sinceLastPass;
  return blocks(
    `## ${escapeInline(lab)}: since it last passed (run ${escapeInline(runId)})`,
    isSame(difference) ? 'Nothing that a run records differs.' : renderRunDifference(difference),
  );
}
