import type { Duplex } from 'node:stream';
import { Client } from 'ssh2';
import { WirebookError } from '../../lab/errors.ts';

/** A machine that the others are reached by, with the user's own SSH agent. */
export interface Bastion {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly agent: string;
  /** `ada@bastion.example:22`, as ssh takes it. */
  readonly text: string;
}

/** From WIREBOOK_BASTION, `user@host[:port]`. Throws `bastion-not-understood`. */
export function bastionOf(
  environment: Readonly<Record<string, string | undefined>>,
): Bastion | undefined {
  const text = environment['WIREBOOK_BASTION'];
  if (text === undefined || text === '') return undefined;
  const [, user, host, port = '22'] = /^([^@\s]+)@([^:@\s]+)(?::(\d+))?$/.exec(text) ?? [];
  const agent = environment['SSH_AUTH_SOCK'];
  if (user === undefined || host === undefined || agent === undefined) {
    throw new WirebookError({
      code: 'bastion-not-understood',
      message:
        agent === undefined
          ? 'WIREBOOK_BASTION is set, and there is no SSH agent to log in to it with.'
          : `WIREBOOK_BASTION is "${text}".`,
      next: 'Write it as user@host or user@host:port, and load a key that it knows into ssh-agent.',
      exitCode: 2,
    });
  }
  return { user, host, port: Number(port), agent, text: `${user}@${host}:${port}` };
}

/** A byte stream from the bastion to a machine behind it. */
export function connectByBastion(parameters: {
  readonly bastion: Bastion;
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
}): Promise<Duplex> {
  const { bastion, host, port, signal } = parameters;
  const client = new Client();
  return new Promise((resolve, reject) => {
    const give = (error: unknown) => {
      client.destroy();
      reject(error);
    };
    signal.addEventListener('abort', () => give(signal.reason), { once: true });
    client.once('error', give);
    client.once('ready', () => {
      client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
        if (error) return give(error);
        stream.once('close', () => client.end());
        resolve(stream);
      });
    });
    const { user: username, agent } = bastion;
    client.connect({ host: bastion.host, port: bastion.port, username, agent });
  });
}
