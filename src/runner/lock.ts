import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WirebookError } from '../lab/errors.ts';
import { unwritable } from './journal.ts';
import type { RunnerProcess } from './process.ts';

export interface LockHolder {
  readonly pid: number;
  /** See {@link RunnerProcess.startTime}. */
  readonly startTime: string | undefined;
  readonly runId: string;
}

/** One run of a lab at a time: `<reports>/<lab>/.running` names its process. Dispose to unlock. */
export interface LabLock extends Disposable {
  readonly holder: LockHolder;
}

/**
 * Takes the lock. Throws `lab-running` naming the holder when another process is alive; the lock of
 * a process that is gone is taken over.
 */
export function lockLab(parameters: {
  readonly labFolder: string;
  readonly lab: string;
  readonly runId: string;
  readonly process: RunnerProcess;
}): LabLock {
  const { labFolder, lab, runId, process } = parameters;
  const file = join(labFolder, '.running');
  const own = `${file}.${process.pid}`;
  const holder = { pid: process.pid, startTime: process.startTime(process.pid), runId };
  try {
    mkdirSync(labFolder, { recursive: true });
    writeFileSync(own, JSON.stringify(holder));
  } catch (error) {
    throw unwritable(labFolder, error);
  }
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (link(own, file)) return { holder, [Symbol.dispose]: () => unlock(file, holder) };
      const other = lockHolder(labFolder, process);
      if (other !== undefined) throw labRunning(lab, other);
      setAside(file, `${own}.stale`, process);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new WirebookError({
    code: 'lab-running',
    message: `The lock of the lab ${lab} keeps changing hands.`,
    facts: { lock: file },
    next: 'Other runs of this lab are starting at this moment; try again.',
  });
}

/** Who runs the lab at this moment; undefined when nobody does. */
export function lockHolder(labFolder: string, process: RunnerProcess): LockHolder | undefined {
  const holder = readHolder(join(labFolder, '.running'));
  return holder !== undefined && isAlive(holder, process) ? holder : undefined;
}

function labRunning(lab: string, { pid, runId }: LockHolder): WirebookError {
  return new WirebookError({
    code: 'lab-running',
    message: `The lab ${lab} is running already: run ${runId}, process ${pid}.`,
    next: `Wait for it, or stop it (Ctrl-C in its terminal, or kill ${pid}): it cleans up first.`,
  });
}

/** Hard links appear whole or not at all, unlike a file created and then written. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(to, error);
  }
}

/** Moves a stale lock away; puts it back when another process took it over in between. */
function setAside(file: string, aside: string, process: RunnerProcess): void {
  try {
    renameSync(file, aside);
  } catch {
    return; // Somebody else moved it first.
  }
  const holder = readHolder(aside);
  if (holder !== undefined && isAlive(holder, process)) link(aside, file);
  rmSync(aside, { force: true });
}

function unlock(file: string, holder: LockHolder): void {
  const current = readHolder(file);
  if (current?.pid === holder.pid && current.runId === holder.runId) rmSync(file, { force: true });
}

function isAlive({ pid, startTime }: LockHolder, process: RunnerProcess): boolean {
  const current = process.startTime(pid);
  return current !== undefined && current === startTime;
}

function readHolder(file: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockHolder>;
    const { pid, runId, startTime } = holder;
    return pid === undefined || runId === undefined ? undefined : { pid, runId, startTime };
  } catch {
    return undefined;
  }
}
