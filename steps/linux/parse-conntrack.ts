/** A connection that a Linux machine tracks: the packet's own direction, and the answer's as NAT changes it. */
export type ConntrackRow = {
  readonly protocol: string;
  /** `ESTABLISHED` and so on; `null` for protocols without states. */
  readonly state: string | null;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  readonly replySource: string;
  /** With source NAT the translated source. */
  readonly replyDestination: string;
  readonly replySourcePort: number | null;
  readonly replyDestinationPort: number | null;
  /** Whether an answer was seen. */
  readonly replied: boolean;
  /** Seconds until it is forgotten. */
  readonly timeout: number;
};

const head = /^(?<protocol>\S+)\s+\d+\s+(?<timeout>\d+)\s+(?:(?<state>[A-Z_]+)\s+)?(?=src=)/;
const pair = /(\w+)=(\S+)/g;

/** The rows of `conntrack -L`; lines that are none are left out. */
export function parseConntrack(output: string): readonly ConntrackRow[] {
  return output.split('\n').flatMap((line) => parseLine(line.trim()) ?? []);
}

function parseLine(line: string): ConntrackRow | undefined {
  const found = head.exec(line)?.groups;
  if (found === undefined) return undefined;
  const first = new Map<string, string>();
  const second = new Map<string, string>();
  for (const [, key = '', value = ''] of line.matchAll(pair)) {
    // Keys come twice, once a direction; those that come once (mark, use, zone) are of no interest.
    if (!first.has(key)) first.set(key, value);
    else if (!second.has(key)) second.set(key, value);
  }
  const [source, destination] = [first.get('src'), first.get('dst')];
  const [replySource, replyDestination] = [second.get('src'), second.get('dst')];
  if (source === undefined || destination === undefined) return undefined;
  if (replySource === undefined || replyDestination === undefined) return undefined;
  return {
    protocol: found['protocol'] ?? '',
    state: found['state'] ?? null,
    source,
    destination,
    sourcePort: portOf(first.get('sport')),
    destinationPort: portOf(first.get('dport')),
    replySource,
    replyDestination,
    replySourcePort: portOf(second.get('sport')),
    replyDestinationPort: portOf(second.get('dport')),
    replied: !line.includes('[UNREPLIED]'),
    timeout: Number(found['timeout']),
  };
}

function portOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
