import { formatDuration } from '../lab/duration.ts';
import type { ErrorRecord, Topology } from '../lab/events.ts';
import { renderItems } from './markdown-items.ts';
import { blocks, escapeInline, fence, quote } from './markdown-syntax.ts';
import type { StepCellModel } from './model.ts';
import { cleanOutput } from './text.ts';
import { openMark, verdicts } from './verdicts.ts';

export interface StepSetting {
  /** Of its heading, 1 to 6. */
  readonly depth: number;
  /** All step cells by id, to name what blocked this one. */
  readonly steps: ReadonlyMap<string, StepCellModel>;
  /** The topology before this cell, when an earlier one deployed. */
  readonly before: Topology | undefined;
}

/** The name that links to a cell point to. */
export const cellAnchor = (id: string): string => `cell-${id.replaceAll(/[^\p{L}\p{N}-]+/gu, '-')}`;

/** A link to a cell, by its title. */
export const cellLink = ({ id, title }: StepCellModel): string =>
  `[${escapeInline(title)}](#${encodeURI(cellAnchor(id))})`;

/** A step cell as blocks: heading, what it did and saw, what went wrong. */
export function renderStep(cell: StepCellModel, setting: StepSetting): readonly string[] {
  return [
    heading(cell, setting.depth),
    attemptsNote(cell),
    ...(cell.last === undefined ? [] : renderItems(cell.last.items, setting.before)),
    outcome(cell, setting),
  ];
}

function heading({ title, last }: StepCellModel, depth: number): string {
  const mark =
    last?.verdict === undefined ? openMark(last !== undefined) : verdicts[last.verdict].mark;
  const ran =
    last?.durationMs !== undefined && last.verdict !== 'blocked' && last.verdict !== 'skipped';
  const took = ran ? ` · ${formatDuration(last.durationMs ?? 0)}` : '';
  return `${'#'.repeat(depth)} ${mark} ${escapeInline(title)}${took}`;
}

const attemptsNote = ({ runs, last }: StepCellModel): string =>
  runs < 2
    ? ''
    : `*It ran ${runs} times; ${last?.verdict === 'blocked' ? 'the last time it was blocked' : 'this is the last'}.*`;

/** What a reader must know beyond what was recorded; nothing for a cell that passed. */
function outcome(cell: StepCellModel, setting: StepSetting): string {
  const { last } = cell;
  if (last === undefined) return '*Not reached.*';
  const error = last.error === undefined ? '' : renderError(last.error);
  if (last.verdict === undefined) return blocks('*The end of this step was not recorded.*', error);
  switch (last.verdict) {
    case 'passed':
    case 'failed':
      return error;
    case 'errored':
      return error === '' ? '*It broke without saying why.*' : error;
    case 'aborted':
      return blocks('*Aborted before its end.*', error);
    case 'skipped':
      return blocks('*Skipped by choice.*', error);
    case 'blocked':
      return blocks(blockedBy(cell, setting), error);
    default:
      return last.verdict satisfies never;
  }
}

function blockedBy({ needs }: StepCellModel, { steps }: StepSetting): string {
  const unmet = needs
    .map((id) => steps.get(id))
    .filter((step) => step !== undefined)
    .filter((step) => step.last?.verdict !== 'passed');
  // What is blocked itself is not the root of it.
  const roots = unmet.filter((step) => step.last?.verdict !== 'blocked');
  const named = (roots.length > 0 ? roots : unmet).map(cellLink);
  if (named.length === 0) return '*Not run: something it needs did not pass.*';
  return `*Not run: it needs* ${named.join(', ')} *to pass.*`;
}

/** An error as a quoted block: what happened, what was seen, what to do next. */
export function renderError({ message, facts, next }: ErrorRecord): string {
  return quote(
    blocks(
      `**${verdicts.errored.mark} ${escapeInline(message)}**`,
      Object.entries(facts).map(renderFact).join('\n'),
      next === undefined ? '' : `**What to do next:** ${escapeInline(next)}`,
    ),
  );
}

function renderFact([name, value]: readonly [string, string]): string {
  const text = cleanOutput(value).trimEnd();
  if (!text.includes('\n')) return `- ${escapeInline(name)}: ${escapeInline(text)}`;
  const block = fence('text', text).replaceAll(/^(?=.)/gm, '  ');
  return `- ${escapeInline(name)}:\n\n${block}\n`;
}
