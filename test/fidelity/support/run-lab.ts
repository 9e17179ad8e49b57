import type { ExecutionContext } from 'ava';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { chown, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';
import { labCommand, root } from './lab-command.ts';

export interface LabRun {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly events: readonly JournalEvent[];
  readonly report: string;
  /** What of the run is still on the host: processes and mounts that name its folder, network namespaces. */
  readonly left: readonly string[];
}

export interface RunLabOptions {
  readonly lab: string;
  /** An ordinary user's ids, when the test itself runs as root. */
  readonly account?: { readonly uid: number; readonly gid: number };
}

/** Runs a lab by the command that people use, on the local cloud. */
export async function runLab(
  t: ExecutionContext,
  { lab, account }: RunLabOptions,
): Promise<LabRun> {
  const reports = temporaryFolder(t);
  const namespacesBefore = namespaces();
  if (account !== undefined) await chown(reports, account.uid, account.gid);
  const { exitCode, stderr, events } = await labCommand({
    lab,
    reports,
    env: { HOME: reports },
    ...(account && { account }),
  });
  const report = await readFile(join(reports, lab, 'latest', 'report.md'), 'utf8').catch(() => '');
  const left = [
    ...processesNaming(reports),
    ...mountsNaming(reports),
    ...namespaces().filter((name) => !namespacesBefore.includes(name)),
  ];
  return { exitCode, stderr, events, report, left };
}

/** Whether other users can read this checkout: a clone below /root is out of an ordinary user's reach. Asks as root. */
export function isReadableByOthers(): boolean {
  const nobody = 65_534;
  const files = [join(root, 'package.json'), join(root, 'node_modules/.package-lock.json')];
  const options = { stdio: 'ignore', cwd: '/', uid: nobody, gid: nobody } as const;
  return spawnSync('cat', files, options).status === 0;
}

function processesNaming(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes(text))
    .map((pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
}

function mountsNaming(text: string): readonly string[] {
  return read('/proc/self/mountinfo')
    .split('\n')
    .filter((line) => line.includes(text) || line.includes('wirebook '));
}

/** Names as `ip netns list` shows them. */
function namespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
