import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MachineNode } from '../../fabric/fabric.ts';
import { startDaemon, type Daemon } from '../process/daemon.ts';
import { inNamespace } from '../process/namespace.ts';
import { run } from '../process/run.ts';
import { waitFor } from '../process/wait-for.ts';
import { LinuxError } from '../world.ts';
import {
  accountFiles,
  homeOf,
  keyFiles,
  machineFiles,
  type MachineFile,
  type MachineIdentity,
} from './files.ts';
import { bootScript, diskScript } from './scripts.ts';

/** One machine: a disk that lives as long as it does, and processes while it runs. */
export interface Machine {
  /** Makes it as wanted: makes the disk, boots or stops. Resolves when sshd listens, if it is to run. */
  apply(wanted: MachineNode): Promise<void>;
  /** How to run a program in it; undefined when it is stopped. */
  inside(argv: readonly string[]): string[] | undefined;
  hostKeys(): Promise<readonly string[]>;
  /** Ends its processes and drops its disk. */
  remove(): Promise<void>;
}

export interface CreateMachineParameters {
  readonly name: string;
  readonly folder: string;
  /** Resolves with the template's folder. */
  readonly template: () => Promise<string>;
  readonly log: (line: string) => void;
  /** Address that its sshd listens at. @default all */
  readonly sshAddress?: string;
  /** Folder with sockets of FRR daemons outside, seen as its /run/frr. @default its own FRR's */
  readonly frrSockets?: string;
}

interface Boot {
  readonly daemon: Daemon;
  /** Process 1 of the machine, as the enclosure numbers it. */
  readonly init: number;
}

const bootDeadlineMs = 20_000;

export function createMachine(parameters: CreateMachineParameters): Machine {
  const { name, folder, template, log, sshAddress, frrSockets } = parameters;
  const identify = async (machine: MachineNode): Promise<MachineIdentity> => ({
    ...(await identityOf(machine)),
    ...(sshAddress !== undefined && { sshAddress }),
    showsOthersFrr: frrSockets !== undefined,
  });
  const root = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 16), 'root');
  let made: MachineNode | undefined;
  let boot: Boot | undefined;

  const stop = async (): Promise<void> => {
    const last = boot;
    boot = undefined;
    await last?.daemon.stop(0);
    if (last) await waitFor(() => (isRunning(last.init) ? undefined : true), 2000);
  };
  const makeDisk = async (machine: MachineNode): Promise<void> => {
    const script = await run(
      ['sh', '-s', root, await template(), machine.user, homeOf(machine.user)],
      { input: diskScript },
    );
    if (script.exitCode !== 0) {
      throw new LinuxError(
        name,
        'make disk',
        `${name}: its disk could not be made: ${script.stderr.trim()}`,
      );
    }
    await writeFiles(root, machineFiles(await identify(machine)));
  };

  return {
    apply: async (wanted) => {
      if (made && (made.user !== wanted.user || made.hostname !== wanted.hostname)) {
        await stop();
        made = undefined;
      }
      if (!made) await makeDisk(wanted);
      else if (made.password !== wanted.password) {
        await writeFiles(root, accountFiles(await identify(wanted)));
      }
      if (made && made.authorizedKeys.join('\n') !== wanted.authorizedKeys.join('\n')) {
        await writeFiles(root, keyFiles(wanted));
      }
      made = wanted;
      if (!wanted.running) return stop();
      if (boot?.daemon.alive()) return;
      if (boot) log(`machine ${name} is started again`);
      boot = await start(wanted, root, await template(), parameters);
    },
    inside: (argv) =>
      boot?.daemon.alive()
        ? ['nsenter', `--target=${boot.init}`, ...entered, '--', ...argv]
        : undefined,
    hostKeys: async () =>
      Promise.all(
        ['ed25519', 'ecdsa'].map(async (kind) =>
          (await readFile(join(root, `etc/ssh/ssh_host_${kind}_key.pub`), 'utf8')).trim(),
        ),
      ),
    remove: async () => {
      await stop();
      await rm(dirname(root), { recursive: true, force: true });
    },
  };
}

const entered = ['--mount', '--uts', '--ipc', '--net', '--pid', '--root', '--wd'];

async function start(
  machine: MachineNode,
  root: string,
  template: string,
  { log, frrSockets = '' }: CreateMachineParameters,
): Promise<Boot> {
  const own = ['--mount', '--uts', '--ipc', '--pid', '--fork', '--kill-child'];
  const script = ['sh', '-c', bootScript, 'sh', root, template, machine.hostname, frrSockets];
  let listening = false;
  const daemon = startDaemon({
    argv: inNamespace(machine.name, ['unshare', ...own, '--', ...script]),
    onOutput: (text) => {
      listening ||= text.includes('Server listening on');
    },
    onUnexpectedEnd: (how) => log(`machine ${machine.name} ended by itself (${how})`),
  });
  const ready = await waitFor(
    () => (listening || !daemon.alive() ? true : undefined),
    bootDeadlineMs,
  );
  const init = await childOf(daemon.pid);
  if (ready && daemon.alive() && init !== undefined) return { daemon, init };
  const said = daemon.lastLines();
  await daemon.stop(0);
  throw new LinuxError(
    machine.name,
    'boot',
    `${machine.name} did not boot: ${said || 'it said nothing'}`,
  );
}

async function identityOf(machine: MachineNode): Promise<MachineIdentity> {
  const [hostPasswd, hostGroup] = await Promise.all([
    readFile('/etc/passwd', 'utf8'),
    readFile('/etc/group', 'utf8'),
  ]);
  const identity = { machine, hostPasswd, hostGroup };
  if (machine.password === undefined) return identity;
  // By standard input: an argument could be read in the list of processes.
  const hashed = await run(['openssl', 'passwd', '-6', '-stdin'], {
    input: `${machine.password}\n`,
  });
  if (hashed.exitCode !== 0) {
    throw new LinuxError(
      machine.name,
      'openssl passwd',
      `${machine.name}: its password could not be hashed: ${hashed.stderr.trim()}`,
    );
  }
  return { ...identity, passwordHash: hashed.stdout.trim() };
}

async function writeFiles(root: string, files: readonly MachineFile[]): Promise<void> {
  for (const { path, content, mode, owner, group = owner } of files) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    // A symbolic link of the host's (resolv.conf) must not be written through.
    await rm(target, { force: true });
    await writeFile(target, content, { mode });
    await chmod(target, mode);
    if (owner !== undefined && group !== undefined) await chown(target, owner, group);
  }
}

async function childOf(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const first = Number(children.trim().split(' ')[0]);
  return first > 0 ? first : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
