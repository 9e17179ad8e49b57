import { WirebookError } from '../../lab/errors.ts';
import type { Machine } from '../../lab/handle.ts';
import type { SshConnection } from '../../lab/target.ts';
import type { DaemonClient } from './client.ts';
import type { OpenSshConnection } from './ssh.ts';
import { connectSsh } from './ssh.ts';

/** One SSH connection a machine, made on first use and again when it was lost. */
export interface SshPool {
  connection(machine: Machine, options: { readonly signal: AbortSignal }): Promise<SshConnection>;
  close(): void;
}

export interface CreateSshPoolParameters {
  readonly client: DaemonClient;
  readonly privateKey: string;
  readonly hostKeys: (machine: Machine) => Promise<readonly string[]>;
  readonly isThere: () => boolean;
}

/** How long a machine may take from its creation until its sshd answers. */
const bootMs = 20_000;
const firstRetryMs = 50;
const longestRetryMs = 1000;

export function createSshPool({
  client,
  privateKey,
  hostKeys,
  isThere,
}: CreateSshPoolParameters): SshPool {
  const open = new Map<string, Promise<OpenSshConnection>>();

  async function dial(machine: Machine, signal: AbortSignal): Promise<OpenSshConnection> {
    const deadline = Date.now() + bootMs;
    for (let pause = firstRetryMs; ; pause = Math.min(pause * 2, longestRetryMs)) {
      signal.throwIfAborted();
      try {
        return await connectSsh({
          machine,
          privateKey,
          hostKeys: await hostKeys(machine),
          isThere,
          connect: () => client.connect(machine.publicAddress, 22, { signal }),
          signal,
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof WirebookError) throw error;
        if (isRefusal(error) || Date.now() + pause > deadline) throw unreachable(machine, error);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  return {
    async connection(machine, { signal }) {
      const known = await open.get(machine.id)?.catch(() => undefined);
      if (known !== undefined && !known.closed) return known;
      const dialled = dial(machine, signal);
      open.set(machine.id, dialled);
      dialled.catch(() => open.delete(machine.id));
      return await dialled;
    },
    close() {
      for (const connection of open.values()) connection.then((it) => it.end()).catch(() => {});
      open.clear();
    },
  };
}

/** The server answered and will not have us: waiting does not help. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'level' in error && error.level === 'client-authentication';
}

function unreachable(machine: Machine, error: unknown): WirebookError {
  const reason = error instanceof Error ? error.message : String(error);
  const refused = isRefusal(error);
  return new WirebookError({
    code: refused ? 'ssh-refused' : 'ssh-unreachable',
    message: refused
      ? `${machine.name} refused the SSH login of ${machine.user}.`
      : `${machine.name} cannot be reached by SSH.`,
    facts: {
      machine: machine.name,
      address: `${machine.publicAddress}:22`,
      user: machine.user,
      'last seen': reason,
    },
    next: refused
      ? "Was the login user's key changed on the machine, or the user renamed in the stack?"
      : 'Does a security rule allow TCP port 22 from the internet to it, and has it a public address?',
    cause: error,
  });
}
