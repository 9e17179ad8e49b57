import type { CapturedPacket } from './read-pcap.ts';

/** What a packet is, for people. */
export interface DecodedPacket {
  readonly at: number;
  readonly length: number;
  /** With the port, where there is one; a MAC protocol has none. */
  readonly source: string;
  readonly destination: string;
  /** `ESP`, in UDP too; `IKE`, `BGP`, `BFD`, `ICMP`, `ARP`, `TCP`, `UDP`, `IPv6`, `NAT keepalive`, `IP 47` … */
  readonly protocol: string;
  /** Such as `echo request`, `spi 0xc3e607f3`. */
  readonly info: string;
}

/** Where a network packet begins in a frame, and its EtherType. */
interface Frame {
  readonly etherType: number;
  readonly payload: DataView;
}

/** Decodes packets in order: a later fragment is what its first one was. */
export function decodePackets(packets: readonly CapturedPacket[]): readonly DecodedPacket[] {
  const fragments = new Map<string, string>();
  return packets.map((packet) => {
    const { at, length } = packet;
    return { at, length, ...decode(packet, fragments) };
  });
}

type Decoded = Omit<DecodedPacket, 'at' | 'length'>;

function decode(packet: CapturedPacket, fragments: Map<string, string>): Decoded {
  try {
    const frame = frameOf(packet);
    if (frame.etherType === 0x0800) return decodeIPv4(frame.payload, fragments);
    if (frame.etherType === 0x0806) return decodeArp(frame.payload);
    const protocol = frame.etherType === 0x86dd ? 'IPv6' : `EtherType 0x${hex(frame.etherType, 4)}`;
    return { ...nobody, protocol };
  } catch (error) {
    // A field beyond the end of what was captured.
    if (error instanceof RangeError) return { ...nobody, protocol: 'cut short' };
    throw error;
  }
}

const nobody = { source: '', destination: '', info: '' } as const;

/** Link types: https://www.tcpdump.org/linktypes.html */
function frameOf({ linkType, data }: CapturedPacket): Frame {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (linkType === 276) return { etherType: view.getUint16(0), payload: after(view, 20) };
  if (linkType === 113) return untagged(view, 14);
  if (linkType === 1) return untagged(view, 12);
  return { etherType: view.getUint8(0) >> 4 === 6 ? 0x86dd : 0x0800, payload: view };
}

/** The EtherType at an offset, behind VLAN tags if there are any. */
function untagged(view: DataView, offset: number): Frame {
  const etherType = view.getUint16(offset);
  const tagged = etherType === 0x8100 || etherType === 0x88a8;
  return tagged ? untagged(view, offset + 4) : { etherType, payload: after(view, offset + 2) };
}

function decodeArp(view: DataView): Decoded {
  const source = address(view, 14);
  const destination = address(view, 24);
  const info = view.getUint16(6) === 1 ? `who has ${destination}` : `${source} is here`;
  return { source, destination, protocol: 'ARP', info };
}

function decodeIPv4(view: DataView, fragments: Map<string, string>): Decoded {
  const number = view.getUint8(9);
  const source = address(view, 12);
  const destination = address(view, 16);
  const flags = view.getUint16(6);
  const key = `${source} ${destination} ${number} ${view.getUint16(4)}`;
  if ((flags & 0x1fff) !== 0) {
    const protocol = fragments.get(key) ?? (names.get(number) || `IP ${number}`);
    return { source, destination, protocol, info: 'fragment' };
  }
  const payload = after(view, (view.getUint8(0) & 0x0f) * 4);
  const decoded = decodeTransport(number, payload, source, destination);
  if ((flags & 0x2000) !== 0) fragments.set(key, decoded.protocol);
  return decoded;
}

const names: ReadonlyMap<number, string> = new Map([
  [1, 'ICMP'],
  [6, 'TCP'],
  [17, 'UDP'],
  [47, 'GRE'],
  [50, 'ESP'],
]);

function decodeTransport(
  number: number,
  view: DataView,
  source: string,
  destination: string,
): Decoded {
  const protocol = names.get(number) ?? `IP ${number}`;
  if (number === 1) return { source, destination, protocol, info: icmpInfo(view) };
  if (number === 50) return { source, destination, protocol, info: espInfo(view) };
  if (number !== 6 && number !== 17) return { source, destination, protocol, info: '' };
  const ports = [view.getUint16(0), view.getUint16(2)] as const;
  const ends = { source: `${source}:${ports[0]}`, destination: `${destination}:${ports[1]}` };
  if (number === 6) {
    return { ...ends, protocol: ports.includes(179) ? 'BGP' : protocol, info: '' };
  }
  return { ...ends, ...decodeUdp(ports, view, protocol) };
}

/** IKE and ESP on port 4500: RFC 3948, section 2. BFD: RFC 5881, RFC 5883. */
function decodeUdp(
  ports: readonly number[],
  view: DataView,
  protocol: string,
): { readonly protocol: string; readonly info: string } {
  if (ports.includes(500)) return { protocol: 'IKE', info: '' };
  if (ports.some((port) => [3784, 3785, 4784].includes(port))) return { protocol: 'BFD', info: '' };
  if (!ports.includes(4500)) return { protocol, info: '' };
  if (view.getUint16(4) === 9) return { protocol: 'NAT keepalive', info: '' };
  const payload = after(view, 8);
  if (payload.getUint32(0) === 0) return { protocol: 'IKE', info: 'in UDP 4500' };
  return { protocol: 'ESP', info: `${espInfo(payload)}, in UDP 4500` };
}

function espInfo(view: DataView): string {
  return `spi 0x${hex(view.getUint32(0), 8)}`;
}

function icmpInfo(view: DataView): string {
  const type = view.getUint8(0);
  const known: Readonly<Record<number, string>> = {
    0: 'echo reply',
    3: 'unreachable',
    8: 'echo request',
    11: 'time exceeded',
  };
  return known[type] ?? `type ${type}`;
}

function address(view: DataView, offset: number): string {
  return [0, 1, 2, 3].map((index) => view.getUint8(offset + index)).join('.');
}

function after(view: DataView, offset: number): DataView {
  return new DataView(view.buffer, view.byteOffset + offset, view.byteLength - offset);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
