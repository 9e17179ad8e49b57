import { styleText } from 'node:util';

/** Where the command writes. Passed in, so that width and colour are testable. */
export interface Screen {
  /** Data: one line, or several, to stdout. */
  out(text: string): void;
  /** Progress, prompts and errors: to stderr. */
  err(text: string): void;
  /** Raw text to stderr, without a line's end: a spinner. */
  errRaw(text: string): void;
  /** Whether stderr is a terminal that lines can be rewritten on. */
  readonly live: boolean;
  /** Whether a person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean;
  readonly width: () => number;
  readonly outStyle: Style;
  readonly errStyle: Style;
}

export type Style = (format: Format, text: string) => string;
export type Format = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

export function systemScreen(environment: NodeJS.ProcessEnv = process.env): Screen {
  const ci = isSet(environment['CI']);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onBrokenPipe);
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    errRaw: (text) => process.stderr.write(text),
    live: process.stderr.isTTY === true && !ci && environment['TERM'] !== 'dumb',
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    // A terminal that does not know its size says 0.
    width: () => process.stderr.columns || process.stdout.columns || 100,
    outStyle: styleFor(process.stdout, environment),
    errStyle: styleFor(process.stderr, environment),
  };
}

/** Whether to colour: FORCE_COLOR, then NO_COLOR (https://no-color.org), then whether it is a terminal. */
export function useColor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (isSet(environment['NO_COLOR'])) return false;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

function styleFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  if (!useColor(stream, environment)) return (_, text) => text;
  return (format, text) => styleText(format, text, { validateStream: false });
}

export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

/** `lab list | head -1`, or a terminal that was closed: not worth a stack trace, and no reason to stop a teardown. */
function onBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
