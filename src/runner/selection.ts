import { WirebookError } from '../lab/errors.ts';
import type { Verdict } from '../lab/events.ts';
import type { Lab, StepCell } from '../lab/lab.ts';
import { suggest } from '../lab/suggest.ts';

/** Cells by number (`4`), id (`04-vm1-pings-8-8-4-4`) or a part of the title that only one has. */
export interface Selection {
  readonly from?: string;
  readonly until?: string;
  readonly only?: string;
}

/**
 * - `run`
 * - `skip`: left out by choice
 * - `done`: passed in an earlier process of this run; it is not even mentioned again
 */
export type CellPlan = 'run' | 'skip' | 'done';

export function stepCells(lab: Lab): readonly StepCell[] {
  return lab.cells.filter((cell) => cell.kind === 'step');
}

/**
 * What to do with each step cell.
 *
 * Cells before `from` prepare the ground: on a fresh target they run too, except those that only
 * look (`observes`) and whose results nobody reads; on a target that is still there from before they are left alone.
 */
export function planCells(parameters: {
  readonly lab: Lab;
  readonly selection: Selection;
  /** Verdicts of earlier processes of this run, when their target is still there. */
  readonly earlier?: ReadonlyMap<string, Verdict> | undefined;
}): ReadonlyMap<string, CellPlan> {
  const { lab, selection, earlier } = parameters;
  const cells = stepCells(lab);
  const first = selection.only ?? selection.from;
  const last = selection.only ?? selection.until;
  const from = first === undefined ? 0 : cells.indexOf(findCell(lab, first));
  const until = last === undefined ? cells.length - 1 : cells.indexOf(findCell(lab, last));
  if (cells.length > 0 && until < from) throw backwards(first ?? '', last ?? '');

  const plan = new Map(
    cells.map((cell, index): [string, CellPlan] => {
      const passed = earlier?.get(cell.id) === 'passed';
      if (index > until) return [cell.id, passed ? 'done' : 'skip'];
      if (index >= from) return [cell.id, passed && first === undefined ? 'done' : 'run'];
      if (earlier !== undefined) return [cell.id, passed ? 'done' : 'skip'];
      return [cell.id, observes(cell) ? 'skip' : 'run'];
    }),
  );
  if (earlier === undefined) runWhatIsRead(cells.slice(0, from), cells, plan);
  return plan;
}

/** Cells that were left out although a cell that runs reads their result run after all. */
function runWhatIsRead(
  before: readonly StepCell[],
  cells: readonly StepCell[],
  plan: Map<string, CellPlan>,
): void {
  // From the last to the first: a cell reads only what comes before it.
  for (const { id, step } of cells.toReversed()) {
    if (plan.get(id) !== 'run' || typeof step === 'function') continue;
    for (const { cell } of step.reads ?? []) {
      if (before.some((one) => one.id === cell)) plan.set(cell, 'run');
    }
  }
}

/** Throws `unknown-cell` with suggestions, or `ambiguous-cell`. */
export function findCell(lab: Lab, text: string): StepCell {
  const cells = stepCells(lab);
  const number = /^\d+$/.test(text) ? cells[Number(text) - 1] : undefined;
  if (number !== undefined) return number;
  const wanted = text.toLowerCase();
  const exact = cells.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const parts = cells.filter(
    ({ id, title }) => title.toLowerCase().includes(wanted) || id.includes(wanted),
  );
  if (parts.length === 1 && parts[0] !== undefined && wanted !== '') return parts[0];
  throw parts.length > 1 && wanted !== '' ? ambiguous(text, parts) : unknownCell(text, cells);
}

function observes({ step }: StepCell): boolean {
  return typeof step !== 'function' && step.observes === true;
}

function unknownCell(text: string, cells: readonly StepCell[]): WirebookError {
  const near = suggest(
    text,
    cells.flatMap(({ id, title }) => [title, id.slice(3)]),
  );
  const meant = cells.filter(({ id, title }) => near.includes(title) || near.includes(id.slice(3)));
  return new WirebookError({
    code: 'unknown-cell',
    message: `The lab has no cell "${text}".`,
    facts: { cells: list(meant.length > 0 ? meant : cells) },
    next: 'Give a number, an id or a part of a title; --list shows them all.',
    exitCode: 2,
  });
}

function ambiguous(text: string, cells: readonly StepCell[]): WirebookError {
  return new WirebookError({
    code: 'ambiguous-cell',
    message: `"${text}" fits ${cells.length} cells.`,
    facts: { cells: list(cells) },
    next: 'Give the number or the whole id.',
    exitCode: 2,
  });
}

function backwards(from: string, until: string): WirebookError {
  return new WirebookError({
    code: 'empty-selection',
    message: `The cell "${until}" comes before "${from}": nothing is left to run.`,
    next: '--list shows the order.',
    exitCode: 2,
  });
}

function list(cells: readonly StepCell[]): string {
  return cells.map(({ id }) => id).join(', ');
}
