import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface LabProcess {
  readonly child: ChildProcess;
  /** Resolves once stderr has shown it. */
  saw(pattern: RegExp): Promise<void>;
  readonly ended: Promise<LabResult>;
}

export interface LabResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** With `recordModules`: what was imported. */
  readonly loaded: readonly string[];
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly recordModules?: boolean;
  /** Makes this folder a file system of its own with 128 KiB, in a mount namespace that ends with the process. */
  readonly diskOf?: string;
}

const support = import.meta.dirname;
const command = join(support, 'lab-command.ts');
const recorder = join(support, 'record-modules.ts');

export function lab(args: readonly string[], options: SpawnOptions = {}): Promise<LabResult> {
  return startLab(args, options).ended;
}

/** Starts the `lab` command on the memory target, with neither terminal nor colours. */
export function startLab(args: readonly string[], options: SpawnOptions = {}): LabProcess {
  const { env, recordModules = false, diskOf } = options;
  const node = [process.execPath, ...(recordModules ? ['--import', recorder] : []), command];
  const [program = '', ...rest] =
    diskOf === undefined
      ? [...node, ...args]
      : ['unshare', '-rm', 'sh', '-c', mountAndRun, diskOf, ...node, ...args];
  const { FORCE_COLOR: _color, CI: _ci, ...inherited } = process.env;
  const child = spawn(program, rest, {
    env: { ...inherited, NO_COLOR: '1', INIT_CWD: process.cwd(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<LabResult>((resolvePromise, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = '']) => url);
      resolvePromise({ stdout, stderr, exitCode, loaded });
    });
  });
  return {
    child,
    ended,
    saw: (pattern) =>
      new Promise((resolvePromise, reject) => {
        const look = () => {
          if (pattern.test(stderr)) resolvePromise();
        };
        child.stderr.on('data', look);
        look();
        void ended.then(() => reject(new Error(`It ended without ${String(pattern)}: ${stderr}`)));
      }),
  };
}

const mountAndRun = 'mount -t tmpfs -o size=128k tmpfs "$0" && exec "$@"';

/** A lab file of one's own: `body` is the body of `tinyLab`. */
export function writeLab(folder: string, name: string, body: string): string {
  const file = join(folder, name, 'lab.ts');
  mkdirSync(join(folder, name), { recursive: true });
  const tiny = JSON.stringify(resolve(support, 'tiny-lab.ts'));
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
import { act, deployTiny, failing, tinyLab } from ${tiny};
void existsSync, writeFileSync, act, deployTiny, failing;
export default tinyLab(({ md, step, handles: { vm1, vm2 } }) => {
${body}
});
`,
  );
  return file;
}
