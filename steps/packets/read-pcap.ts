/** A packet as a capture holds it. */
export interface CapturedPacket {
  /** Seconds since the epoch. */
  readonly at: number;
  /** Its length on the wire; `data` may be cut shorter. */
  readonly length: number;
  readonly linkType: number;
  readonly data: Uint8Array;
}

const headerBytes = 24;
const recordBytes = 16;

/** Magic numbers of the format, by the number of time units in a second. */
const unitsPerSecond: ReadonlyMap<number, number> = new Map([
  [0xa1b2c3d4, 1e6],
  [0xa1b23c4d, 1e9],
]);

/**
 * The packets of a pcap file (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html), of either byte order. A
 * record that was cut off at the end is left out; undefined for anything that is no pcap file.
 */
export function readPcap(file: Uint8Array): readonly CapturedPacket[] | undefined {
  if (file.length < headerBytes) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = unitsPerSecond.has(view.getUint32(0, true));
  const units = unitsPerSecond.get(view.getUint32(0, little));
  if (units === undefined) return undefined;
  const linkType = view.getUint32(20, little) & 0xffff;
  const packets: CapturedPacket[] = [];
  for (let at = headerBytes; at + recordBytes <= file.length;) {
    const captured = view.getUint32(at + 8, little);
    const data = file.subarray(at + recordBytes, at + recordBytes + captured);
    if (data.length < captured) break;
    packets.push({
      at: view.getUint32(at, little) + view.getUint32(at + 4, little) / units,
      length: view.getUint32(at + 12, little),
      linkType,
      data,
    });
    at += recordBytes + captured;
  }
  return packets;
}
