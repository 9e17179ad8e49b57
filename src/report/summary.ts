import { styleText } from 'node:util';
import { formatDuration } from '../lab/duration.ts';
import type { JournalEvent } from '../lab/events.ts';
import { firstDifference } from './difference.ts';
import { countsText } from './markdown-summary.ts';
import { buildModel, stepCells } from './model.ts';
import type { StepCellModel } from './model.ts';
import { count, oneLine } from './text.ts';
import { openMark, verdictLabel, verdicts } from './verdicts.ts';

/** The end of a run in a few lines: verdict counts, what did not pass and why, what is left. */
export function summarize(
  events: readonly JournalEvent[],
  options: { readonly color: boolean } = { color: false },
): string {
  const model = buildModel(events);
  const cells = stepCells(model);
  const blocked = cells.filter(({ last }) => last?.verdict === 'blocked').length;
  const label =
    model.verdict === undefined ? `${verdicts.errored.mark} no end` : verdictLabel(model.verdict);
  const style = verdicts[model.verdict ?? 'errored'].color;
  const head = options.color ? styleText(style, label, { validateStream: false }) : label;
  return [
    `${head}  ${countsText(cells)}, in ${formatDuration(model.durationMs)}`,
    ...cells.flatMap(troubleLine),
    ...(blocked === 0
      ? []
      : [`  ${verdicts.blocked.mark} ${count(blocked, 'step')} blocked by these`]),
    ...(model.teardown?.left ?? []).map((item) => `  left: ${oneLine(item)}`),
  ].join('\n');
}

function troubleLine({ title, last }: StepCellModel): readonly string[] {
  if (last === undefined || last.verdict === 'blocked') return [];
  if (last.verdict !== undefined && !verdicts[last.verdict].trouble) return [];
  const mark = last.verdict === undefined ? openMark(true) : verdicts[last.verdict].mark;
  const why = firstDifference(last);
  return [`  ${mark} ${oneLine(title)}${why === undefined ? '' : `\n      ${why}`}`];
}
