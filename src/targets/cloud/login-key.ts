import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WirebookError } from '../../lab/errors.ts';

const run = promisify(execFile);

/** A run's own key pair; it goes when the run's resources go. */
export interface LoginKey {
  /** OpenSSH public key line. */
  readonly publicKey: string;
  readonly privateKey: string;
  readonly privateKeyFile: string;
  /** Host keys that this run has seen or was told. */
  readonly knownHostsFile: string;
}

/** Names a private key of the user's own, for equipment that cannot learn a run's key. It has no passphrase. */
export const keyVariable = 'WIREBOOK_SSH_KEY';

/** The user's own key where one is named, else one of the run's own. Throws `key-not-usable`. */
export async function loginKey(
  runFolder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LoginKey> {
  const folder = join(runFolder, 'ssh');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const knownHostsFile = join(folder, 'known_hosts');
  const own = environment[keyVariable];
  const privateKeyFile = own === undefined || own === '' ? await runsKey(folder) : own;
  return { ...(await readKey(privateKeyFile)), privateKeyFile, knownHostsFile };
}

/** RSA: the one kind that every cloud's Linux images have always taken. */
async function runsKey(folder: string): Promise<string> {
  const file = join(folder, 'id_rsa');
  if (!existsSync(file)) {
    const kind = ['-t', 'rsa', '-b', '3072', '-C', 'wirebook'];
    await run('ssh-keygen', ['-q', ...kind, '-N', '', '-f', file]);
  }
  chmodSync(file, 0o600);
  return file;
}

/** The public half is derived, so that no second file has to lie beside the first. */
async function readKey(file: string): Promise<Pick<LoginKey, 'publicKey' | 'privateKey'>> {
  try {
    const privateKey = readFileSync(file, 'utf8');
    const { stdout } = await run('ssh-keygen', ['-y', '-P', '', '-f', file]);
    return { publicKey: stdout.trim(), privateKey };
  } catch (cause) {
    throw new WirebookError({
      code: 'key-not-usable',
      message: `The SSH key ${file} cannot be used.`,
      facts: { why: cause instanceof Error ? (cause.message.split('\n').at(-1) ?? '') : '' },
      next: `Name a private key without a passphrase in ${keyVariable}, readable by you alone, or leave it unset.`,
      exitCode: 2,
      cause,
    });
  }
}

/** Only the run's own goes. */
export function forgetLoginKey(runFolder: string): void {
  rmSync(join(runFolder, 'ssh'), { recursive: true, force: true });
}
