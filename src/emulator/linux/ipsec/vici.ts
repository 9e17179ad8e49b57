/** A message of strongSwan's vici protocol: keys with texts, lists of texts, or further sections. */
export interface ViciMessage {
  readonly [key: string]: string | readonly string[] | ViciMessage;
}

export type ViciPacket =
  | { readonly kind: 'request'; readonly command: string; readonly message: ViciMessage }
  | { readonly kind: 'response'; readonly message: ViciMessage }
  | { readonly kind: 'unknown command' }
  | { readonly kind: 'register'; readonly event: string }
  | { readonly kind: 'unregister'; readonly event: string }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'unknown event' }
  | { readonly kind: 'event'; readonly event: string; readonly message: ViciMessage };

// Types of packets and of elements as strongSwan's vici documentation numbers them.
const packetTypes = [
  'request',
  'response',
  'unknown command',
  'register',
  'unregister',
  'confirmed',
  'unknown event',
  'event',
] as const satisfies readonly ViciPacket['kind'][];

const sectionStart = 1;
const sectionEnd = 2;
const keyValue = 3;
const listStart = 4;
const listItem = 5;
const listEnd = 6;

/** A packet with its length before it, as it goes over the socket. */
export function encodePacket(packet: ViciPacket): Buffer {
  const body = Buffer.concat([Buffer.of(packetTypes.indexOf(packet.kind)), ...packetBody(packet)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The first whole packet in a buffer and how many bytes it took; undefined while it is not all there. */
export function takePacket(
  buffer: Buffer,
): { readonly packet: ViciPacket; readonly length: number } | undefined {
  if (buffer.length < 4) return undefined;
  const length = 4 + buffer.readUInt32BE(0);
  if (buffer.length < length) return undefined;
  return { packet: decodePacket(buffer.subarray(4, length)), length };
}

function packetBody(packet: ViciPacket): Buffer[] {
  switch (packet.kind) {
    case 'request':
      return [name(packet.command), encodeMessage(packet.message)];
    case 'event':
      return [name(packet.event), encodeMessage(packet.message)];
    case 'response':
      return [encodeMessage(packet.message)];
    case 'register':
    case 'unregister':
      return [name(packet.event)];
    case 'unknown command':
    case 'confirmed':
    case 'unknown event':
      return [];
    default:
      return packet satisfies never;
  }
}

function decodePacket(body: Buffer): ViciPacket {
  const kind = packetTypes[body[0] ?? -1];
  const named = (): string => body.toString('utf8', 2, 2 + (body[1] ?? 0));
  const afterName = (): ViciMessage => decodeMessage(body.subarray(2 + (body[1] ?? 0)));
  switch (kind) {
    case 'request':
      return { kind, command: named(), message: afterName() };
    case 'event':
      return { kind, event: named(), message: afterName() };
    case 'response':
      return { kind, message: decodeMessage(body.subarray(1)) };
    case 'register':
    case 'unregister':
      return { kind, event: named() };
    case 'unknown command':
    case 'confirmed':
    case 'unknown event':
      return { kind };
    case undefined:
      throw new Error(`vici: unknown packet type ${body[0]}`);
    default:
      return kind satisfies never;
  }
}

export function encodeMessage(message: ViciMessage): Buffer {
  return Buffer.concat(
    Object.entries(message).flatMap(([key, content]) => {
      if (typeof content === 'string') return [Buffer.of(keyValue), name(key), value(content)];
      if (isList(content)) {
        const items = content.flatMap((item) => [Buffer.of(listItem), value(item)]);
        return [Buffer.of(listStart), name(key), ...items, Buffer.of(listEnd)];
      }
      return [Buffer.of(sectionStart), name(key), encodeMessage(content), Buffer.of(sectionEnd)];
    }),
  );
}

export function decodeMessage(buffer: Buffer): ViciMessage {
  let at = 0;
  const byte = (): number => {
    const found = buffer[at];
    if (found === undefined) throw new Error('vici: a message ended too early');
    at += 1;
    return found;
  };
  const text = (length: number): string => {
    if (at + length > buffer.length) throw new Error('vici: a message ended too early');
    at += length;
    return buffer.toString('utf8', at - length, at);
  };
  const longText = (): string => text(byte() * 256 + byte());
  const list = (): string[] => {
    const items: string[] = [];
    for (let type = byte(); type !== listEnd; type = byte()) {
      if (type !== listItem) throw new Error(`vici: element ${type} inside a list`);
      items.push(longText());
    }
    return items;
  };
  const section = (inside: boolean): ViciMessage => {
    const found: [string, ViciMessage[string]][] = [];
    while (at < buffer.length) {
      const type = byte();
      if (type === sectionEnd && inside) return Object.fromEntries(found);
      const key = text(byte());
      if (type === keyValue) found.push([key, longText()]);
      else if (type === listStart) found.push([key, list()]);
      else if (type === sectionStart) found.push([key, section(true)]);
      else throw new Error(`vici: unexpected element ${type}`);
    }
    if (inside) throw new Error('vici: a section has no end');
    return Object.fromEntries(found);
  };
  return section(false);
}

function isList(content: readonly string[] | ViciMessage): content is readonly string[] {
  return Array.isArray(content);
}

function name(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new Error(`vici: name too long: ${text.slice(0, 40)}…`);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function value(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 65_535) throw new Error('vici: value too long');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
