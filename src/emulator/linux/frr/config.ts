import type { BgpNeighbor, BgpSpeaker } from '../../fabric/fabric.ts';
import { dropUnused, makeMissing, type Definition } from './definition.ts';
import { neighborSettings } from './neighbor-settings.ts';
import { prefixListsOf } from './prefix-lists.ts';
import { exportMap, importMap } from './route-maps.ts';

/**
 * Pure: the commands, from `configure terminal`'s node on, that take bgpd from one speaker to another. Only what differs is
 * touched: a session whose neighbour stays as it is goes on.
 */
export function speakerCommands(
  before: BgpSpeaker | undefined,
  after: BgpSpeaker | undefined,
): string[] {
  const had = definitionsOf(before);
  const wanted = definitionsOf(after);
  if (!after) return before ? [`no router bgp ${before.asn}`, ...dropUnused(had, wanted)] : [];
  if (before && before.asn !== after.asn) {
    return [...speakerCommands(before, undefined), ...speakerCommands(undefined, after)];
  }
  return [...makeMissing(had, wanted), ...insideRouter(before, after), ...dropUnused(had, wanted)];
}

/** What neighbours refer to, in the order of need. */
function definitionsOf(speaker: BgpSpeaker | undefined): Definition[] {
  if (!speaker) return [];
  return speaker.neighbors.flatMap((neighbor) => [
    ...prefixListsOf(neighbor),
    ...(importMap(neighbor)?.definitions ?? []),
    ...(exportMap(speaker, neighbor)?.definitions ?? []),
  ]);
}

function insideRouter(before: BgpSpeaker | undefined, after: BgpSpeaker): string[] {
  const removed = (before?.neighbors ?? []).filter((old) => !findNeighbor(after, old.address));
  const changes = [
    ...(before ? [] : general),
    ...(before?.routerId === after.routerId ? [] : [`bgp router-id ${after.routerId}`]),
    ...reflection(before, after),
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

/** What is done to routes on export is done to reflected ones, too; FRR would only filter them. */
function reflection(before: BgpSpeaker | undefined, after: BgpSpeaker): string[] {
  const reflects = (speaker: BgpSpeaker | undefined): boolean =>
    speaker?.neighbors.some((it) => it.routeReflectorClient === true) ?? false;
  if (reflects(before) === reflects(after)) return [];
  return [`${reflects(after) ? '' : 'no '}bgp route-reflector allow-outbound-policy`];
}

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
    ...after.neighbors.flatMap((now) => neighborFamilyCommands(before, after, now)),
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

function neighborFamilyCommands(
  before: BgpSpeaker | undefined,
  after: BgpSpeaker,
  neighbor: BgpNeighbor,
): string[] {
  const it = `neighbor ${neighbor.address}`;
  const old = freshUnlessSameAs(before, neighbor);
  const had = before && old ? neighborSettings(before, old) : new Map<string, string>();
  const wanted = neighborSettings(after, neighbor);
  return [
    ...(old ? [] : [`${it} activate`, `${it} soft-reconfiguration inbound`]),
    ...[...had].filter(([kind]) => !wanted.has(kind)).map(([, line]) => `no ${it} ${line}`),
    ...[...wanted]
      .filter(([kind, line]) => had.get(kind) !== line)
      .map(([, line]) => `${it} ${line}`),
  ];
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
