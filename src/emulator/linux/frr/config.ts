import { createHash } from 'node:crypto';
import type { BgpNeighbor, BgpSpeaker, PrefixFilter } from '../../fabric/fabric.ts';

/**
 * Pure: the commands, from `configure terminal`'s node on, that take bgpd from one speaker to another. Only what differs is
 * touched: a session whose neighbour stays as it is goes on.
 */
export function speakerCommands(
  before: BgpSpeaker | undefined,
  after: BgpSpeaker | undefined,
): string[] {
  if (!after) return before ? [`no router bgp ${before.asn}`, ...unusedLists(before, after)] : [];
  if (before && before.asn !== after.asn) {
    return [...speakerCommands(before, undefined), ...speakerCommands(undefined, after)];
  }
  const commands = [
    ...newLists(before, after),
    ...insideRouter(before, after),
    ...(before ? unusedLists(before, after) : []),
  ];
  return commands;
}

function insideRouter(before: BgpSpeaker | undefined, after: BgpSpeaker): string[] {
  const removed = (before?.neighbors ?? []).filter((old) => !findNeighbor(after, old.address));
  const changes = [
    ...(before ? [] : general),
    ...(before?.routerId === after.routerId ? [] : [`bgp router-id ${after.routerId}`]),
    ...removed.map((old) => `no neighbor ${old.address}`),
    ...after.neighbors.flatMap((now) => neighborCommands(findNeighbor(before, now.address), now)),
  ];
  const family = familyCommands(before, after);
  if (changes.length === 0 && family.length === 0) return [];
  return [
    `router bgp ${after.asn}`,
    ...changes,
    ...(family.length > 0 ? ['address-family ipv4 unicast', ...family, 'exit-address-family'] : []),
    'exit',
  ];
}

/** Routers of clouds take and give routes without a policy, and announce what they are told to. */
const general = [
  'no bgp ebgp-requires-policy',
  'no bgp network import-check',
  'bgp log-neighbor-changes',
  'coalesce-time 0',
];

const defaultMaximumPaths = 1;

function familyCommands(before: BgpSpeaker | undefined, after: BgpSpeaker): string[] {
  const oldNetworks = new Set(before?.networks ?? []);
  const networks = new Set(after.networks);
  const paths = after.maximumPaths ?? defaultMaximumPaths;
  const samePaths = before !== undefined && (before.maximumPaths ?? defaultMaximumPaths) === paths;
  return [
    ...(samePaths ? [] : [`maximum-paths ${paths}`, `maximum-paths ibgp ${paths}`]),
    ...after.networks.filter((prefix) => !oldNetworks.has(prefix)).map((it) => `network ${it}`),
    ...[...oldNetworks].filter((prefix) => !networks.has(prefix)).map((it) => `no network ${it}`),
    ...after.neighbors.flatMap((now) =>
      neighborFamilyCommands(freshUnlessSameAs(before, now), now),
    ),
  ];
}

function neighborCommands(before: BgpNeighbor | undefined, after: BgpNeighbor): string[] {
  const old = before?.asn === after.asn ? before : undefined;
  const it = `neighbor ${after.address}`;
  const commands: string[] = [];
  if (before && !old) commands.push(`no ${it}`);
  if (!old) {
    commands.push(
      `${it} remote-as ${after.asn}`,
      `${it} advertisement-interval 0`,
      `${it} disable-connected-check`,
    );
  }
  if (old?.source !== after.source) commands.push(`${it} update-source ${after.source}`);
  if ((old?.multihop ?? false) !== after.multihop) {
    commands.push(
      `${after.multihop ? '' : 'no '}${it} ebgp-multihop${after.multihop ? ' 255' : ''}`,
    );
  }
  if ((old?.passive ?? false) !== after.passive) {
    commands.push(`${after.passive ? '' : 'no '}${it} passive`);
  }
  const { keepalive, hold, connect } = after.timers;
  if (old?.timers.keepalive !== keepalive || old.timers.hold !== hold) {
    commands.push(`${it} timers ${keepalive} ${hold}`);
  }
  if (old?.timers.connect !== connect) commands.push(`${it} timers connect ${connect}`);
  return commands;
}

function neighborFamilyCommands(before: BgpNeighbor | undefined, after: BgpNeighbor): string[] {
  const it = `neighbor ${after.address}`;
  const commands: string[] = [];
  if (!before) commands.push(`${it} activate`, `${it} soft-reconfiguration inbound`);
  if ((before?.nextHopSelf ?? false) !== after.nextHopSelf) {
    commands.push(`${after.nextHopSelf ? '' : 'no '}${it} next-hop-self`);
  }
  for (const direction of ['inbound', 'outbound'] as const) {
    const name = listName(after[direction]);
    const oldName = before ? listName(before[direction]) : undefined;
    if (name === oldName) continue;
    const side = direction === 'inbound' ? 'in' : 'out';
    // A list's name tells its content, so a changed one has another name; switching is what makes FRR look again.
    if (name !== undefined) commands.push(`${it} prefix-list ${name} ${side}`);
    else if (oldName !== undefined) commands.push(`no ${it} prefix-list ${oldName} ${side}`);
  }
  return commands;
}

/** The neighbour as it was, unless it has to be made anew. */
function freshUnlessSameAs(
  before: BgpSpeaker | undefined,
  now: BgpNeighbor,
): BgpNeighbor | undefined {
  const old = findNeighbor(before, now.address);
  return old?.asn === now.asn ? old : undefined;
}

function findNeighbor(speaker: BgpSpeaker | undefined, address: string): BgpNeighbor | undefined {
  return speaker?.neighbors.find((neighbor) => neighbor.address === address);
}

/** `undefined` for a filter that permits all. */
function listName(filter: PrefixFilter): string | undefined {
  if (filter.rules.length === 0 && filter.otherwise === 'permit') return undefined;
  const hash = createHash('sha256')
    .update(JSON.stringify(listLines(filter)))
    .digest('hex');
  return `P${hash.slice(0, 16)}`;
}

function listLines(filter: PrefixFilter): string[] {
  const lines = filter.rules.map(({ action, prefix, atLeast, upTo }) => {
    const length = Number(prefix.split('/')[1] ?? 32);
    const least = atLeast !== undefined && atLeast > length ? ` ge ${atLeast}` : '';
    const longest = upTo ?? (atLeast === undefined ? length : 32);
    const most = longest > length ? ` le ${longest}` : '';
    return `${action} ${prefix}${least}${most}`;
  });
  return [...lines, `${filter.otherwise} 0.0.0.0/0 le 32`];
}

function lists(speaker: BgpSpeaker | undefined): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const neighbor of speaker?.neighbors ?? []) {
    for (const filter of [neighbor.inbound, neighbor.outbound]) {
      const name = listName(filter);
      if (name !== undefined) found.set(name, listLines(filter));
    }
  }
  return found;
}

function newLists(before: BgpSpeaker | undefined, after: BgpSpeaker): string[] {
  const had = lists(before);
  return [...lists(after)]
    .filter(([name]) => !had.has(name))
    .flatMap(([name, lines]) =>
      lines.map((line, index) => `ip prefix-list ${name} seq ${(index + 1) * 5} ${line}`),
    );
}

function unusedLists(before: BgpSpeaker, after: BgpSpeaker | undefined): string[] {
  const stay = lists(after);
  return [...lists(before).keys()]
    .filter((name) => !stay.has(name))
    .map((name) => `no ip prefix-list ${name}`);
}
