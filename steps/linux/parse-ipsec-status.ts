/** A child SA of strongSwan with its IKE SA, as `ipsec status` shows them. */
export type IpsecStatusRow = {
  /** Name of the connection in ipsec.conf. */
  readonly connection: string;
  /** `ESTABLISHED`, `CONNECTING` and so on. */
  readonly ike: string;
  /** Address of this end, and its identity where that differs. */
  readonly local: string;
  readonly remote: string;
  readonly remoteIdentity: string;
  /** `INSTALLED` and so on; `null` while the IKE SA has no child. */
  readonly child: string | null;
  /** `TUNNEL`, `TRANSPORT`. */
  readonly mode: string | null;
  /** `ESP`, `ESP in UDP`. */
  readonly protocol: string | null;
  readonly localSelector: string | null;
  readonly remoteSelector: string | null;
};

const ikeLine =
  /^\s*(?<name>[\w.-]+)\[(?<number>\d+)\]: (?<state>[A-Z]+)(?: .*? ago)?, (?<local>[^\s[]+)\[(?<localId>[^\]]*)\]\.\.\.(?<remote>[^\s[]+)\[(?<remoteId>[^\]]*)\]/;
const childLine =
  /^\s*(?<name>[\w.-]+)\{(?<number>\d+)\}:\s+(?<state>[A-Z]+), (?<mode>[A-Z]+)(?:, reqid \d+)?, (?<protocol>.+?) SPIs:/;
const selectorLine = /^\s*(?<name>[\w.-]+)\{(?<number>\d+)\}:\s+(?<local>\S+) === (?<remote>\S+)/;

/** The security associations in the output of `ipsec status`; none when there are none. */
export function parseIpsecStatus(output: string): readonly IpsecStatusRow[] {
  const rows: IpsecStatusRow[] = [];
  let ike: IpsecStatusRow | undefined;
  for (const line of output.split('\n')) {
    const sa = ikeLine.exec(line)?.groups;
    if (sa !== undefined) {
      ike = {
        connection: sa['name'] ?? '',
        ike: sa['state'] ?? '',
        local: sa['local'] ?? '',
        remote: sa['remote'] ?? '',
        remoteIdentity: sa['remoteId'] ?? '',
        child: null,
        mode: null,
        protocol: null,
        localSelector: null,
        remoteSelector: null,
      };
      rows.push(ike);
      continue;
    }
    if (ike === undefined) continue;
    const child = childLine.exec(line)?.groups;
    if (child !== undefined) {
      // The first child belongs in the row of its IKE SA, each further one has a row of its own.
      if (rows.at(-1) === ike && ike.child === null) rows.pop();
      rows.push({
        ...ike,
        child: child['state'] ?? '',
        mode: child['mode'] ?? '',
        protocol: child['protocol'] ?? '',
      });
      continue;
    }
    const selectors = selectorLine.exec(line)?.groups;
    const last = rows.at(-1);
    if (selectors === undefined || last?.child === null || last === undefined) continue;
    rows[rows.length - 1] = {
      ...last,
      localSelector: selectors['local'] ?? '',
      remoteSelector: selectors['remote'] ?? '',
    };
  }
  return rows;
}
