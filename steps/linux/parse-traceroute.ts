/** A hop of a traceroute. */
export type TracerouteHop = {
  /** 1 is the nearest. */
  readonly hop: number;
  /** Who answered; `null` for silence. */
  readonly address: string | null;
  /** Round-trip time, ms; `null` for silence. */
  readonly ms: number | null;
};

const line = /^\s*(?<hop>\d+)\s+(?:(?<address>[\d.:a-fA-F]+)\s+(?<ms>[\d.]+) ms|\*)/;

/**
 * The hops in the output of `traceroute -n -q 1`, in order, without the silence at the end of one that never arrived.
 */
export function parseTraceroute(output: string): readonly TracerouteHop[] {
  const hops = output.split('\n').flatMap((text): TracerouteHop[] => {
    const { hop, address, ms } = line.exec(text)?.groups ?? {};
    if (hop === undefined) return [];
    return [
      { hop: Number(hop), address: address ?? null, ms: ms === undefined ? null : Number(ms) },
    ];
  });
  const last = hops.findLastIndex(({ address }) => address !== null);
  return hops.slice(0, last + 1);
}
