import type { Table } from '../../src/lab/table.ts';
import type { DecodedPacket } from './decode-packet.ts';

export type ProtocolCount = {
  readonly protocol: string;
  readonly packets: number;
  readonly bytes: number;
};

/** How much of each protocol, most first. */
export function countProtocols(packets: readonly DecodedPacket[]): readonly ProtocolCount[] {
  const counts = new Map<string, ProtocolCount>();
  for (const { protocol, length } of packets) {
    const before = counts.get(protocol) ?? { protocol, packets: 0, bytes: 0 };
    counts.set(protocol, {
      protocol,
      packets: before.packets + 1,
      bytes: before.bytes + length,
    });
  }
  return [...counts.values()].sort((a, b) => b.packets - a.packets);
}

export function countsTable(counts: readonly ProtocolCount[]): Table {
  return {
    columns: ['Protocol', 'Packets', 'Bytes'],
    rows: counts.map(({ protocol, packets, bytes }) => ({
      Protocol: protocol,
      Packets: String(packets),
      Bytes: String(bytes),
    })),
  };
}

/** The first packets of each protocol, in the order in which they passed; time from the first of all. */
export function firstPackets(packets: readonly DecodedPacket[], each = 4): Table {
  const seen = new Map<string, number>();
  const shown = packets.filter(({ protocol }) => {
    const count = (seen.get(protocol) ?? 0) + 1;
    seen.set(protocol, count);
    return count <= each;
  });
  const start = packets[0]?.at ?? 0;
  return {
    columns: ['Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info'],
    rows: shown.map((packet) => ({
      Time: `${(packet.at - start).toFixed(3)} s`,
      Source: packet.source,
      Destination: packet.destination,
      Protocol: packet.protocol,
      Length: String(packet.length),
      Info: packet.info,
    })),
  };
}
