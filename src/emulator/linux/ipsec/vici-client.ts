import { connect, type Socket } from 'node:net';
import { encodePacket, takePacket, type ViciMessage, type ViciPacket } from './vici.ts';

/** A connection to one charon. Requests are answered in order. */
export interface ViciClient {
  /** Rejects when charon refuses (`success = no`) or is gone. */
  request(command: string, message?: ViciMessage): Promise<ViciMessage>;
  /** A request whose answer comes as a stream of events. */
  stream(command: string, event: string, message?: ViciMessage): Promise<readonly ViciMessage[]>;
  /** Tells `listener` of an event from now on. */
  subscribe(event: string, listener: (message: ViciMessage) => void): Promise<void>;
  close(): void;
}

interface Waiting {
  readonly resolve: (packet: ViciPacket) => void;
  readonly reject: (error: Error) => void;
}

export async function openVici(path: string): Promise<ViciClient> {
  const socket = await connected(path);
  const waiting: Waiting[] = [];
  const listeners = new Map<string, Set<(message: ViciMessage) => void>>();
  let received: Buffer = Buffer.alloc(0);
  let broken: Error | undefined;

  const take = (packet: ViciPacket): void => {
    if (packet.kind === 'event') {
      for (const listener of listeners.get(packet.event) ?? []) listener(packet.message);
    } else waiting.shift()?.resolve(packet);
  };
  const fail = (error: Error): void => {
    broken ??= error;
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (;;) {
      const next = takePacket(received);
      if (!next) return;
      received = received.subarray(next.length);
      take(next.packet);
    }
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${path} was closed`)));

  const send = (packet: ViciPacket): Promise<ViciPacket> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      waiting.push({ resolve, reject });
      socket.write(encodePacket(packet));
    });
  const request: ViciClient['request'] = async (command, message = {}) => {
    const answer = await send({ kind: 'request', command, message });
    if (answer.kind !== 'response') throw new Error(`charon does not know ${command}`);
    if (answer.message['success'] === 'no') {
      const { errmsg } = answer.message;
      const reason = typeof errmsg === 'string' ? errmsg : 'no reason given';
      throw new Error(`charon refused ${command}: ${reason}`);
    }
    return answer.message;
  };
  const subscribe: ViciClient['subscribe'] = async (event, listener) => {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known.add(listener));
    const answer = await send({ kind: 'register', event });
    if (answer.kind !== 'confirmed') throw new Error(`charon does not know the event ${event}`);
  };

  return {
    request,
    subscribe,
    stream: async (command, event, message) => {
      const items: ViciMessage[] = [];
      const collect = (item: ViciMessage): void => {
        items.push(item);
      };
      // All three at once: charon answers in order, so nothing of another stream comes between.
      const registered = subscribe(event, collect);
      const answered = request(command, message);
      const unregistered = send({ kind: 'unregister', event });
      await registered.catch(() => {});
      await answered.finally(() => listeners.get(event)?.delete(collect));
      await unregistered;
      return items;
    },
    close: () => socket.destroy(),
  };
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
