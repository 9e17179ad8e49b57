import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { startDaemon, type Daemon } from '../process/daemon.ts';
import { inNamespace } from '../process/namespace.ts';
import { LinuxError } from '../world.ts';

/** TCP connections from inside network namespaces: one relay process a node, started when first asked for. */
export interface Relays {
  connect(node: string, address: string, port: number, from?: string): Promise<Duplex>;
  /** Ends the relay of a node, if there is one. */
  stop(node: string): Promise<void>;
  close(): Promise<void>;
}

interface Relay {
  readonly daemon: Daemon;
  readonly socketPath: string;
  readonly ready: Promise<void>;
}

const program = fileURLToPath(new URL('relay.ts', import.meta.url));

export function createRelays(folder: string): Relays {
  const relays = new Map<string, Relay>();

  const relayOf = (node: string): Relay => {
    const known = relays.get(node);
    if (known?.daemon.alive()) return known;
    const relay = startRelay(node, folder);
    relays.set(node, relay);
    return relay;
  };
  const stop = async (node: string): Promise<void> => {
    const relay = relays.get(node);
    relays.delete(node);
    await relay?.daemon.stop();
  };

  return {
    connect: async (node, address, port, from) => {
      const relay = relayOf(node);
      await relay.ready;
      return dial(relay.socketPath, { node, address, port, from });
    },
    stop,
    close: async () => {
      await Promise.all([...relays.keys()].map(stop));
    },
  };
}

function startRelay(node: string, folder: string): Relay {
  // Node names may be longer than a socket's path.
  const id = createHash('sha256').update(node).digest('hex').slice(0, 16);
  const socketPath = join(folder, `relay-${id}.sock`);
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  const daemon = startDaemon({
    argv: inNamespace(node, [process.execPath, '--max-old-space-size=64', program, socketPath]),
    onOutput: (text) => {
      if (text.includes('ready')) resolve();
    },
    onUnexpectedEnd: (how) => {
      reject(
        new LinuxError(node, 'relay', `${node}: the relay ended (${how}): ${daemon.lastLines()}`),
      );
    },
  });
  started.catch(() => {});
  return { daemon, socketPath, ready: started };
}

interface Destination {
  readonly node: string;
  readonly address: string;
  readonly port: number;
  readonly from: string | undefined;
}

function dial(socketPath: string, { node, address, port, from }: Destination): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, allowHalfOpen: true });
    const onError = (error: Error): void => reject(error);
    let head = '';
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      const end = head.indexOf('\n');
      if (end === -1) return;
      done(socket);
      const [verdict, code, ...words] = head.slice(0, end).split(' ');
      if (verdict !== 'ok') {
        socket.destroy();
        return reject(failure(node, address, port, code, words.join(' ')));
      }
      socket.unshift(Buffer.from(head.slice(end + 1), 'latin1'));
      resolve(socket);
    };
    const onEnd = (): void => reject(failure(node, address, port, 'EPIPE', 'the relay hung up'));
    const done = (it: Socket): void => {
      it.off('error', onError).off('data', onData).off('end', onEnd);
      it.pause();
    };
    socket.once('error', onError).on('data', onData).once('end', onEnd);
    socket.write(`${[address, port, ...(from === undefined ? [] : [from])].join(' ')}\n`);
  });
}

function failure(
  node: string,
  address: string,
  port: number,
  code: string | undefined,
  text: string,
): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new LinuxError(
    node,
    `connect ${address}:${port}`,
    text || `connect ${code ?? 'failed'} ${address}:${port}`,
  );
  if (code !== undefined) error.code = code;
  return error;
}
