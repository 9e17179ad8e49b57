import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaemonProcess } from '../../emulator/daemon/launch.ts';
import { isAlive } from '../../emulator/daemon/launch.ts';
import { runFoldersOf } from '../run-folders.ts';

/** A local cloud that is up, and the run it belongs to. */
export interface Session {
  readonly runId: string;
  /** The run's folder. */
  readonly folder: string;
  readonly daemon: DaemonProcess;
}

const fileName = 'session.json';

/** Remembers a run's daemon beside its journal. It holds no secret. */
export async function rememberSession(folder: string, daemon: DaemonProcess): Promise<void> {
  const { pid, startedAt } = daemon;
  await writeFile(join(folder, fileName), `${JSON.stringify({ pid, startedAt })}\n`);
}

/** The daemon of one run, or undefined when it is gone. */
export async function sessionOf(folder: string): Promise<DaemonProcess | undefined> {
  try {
    const daemon = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as DaemonProcess;
    return isAlive(daemon) ? daemon : undefined;
  } catch {
    return undefined;
  }
}

/** The lab's local cloud that is up, if any, whichever run left it. */
export async function findSession(reports: string, lab: string): Promise<Session | undefined> {
  for (const { runId, folder } of runFoldersOf(reports, lab)) {
    const daemon = await sessionOf(folder);
    if (daemon !== undefined) return { runId, folder, daemon };
  }
  return undefined;
}
