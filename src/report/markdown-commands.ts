import type { CommandStarted } from '../lab/events.ts';
import { blocks, fence, fold } from './markdown-syntax.ts';
import type { CommandModel } from './model.ts';
import { cleanOutput, count, oneLine, outputLines } from './text.ts';

/** Output longer than this folds. */
const outputLimit = 30;

/** Commands that follow each other, as a terminal shows them. */
export function renderCommands(commands: readonly CommandModel[]): string {
  return blocks(...screensOf(commands).map(renderScreen));
}

/** Commands of one terminal whose outputs fit together. */
interface Screen {
  readonly prompt: string;
  readonly lines: readonly string[];
  /** Output too long to show at once. */
  readonly folded: readonly string[];
  readonly note: string;
}

function screensOf(commands: readonly CommandModel[]): readonly Screen[] {
  const screens: Screen[] = [];
  for (const command of commands) {
    const screen = screenOf(command);
    const last = screens.at(-1);
    if (last === undefined || !joins(last, screen)) screens.push(screen);
    else screens.splice(-1, 1, { ...screen, lines: [...last.lines, ...screen.lines] });
  }
  return screens;
}

function joins(last: Screen, next: Screen): boolean {
  const fits = last.lines.length + next.lines.length <= outputLimit;
  return (
    fits &&
    last.prompt === next.prompt &&
    last.note === '' &&
    last.folded.length + next.folded.length === 0
  );
}

function screenOf(command: CommandModel): Screen {
  const output = outputLines(command.output);
  const prompt = promptOf(command.where);
  const typed = typedLines(prompt, command.text);
  const long = output.length > outputLimit;
  return {
    prompt,
    lines: long ? typed : [...typed, ...output],
    folded: long ? output : [],
    note: blocks(leftOutNote(command), endNote(command)),
  };
}

function renderScreen({ lines, folded, note }: Screen): string {
  return blocks(
    fence('console', lines.join('\n')),
    folded.length === 0 ? '' : fold(`… ${folded.length} lines`, fence('text', folded.join('\n'))),
    note,
  );
}

/** `hans@vm1:~$`; the cloud's own command line runs wherever the reader sits. */
export function promptOf(where: CommandStarted['where']): string {
  return where.kind === 'machine' ? `${oneLine(where.user)}@${oneLine(where.machine)}:~$` : '$';
}

/** The command behind its prompt; further lines behind the shell's `>`. */
function typedLines(prompt: string, text: string): readonly string[] {
  const [first = '', ...rest] = cleanOutput(text).trim().split('\n');
  return [`${prompt} ${first}`.trimEnd(), ...rest.map((line) => `> ${line}`.trimEnd())];
}

const leftOutNote = ({ leftOut }: CommandModel): string =>
  leftOut === undefined ? '' : `*${count(leftOut, 'line')} of output left out.*`;

/** Said below a command that did not end well; an equivalent never ran. */
function endNote({ exitCode, where }: CommandModel): string {
  if (where.kind === 'equivalent' || exitCode === 0) return '';
  if (exitCode === undefined) return '*The end of this command was not recorded.*';
  return exitCode === null ? '*Ended by a signal.*' : `*Exit code ${exitCode}.*`;
}
