import { formatError, toErrorRecord } from '../lab/errors.ts';
import type { Lab, StepCell } from '../lab/lab.ts';
import type { Conductor, ConductorAnswer, ConductorQuestion } from '../runner/conductor.ts';
import { machinesOf } from './attach.ts';
import { readKey } from './key.ts';
import type { Screen } from './screen.ts';
import { openShell } from './shell.ts';
import { verdictLook } from './texts.ts';

const keys = ['enter', 's', 'r', 'b', 'k', 'q', '?'] as const;
type KeyName = (typeof keys)[number];

export interface WorkshopParameters {
  readonly screen: Screen;
  readonly lab: Lab;
  /** Takes the live line away before a prompt. */
  readonly pause: () => void;
}

/** The workshop: shows each cell's prose, then asks what to do. */
export function createWorkshop({ screen, lab, pause }: WorkshopParameters): Conductor {
  let shown: string | undefined;
  return {
    async next(question) {
      pause();
      const place = question.cell?.id ?? 'end';
      if (shown !== place) {
        await showProse(screen, proseBefore(lab, question.cell));
        showTitle(screen, question);
      }
      shown = place;
      for (;;) {
        showPrompt(screen, question);
        const key = await readKey(keys, question.signal);
        screen.err(key === 'enter' ? '' : key);
        const answer = await act(screen, question, key);
        if (answer !== undefined) return answer;
      }
    },
  };
}

/** Undefined when the question is still open. */
async function act(
  screen: Screen,
  question: ConductorQuestion,
  key: KeyName,
): Promise<ConductorAnswer | undefined> {
  switch (key) {
    case 'enter':
      return 'run';
    case 's':
      return 'skip';
    case 'r':
      if (question.previous !== undefined) return 'again';
      screen.err('No cell has run yet.');
      return undefined;
    case 'b':
      await shell(screen, question);
      return undefined;
    case 'k':
      return 'keep';
    case 'q':
      return 'destroy';
    case '?':
      showHelp(screen);
      return undefined;
    default:
      return key satisfies never;
  }
}

async function shell(
  screen: Screen,
  { handles, session, signal }: ConductorQuestion,
): Promise<void> {
  const machines = machinesOf(handles);
  if (machines.length === 0) {
    screen.err('There is no machine yet: run the cell that deploys them first.');
    return;
  }
  try {
    const { select } = await import('@inquirer/prompts');
    const machine = await select(
      {
        message: 'Shell on which machine?',
        choices: machines.map(([, value]) => ({
          name: `${value.name}  ${value.privateAddresses.join(', ')}`,
          value,
        })),
      },
      { output: process.stderr, signal },
    );
    screen.err(
      screen.errStyle('dim', `A shell on ${machine.name}; exit (Ctrl-D) comes back here.`),
    );
    await openShell(await session.sshArguments(machine));
  } catch (error) {
    // Escape or Ctrl-C in the list: back to the cell.
    if (signal.aborted || (error instanceof Error && error.name === 'ExitPromptError')) return;
    screen.err(screen.errStyle('red', formatError(toErrorRecord(error))));
  }
}

/** Prose between the cell before this one and this one; after the last cell, what follows it. */
function proseBefore(lab: Lab, cell: StepCell | undefined): readonly string[] {
  const end = cell === undefined ? lab.cells.length : lab.cells.indexOf(cell);
  const prose: string[] = [];
  for (const before of lab.cells.slice(0, end).toReversed()) {
    if (before.kind === 'step') break;
    prose.unshift(before.markdown);
  }
  return prose;
}

async function showProse(screen: Screen, prose: readonly string[]): Promise<void> {
  if (prose.length === 0) return;
  const { renderTerminal } = await import('../report/terminal.ts');
  const color = screen.errStyle('bold', '') !== '';
  const width = Math.min(screen.width(), 100);
  screen.err(`\n${renderTerminal(prose.join('\n\n'), { width, color }).trimEnd()}\n`);
}

function showTitle(screen: Screen, { cell, blockedBy }: ConductorQuestion): void {
  const { errStyle: style } = screen;
  if (cell === undefined) {
    screen.err(style('bold', 'That was the last cell.'));
    return;
  }
  screen.err(style('bold', `── ${cell.id.slice(0, 2)} ${cell.title}`));
  for (const { title } of blockedBy) {
    screen.err(
      style('yellow', `   needs "${title}", which did not pass: r runs the previous again`),
    );
  }
}

function showPrompt(screen: Screen, { cell, previous }: ConductorQuestion): void {
  const { errStyle: style } = screen;
  if (previous !== undefined && previous.verdict !== 'passed') {
    const { sign, format } = verdictLook[previous.verdict];
    screen.err(style(format, `   ${sign} the previous cell ${previous.verdict}`));
  }
  const enter = cell === undefined ? 'Enter finish' : 'Enter run · s skip';
  const again = previous === undefined ? '' : ' · r repeat previous';
  screen.errRaw(style('cyan', `${enter}${again} · b shell · k keep and quit · q quit · ? help > `));
}

function showHelp(screen: Screen): void {
  screen.err(`
  Enter  run this cell; its commands and their output appear as they come
  s      skip it; cells after it can still be run
  r      run the previous cell again
  b      open a shell on a machine of the lab
  k      quit and leave everything up: go on later with --resume
  q      quit and remove everything
  Ctrl-C the same as q, at any moment
`);
}
