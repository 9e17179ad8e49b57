import { connect, type Socket } from 'node:net';

/** A connection to the control socket of one FRR daemon. Commands are answered in order. */
export interface Vty {
  /** Resolves with what the daemon printed. Rejects when it refuses the command or is gone. */
  command(line: string): Promise<string>;
  close(): void;
}

export class VtyError extends Error {
  override readonly name = 'VtyError';
  readonly command: string;
  constructor(command: string, message: string) {
    super(message);
    this.command = command;
  }
}

interface Waiting {
  readonly line: string;
  readonly resolve: (output: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * vtysh's protocol: a command ends in NUL; its answer is text, then three NULs and a byte that is 0 (CMD_SUCCESS) or
 * says why not.
 */
export async function openVty(path: string): Promise<Vty> {
  const socket = await connected(path);
  const waiting: Waiting[] = [];
  let received: Buffer = Buffer.alloc(0);
  let broken: Error | undefined;

  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (;;) {
      const answer = takeAnswer(received);
      if (!answer) return;
      received = received.subarray(answer.length);
      const { line, resolve, reject } = waiting.shift() ?? {};
      if (line === undefined) continue;
      if (answer.status === success) resolve?.(answer.output);
      else
        reject?.(new VtyError(line, answer.output.trim() || `refused (status ${answer.status})`));
    }
  });
  const fail = (error: Error): void => {
    broken ??= error;
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${path} was closed`)));

  const command = (line: string): Promise<string> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      waiting.push({ line, resolve, reject });
      socket.write(`${line}\0`);
    });
  await command('enable');
  return { command, close: () => socket.destroy() };
}

/** CMD_SUCCESS */
const success = 0;

export interface VtyAnswer {
  readonly output: string;
  readonly status: number;
  /** Bytes it took. */
  readonly length: number;
}

/** Pure: the first whole answer in a buffer, if there is one. */
export function takeAnswer(buffer: Buffer): VtyAnswer | undefined {
  const end = buffer.indexOf('\0\0\0');
  const status = end === -1 ? undefined : buffer[end + 3];
  if (status === undefined) return undefined;
  return { output: buffer.toString('utf8', 0, end), status, length: end + 4 };
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
