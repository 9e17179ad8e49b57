/** One answer to a ping. */
export type PingReply = {
  readonly sequence: number;
  readonly ttl: number;
  readonly ms: number;
  /** Seconds since the epoch on the pinging machine; only with `ping -D`. */
  readonly at?: number;
};

/** What `ping` printed, as numbers. */
export type PingStatistics = {
  readonly transmitted: number;
  readonly received: number;
  /** 0 to 100. */
  readonly lossPercent: number;
  /** ICMP errors received, such as "Destination Host Unreachable". */
  readonly errors: number;
  /** The TTLs seen in answers, each once, in order of appearance. */
  readonly ttls: readonly number[];
  /** Round-trip times, ms. */
  readonly rtt?: { readonly min: number; readonly avg: number; readonly max: number };
};

const reply =
  /^(?:\[(?<at>[\d.]+)\] )?\d+ bytes from .+?: icmp_seq=(?<sequence>\d+) ttl=(?<ttl>\d+) time[=<](?<ms>[\d.]+) ms(?<note>.*)$/;
const summary =
  /^(?<transmitted>\d+) packets transmitted, (?<received>\d+) (?:packets )?received,(?: \+\d+ (?:duplicates|corrupted),)*(?: \+(?<errors>\d+) errors,)? (?<loss>[\d.]+)% packet loss/m;
const roundTrips =
  /^(?:rtt|round-trip) min\/avg\/max(?:\/mdev)? = (?<min>[\d.]+)\/(?<avg>[\d.]+)\/(?<max>[\d.]+)/m;

/** The answers in the output of `ping`, in order; duplicates are left out. */
export function parsePingReplies(output: string): readonly PingReply[] {
  const replies: PingReply[] = [];
  for (const line of output.split('\n')) {
    const { at, sequence, ttl, ms, note } = reply.exec(line.trimEnd())?.groups ?? {};
    if (sequence === undefined || note?.includes('DUP!') === true) continue;
    replies.push({
      sequence: Number(sequence),
      ttl: Number(ttl),
      ms: Number(ms),
      ...(at === undefined ? {} : { at: Number(at) }),
    });
  }
  return replies;
}

/** The statistics at the end of the output of `ping`; undefined when it never got that far. */
export function parsePing(output: string): PingStatistics | undefined {
  const found = summary.exec(output)?.groups;
  if (found === undefined) return undefined;
  const rtt = roundTrips.exec(output)?.groups;
  return {
    transmitted: Number(found['transmitted']),
    received: Number(found['received']),
    lossPercent: Number(found['loss']),
    errors: Number(found['errors'] ?? 0),
    ttls: [...new Set(parsePingReplies(output).map(({ ttl }) => ttl))],
    ...(rtt === undefined
      ? {}
      : { rtt: { min: Number(rtt['min']), avg: Number(rtt['avg']), max: Number(rtt['max']) } }),
  };
}
