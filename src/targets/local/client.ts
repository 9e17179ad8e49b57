import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import { WirebookError } from '../../lab/errors.ts';

/** Speaks to a lab's daemon. */
export interface DaemonClient {
  /** One request, one JSON answer. */
  ask<Answer>(method: 'GET' | 'POST', path: string, options?: AskOptions): Promise<Answer>;
  /** One request, its answer as it comes, whatever its status. */
  open(method: 'GET' | 'POST', path: string, options?: AskOptions): Promise<IncomingMessage>;
  /** One request, many JSON lines. */
  stream<Message>(path: string, body: object, options?: AskOptions): AsyncIterable<Message>;
  /** A TCP connection that starts in the emulated internet. */
  connect(host: string, port: number, options?: AskOptions): Promise<Duplex>;
  close(): void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
}

export function createClient({ port, token, ca }: SessionCredentials): DaemonClient {
  const agent = new Agent({ keepAlive: true, ca });
  const authorization = `Bearer ${token}`;

  function send(
    method: string,
    path: string,
    body: string,
    { signal }: AskOptions,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const outgoing = request({
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers,
        ...(signal && { signal }),
      });
      outgoing.on('response', resolve);
      outgoing.on('error', (error) => reject(signal?.aborted ? signal.reason : sessionGone(error)));
      outgoing.end(body);
    });
  }

  return {
    async ask(method, path, options = {}) {
      const response = await send(method, path, '', options);
      const text = await readAll(response);
      if (response.statusCode === 200) return JSON.parse(text) as never;
      throw new WirebookError({
        code: 'local-cloud-refused',
        message: `The local cloud refused ${method} ${path} with status ${response.statusCode}.`,
        facts: { answer: text },
      });
    },
    open: (method, path, options = {}) => send(method, path, '', options),
    async *stream(path, body, options = {}) {
      const response = await send('POST', path, JSON.stringify(body), options);
      try {
        for await (const line of createInterface({ input: response }))
          yield JSON.parse(line) as never;
      } catch (error) {
        throw options.signal?.aborted ? options.signal.reason : sessionGone(error);
      }
    },
    connect(host, remotePort, { signal } = {}) {
      return new Promise((resolve, reject) => {
        const outgoing = request({
          host: '127.0.0.1',
          port,
          ca,
          agent: false,
          method: 'CONNECT',
          path: `${host}:${remotePort}`,
          headers: { 'proxy-authorization': authorization },
          ...(signal && { signal }),
        });
        outgoing.on('connect', (response, socket) => {
          if (response.statusCode === 200) return resolve(socket);
          socket.destroy();
          const reason = String(response.headers['x-reason'] ?? `status ${response.statusCode}`);
          reject(
            new Error(
              `no connection to ${host}:${remotePort} over the emulated internet: ${reason}`,
            ),
          );
        });
        outgoing.on('error', (error) =>
          reject(signal?.aborted ? signal.reason : sessionGone(error)),
        );
        outgoing.end();
      });
    },
    close: () => agent.destroy(),
  };
}

export async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The daemon has ended, and everything with it. */
export function sessionGone(cause: unknown): WirebookError {
  return new WirebookError({
    code: 'session-gone',
    message: 'The local cloud does not answer: its daemon has ended.',
    next: 'Everything of it is gone with it. Run the lab again, or go on from its journal with `--resume`.',
    cause,
  });
}
