import type { JournalEvent } from '../lab/events.ts';
import { renderBlocks } from './markdown.ts';
import { blocks } from './markdown-syntax.ts';
import { buildModel } from './model.ts';
import type { AttemptModel, ItemModel, RunModel, StepCellModel } from './model.ts';
import { count, outputLines } from './text.ts';

/** Below this not even a report's head has room, bytes. */
export const smallestLimit = 4000;

/**
 * A run as Markdown of so many bytes at most (UTF-8): pages that show reports have limits, such as GitHub's job summaries with
 * 1 MiB. What is long and least missed goes first, captured output before all else, and the report says what it left out.
 * Throws `journal-without-start` when the journal holds no run.
 */
export function renderMarkdownWithin(events: readonly JournalEvent[], limit: number): string {
  const model = buildModel(events);
  const whole = pageOf(renderBlocks(model));
  if (sizeOf(whole) <= limit) return whole;
  for (const { without, apply } of shortenings) {
    const page = pageOf(withNote(renderBlocks(apply(model)), limit, without));
    if (sizeOf(page) <= limit) return page;
  }
  return cut(renderBlocks(withoutRecords(model)), limit);
}

interface Shortening {
  /** What a reader misses. */
  readonly without: string;
  readonly apply: (model: RunModel) => RunModel;
}

/** Output that has this many lines is folded in a whole report. */
const long = 30;

/** Each leaves out what the one before it does, and more. */
const shortenings: readonly Shortening[] = [
  {
    without: `outputs of more than ${long} lines in steps that passed`,
    apply: (model) => mapSteps(model, (step) => (passed(step) ? dropOutputs(step, long) : step)),
  },
  {
    without: 'outputs of commands in steps that passed',
    apply: (model) => mapSteps(model, (step) => (passed(step) ? dropOutputs(step, 0) : step)),
  },
  {
    without: 'outputs of commands',
    apply: (model) => mapSteps(model, (step) => dropOutputs(step, 0)),
  },
  {
    without: 'outputs of commands, and all that steps recorded that passed',
    apply: (model) =>
      mapSteps(model, (step) => (passed(step) ? dropItems(step) : dropOutputs(step, 0))),
  },
  {
    without: 'all that steps recorded apart from what did not pass, and the prose',
    apply: withoutRecords,
  },
];

function withoutRecords(model: RunModel): RunModel {
  const bare = mapSteps(model, dropItems);
  return { ...bare, cells: bare.cells.filter(({ kind }) => kind === 'step') };
}

const passed = ({ last }: StepCellModel): boolean => last?.verdict === 'passed';

function mapSteps(model: RunModel, change: (step: StepCellModel) => StepCellModel): RunModel {
  return {
    ...model,
    cells: model.cells.map((cell) => (cell.kind === 'step' ? change(cell) : cell)),
  };
}

/** Characters; what stands in place of an output is as long. */
const worthwhile = 100;

function dropOutputs(step: StepCellModel, keptLines: number): StepCellModel {
  return mapItems(step, (items) =>
    items.map((item) => {
      if (item.kind !== 'command') return item;
      const lines = outputLines(item.output).length;
      return lines > keptLines && item.output.length > worthwhile
        ? { ...item, output: '', leftOut: lines }
        : item;
    }),
  );
}

/** A check that did not pass is what a reader came for. */
const dropItems = (step: StepCellModel): StepCellModel =>
  mapItems(step, (items) => items.filter((item) => item.kind === 'check' && !item.passed));

function mapItems(
  step: StepCellModel,
  change: (items: readonly ItemModel[]) => readonly ItemModel[],
): StepCellModel {
  if (step.last === undefined) return step;
  const last: AttemptModel = { ...step.last, items: change(step.last.items) };
  return { ...step, last };
}

/** The note stands under the title: who reads on must know. */
function withNote(
  [title = '', ...rest]: readonly string[],
  limit: number,
  without: string,
): readonly string[] {
  return [title, `*Shortened to ${count(limit, 'byte')}: without ${without}.*`, ...rest];
}

/** As many whole blocks as there is room for; a head that is too long itself loses its end. */
function cut(all: readonly string[], limit: number): string {
  const [title = '', ...rest] = all;
  const end = '*The rest has no room here.*';
  const kept = [...withNote([title], limit, 'most of what steps recorded, the prose, and the end')];
  const room = limit - sizeOf(pageOf([...kept, end]));
  let used = 0;
  for (const block of rest) {
    used += sizeOf(block) + 2;
    if (used > room) break;
    kept.push(block);
  }
  return truncate(pageOf([...kept, end]), limit);
}

const pageOf = (all: readonly string[]): string => `${blocks(...all)}\n`;

const sizeOf = (text: string): number => Buffer.byteLength(text);

/** Never within a character. */
function truncate(text: string, limit: number): string {
  if (sizeOf(text) <= limit) return text;
  const bytes = Buffer.from(text).subarray(0, limit);
  return new TextDecoder().decode(bytes, { stream: true });
}
