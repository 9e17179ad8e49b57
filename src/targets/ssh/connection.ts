import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { Client } from 'ssh2';
import { WirebookError } from '../../lab/errors.ts';
import type { Machine } from '../../lab/handle.ts';
import type { SshConnection, SshExecOptions, SshResult } from '../../lab/target.ts';

export interface ConnectSshParameters {
  readonly machine: Machine;
  readonly privateKey: string;
  /** Whether the host key that it shows is its own: base64, as in OpenSSH's files. */
  readonly isHostKey: (key: string) => boolean;
  readonly connect: () => Promise<Duplex>;
  /** Why everything is gone, when it is; undefined: only this connection was lost. */
  readonly goneBecause: (cause?: Error) => WirebookError | undefined;
  readonly signal: AbortSignal;
}

export interface OpenSshConnection extends SshConnection {
  readonly closed: boolean;
  end(): void;
}

/** Logs in over an open byte stream. Errors say what the server, or the network, said. */
export async function connectSsh(parameters: ConnectSshParameters): Promise<OpenSshConnection> {
  const { machine, privateKey, isHostKey, connect, goneBecause, signal } = parameters;
  const client = new Client();
  let closed = false;
  client.on('close', () => {
    closed = true;
  });
  const sock = await connect();
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      client.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    client.once('ready', () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    client.on('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    });
    client.connect({
      sock,
      username: machine.user,
      privateKey,
      hostVerifier: (key: Buffer) => isHostKey(key.toString('base64')),
      readyTimeout: 15_000,
      keepaliveInterval: 0,
    });
  });
  return {
    get closed() {
      return closed;
    },
    end: () => client.end(),
    exec: (command, options = {}) =>
      execute(client, (cause) => goneBecause(cause) ?? lost(machine, cause), command, options),
  };
}

function execute(
  client: Client,
  lost: (cause?: Error) => WirebookError,
  command: string,
  options: SshExecOptions,
): Promise<SshResult> {
  const { signal, stdin, onOutput, onStream } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    client.exec(command, (error, channel) => {
      if (error) return reject(lost(error));
      const output = { stdout: '', stderr: '' };
      const finished = { done: false };
      const abort = () => {
        endCommand(channel);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      const onClose = () => {
        if (!finished.done) reject(lost());
      };
      client.once('close', onClose);
      const take = (stream: 'stdout' | 'stderr') => (chunk: string) => {
        output[stream] += chunk;
        onOutput?.(stream, chunk);
      };
      // Decoding on the stream, so that a character split over two packets stays one.
      channel.setEncoding('utf8').on('data', take('stdout'));
      channel.stderr.setEncoding('utf8').on('data', take('stderr'));
      let exitCode: number | null = null;
      channel.on('exit', (code: number | null) => {
        exitCode = code;
      });
      channel.on('close', () => {
        finished.done = true;
        client.off('close', onClose);
        signal?.removeEventListener('abort', abort);
        resolve({ ...output, exitCode, durationMs: Math.round(performance.now() - startedAt) });
      });
      onStream?.(channel);
      channel.end(stdin ?? '');
    });
  });
}

/** OpenSSH passes signals on to commands since 7.9; closing the channel is for what ignores them. */
function endCommand(channel: ClientChannel): void {
  channel.signal('TERM');
  channel.close();
}

function lost(machine: Machine, cause?: Error): WirebookError {
  return new WirebookError({
    code: 'ssh-lost',
    message: `The SSH connection to ${machine.name} was lost while a command ran.`,
    facts: { machine: machine.name, address: machine.publicAddress },
    next: `Is the machine still there? \`npm run lab -- status\` tells.`,
    cause,
  });
}
