import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { WirebookError } from '../lab/errors.ts';
import type { JournalEntry, JournalEvent } from '../lab/events.ts';
import type { Clock } from '../lab/step.ts';
import type { Redactor } from './redact.ts';

/** The journal of a run, open for appending. Every event is in the file before `write` returns. */
export interface Journal {
  readonly file: string;
  write(entry: JournalEntry): void;
  /** Redacts what was written before its secret was known. */
  redactAgain(): void;
  close(): void;
}

export interface JournalParameters {
  readonly file: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Gets every event as it was written: redacted. */
  readonly onEvent: (event: JournalEvent) => void;
  /** Called once when the file can no longer be written; later events only go to `onEvent`. */
  readonly onBroken: (error: WirebookError) => void;
}

/** Names that the report joins events by; never secret, so never redacted. */
const structural = new Set(['type', 'at', 'cell', 'command', 'verdict', 'runId']);

/** Throws `journal-unwritable` when the file cannot be opened. */
export function openJournal(parameters: JournalParameters): Journal {
  const { file, redactor, clock, onEvent, onBroken } = parameters;
  let descriptor: number | undefined = openForAppend(file);

  return {
    file,
    write(entry) {
      const event = redactEvent({ at: new Date(clock.now()).toISOString(), ...entry }, redactor);
      if (descriptor !== undefined) {
        try {
          append(descriptor, `${JSON.stringify(event)}\n`);
          if (isMilestone(event)) fsyncSync(descriptor);
        } catch (error) {
          closeQuietly(descriptor);
          descriptor = undefined;
          onEvent(event);
          onBroken(unwritable(file, error));
          return;
        }
      }
      onEvent(event);
    },
    redactAgain() {
      if (descriptor === undefined || !rewrite(file, redactor)) return;
      closeQuietly(descriptor);
      descriptor = openForAppend(file);
    },
    close() {
      if (descriptor !== undefined) closeQuietly(descriptor);
      descriptor = undefined;
    },
  };
}

/** Events of a journal file; none when it is missing. A torn line (a crash, a full disk) is left out. */
export function readJournal(file: string): readonly JournalEvent[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => parseEvent(line) ?? []);
}

export function unwritable(file: string, cause: unknown): WirebookError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new WirebookError({
    code: 'journal-unwritable',
    message: full ? `No space left to write ${file}.` : `Cannot write ${file}.`,
    facts: { cause: message },
    next: full
      ? 'Free some space, or choose another folder with --reports <folder>.'
      : 'Make the folder writable, or choose another one with --reports <folder>.',
    cause,
  });
}

/** A line of a journal; undefined for one that is torn, or is none. */
export function parseEvent(line: string): JournalEvent | undefined {
  if (line === '') return undefined;
  try {
    const event: unknown = JSON.parse(line);
    const whole = typeof event === 'object' && event !== null && 'type' in event && 'at' in event;
    return whole ? (event as JournalEvent) : undefined;
  } catch {
    return undefined;
  }
}

function openForAppend(file: string): number {
  try {
    const descriptor = openSync(file, 'a+', 0o644);
    // An earlier process may have died in the middle of a line.
    const { size } = fstatSync(descriptor);
    const last = Buffer.alloc(1);
    if (size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') {
      append(descriptor, '\n');
    }
    return descriptor;
  } catch (error) {
    throw unwritable(file, error);
  }
}

function append(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
}

function isMilestone({ type }: JournalEvent): boolean {
  return type.endsWith('.started') || type.endsWith('.finished')
    ? !type.startsWith('command.')
    : false;
}

function redactEvent(event: JournalEvent, redactor: Redactor): JournalEvent {
  const entries = Object.entries(event).map(([key, value]: [string, unknown]) => [
    key,
    structural.has(key) ? value : redactor.data(value),
  ]);
  return Object.fromEntries(entries) as JournalEvent;
}

/** Whether there was anything to change. A journal that cannot be written anew stays as it is: better than none. */
function rewrite(file: string, redactor: Redactor): boolean {
  const lines = readFileSync(file, 'utf8').split('\n');
  const again = lines.map((line) => {
    if (redactor.find(line).length === 0) return line;
    const event = parseEvent(line);
    return event === undefined ? redactor.text(line) : JSON.stringify(redactEvent(event, redactor));
  });
  if (again.every((line, index) => line === lines[index])) return false;
  const next = `${file}.next`;
  try {
    writeFileSync(next, again.join('\n'), { flush: true });
    renameSync(next, file);
    return true;
  } catch {
    rmSync(next, { force: true });
    return false;
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Nothing is lost: all that could be written was.
  }
}
