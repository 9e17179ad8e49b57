import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

/** RSA: the one kind that every cloud's Linux images have always taken. */
export async function loginKey(runFolder: string): Promise<LoginKey> {
  const folder = join(runFolder, 'ssh');
  const privateKeyFile = join(folder, 'id_rsa');
  if (!existsSync(privateKeyFile)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await run('ssh-keygen', [
      '-q',
      '-t',
      'rsa',
      '-b',
      '3072',
      '-N',
      '',
      '-C',
      'wirebook',
      '-f',
      privateKeyFile,
    ]);
  }
  chmodSync(privateKeyFile, 0o600);
  return {
    publicKey: readFileSync(`${privateKeyFile}.pub`, 'utf8').trim(),
    privateKey: readFileSync(privateKeyFile, 'utf8'),
    privateKeyFile,
    knownHostsFile: join(folder, 'known_hosts'),
  };
}

export function forgetLoginKey(runFolder: string): void {
  rmSync(join(runFolder, 'ssh'), { recursive: true, force: true });
}
