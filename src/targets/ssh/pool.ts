import { toErrorRecord, WirebookError } from '../../lab/errors.ts';
import type { Machine } from '../../lab/handle.ts';
import type { Duplex } from 'node:stream';
import type { SshConnection } from '../../lab/target.ts';
import type { OpenSshConnection } from './connection.ts';
import { connectSsh } from './connection.ts';

/** One SSH connection a machine, made on first use and again when it was lost. */
export interface SshPool {
  connection(machine: Machine, options: { readonly signal: AbortSignal }): Promise<SshConnection>;
  close(): void;
}

export interface CreateSshPoolParameters {
  readonly privateKey: string;
  /** A byte stream to the machine's port 22. */
  readonly connect: (machine: Machine, signal: AbortSignal) => Promise<Duplex>;
  /** Asked before each attempt: which host keys are the machine's own. */
  readonly hostKeys: (machine: Machine) => Promise<(key: string) => boolean>;
  /** See {@link connectSsh}. */
  readonly goneBecause: (cause?: Error) => WirebookError | undefined;
  /** How long a machine may take from its creation until its sshd answers, ms. */
  readonly bootMs: number;
  /** How long it may refuse a login that it will take, ms: users and keys may come after the first start of sshd. @default 0 */
  readonly refusalMs?: number;
  /** Told once of each new reason for which a machine is dialled again. */
  readonly onRetry?: (machine: Machine, reason: string) => void;
  /** Called once with each new connection, before it is used: waits until the machine is ready. */
  readonly onConnected?: (
    machine: Machine,
    connection: SshConnection,
    signal: AbortSignal,
  ) => Promise<void>;
}

const firstRetryMs = 50;
const longestRetryMs = 1000;

export function createSshPool(parameters: CreateSshPoolParameters): SshPool {
  const { privateKey, connect, hostKeys, goneBecause, bootMs, refusalMs = 0 } = parameters;
  const open = new Map<string, Promise<OpenSshConnection>>();

  async function dial(machine: Machine, signal: AbortSignal): Promise<OpenSshConnection> {
    const started = Date.now();
    let refusedSince: number | undefined;
    const told = new Set<string>();
    for (let pause = firstRetryMs; ; pause = Math.min(pause * 2, longestRetryMs)) {
      signal.throwIfAborted();
      try {
        const connection = await connectSsh({
          machine,
          privateKey,
          isHostKey: await hostKeys(machine),
          goneBecause,
          connect: () => connect(machine, signal),
          signal,
        });
        return await made(machine, connection, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof WirebookError) throw error;
        if (isRefusal(error)) refusedSince ??= Date.now();
        const until = Math.min(started + bootMs, (refusedSince ?? Infinity) + refusalMs);
        if (Date.now() + pause > until) throw unreachable(machine, error);
        const reason = toErrorRecord(error).message;
        if (!told.has(reason)) parameters.onRetry?.(machine, reason);
        told.add(reason);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Ready for use; of no use to anybody when that fails. */
  async function made(
    machine: Machine,
    connection: OpenSshConnection,
    signal: AbortSignal,
  ): Promise<OpenSshConnection> {
    try {
      await parameters.onConnected?.(machine, connection, signal);
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  return {
    async connection(machine, { signal }) {
      for (;;) {
        const shared = open.get(machine.id);
        if (shared === undefined) break;
        const connection = await shared.catch(() => undefined);
        if (connection !== undefined && !connection.closed) return connection;
        if (open.get(machine.id) === shared) open.delete(machine.id);
      }
      const dialled = dial(machine, signal);
      open.set(machine.id, dialled);
      dialled.catch(() => open.get(machine.id) === dialled && open.delete(machine.id));
      return await dialled;
    },
    close() {
      for (const connection of open.values()) connection.then((it) => it.end()).catch(() => {});
      open.clear();
    },
  };
}

/** The server answered and will not have us. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'level' in error && error.level === 'client-authentication';
}

function unreachable(machine: Machine, error: unknown): WirebookError {
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
      'last seen': toErrorRecord(error).message,
    },
    next: refused
      ? "Was the login user's key changed on the machine, or the user renamed in the stack?"
      : 'Does a security rule allow TCP port 22 from the internet to it, and has it a public address?',
    cause: error,
  });
}
