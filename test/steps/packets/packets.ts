/** Packets made by hand, for tests of what reads them. */
export interface MadePacket {
  readonly seconds?: number;
  readonly frame: Uint8Array;
}

export function pcapOf(
  packets: readonly MadePacket[],
  options: { readonly linkType?: number; readonly little?: boolean; readonly nano?: boolean } = {},
): Buffer {
  const { linkType = 1, little = true, nano = false } = options;
  const u32 = (...values: number[]) => {
    const buffer = Buffer.alloc(values.length * 4);
    values.forEach((value, index) =>
      little ? buffer.writeUInt32LE(value, index * 4) : buffer.writeUInt32BE(value, index * 4),
    );
    return buffer;
  };
  const version = little ? [2, 0, 4, 0] : [0, 2, 0, 4];
  return Buffer.concat([
    u32(nano ? 0xa1b23c4d : 0xa1b2c3d4),
    Buffer.from(version),
    u32(0, 0, 262_144, linkType),
    ...packets.flatMap(({ seconds = 0, frame }) => {
      const whole = Math.floor(seconds);
      const part = Math.round((seconds - whole) * (nano ? 1e9 : 1e6));
      return [u32(whole, part, frame.length, frame.length), Buffer.from(frame)];
    }),
  ]);
}

/** An Ethernet frame, in a VLAN if one is given. */
export function ethernet(etherType: number, payload: Uint8Array, vlan?: number): Buffer {
  const tag = vlan === undefined ? [] : [0x81, 0x00, vlan >> 8, vlan & 0xff];
  return Buffer.concat([
    Buffer.alloc(12, 2),
    Buffer.from([...tag, etherType >> 8, etherType & 0xff]),
    payload,
  ]);
}

export interface Ipv4Options {
  readonly protocol: number;
  readonly payload: Uint8Array;
  readonly source?: string;
  readonly destination?: string;
  readonly id?: number;
  /** Of this fragment, in units of 8 bytes. */
  readonly offset?: number;
  readonly more?: boolean;
}

export function ipv4(options: Ipv4Options): Buffer {
  const { protocol, payload, id = 1, offset = 0, more = false } = options;
  const { source = '10.100.20.1', destination = '10.10.200.4' } = options;
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(id, 4);
  header.writeUInt16BE((more ? 0x2000 : 0) | offset, 6);
  header[9] = protocol;
  Buffer.from(source.split('.').map(Number)).copy(header, 12);
  Buffer.from(destination.split('.').map(Number)).copy(header, 16);
  return Buffer.concat([header, payload]);
}

export function udp(from: number, to: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(from, 0);
  header.writeUInt16BE(to, 2);
  header.writeUInt16BE(8 + payload.length, 4);
  return Buffer.concat([header, payload]);
}

export function tcp(from: number, to: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(from, 0);
  header.writeUInt16BE(to, 2);
  return header;
}

export const echoRequest = Buffer.from([8, 0, 0, 0, 0, 1, 0, 1]);
export const echoReply = Buffer.from([0, 0, 0, 0, 0, 1, 0, 1]);
/** ESP as it is in UDP: an SPI that is not zero, a sequence number, ciphertext. */
export const esp = Buffer.from([0xc3, 0xe6, 0x07, 0xf3, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
