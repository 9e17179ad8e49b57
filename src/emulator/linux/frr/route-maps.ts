import { createHash } from 'node:crypto';
import type { BgpNeighbor, BgpSpeaker } from '../../fabric/fabric.ts';
import { namedByContent, type Definition } from './definition.ts';
import { prefixList } from './prefix-lists.ts';

/** The route map of one direction of a session, with the lists that it refers to before it. */
export interface RouteMap {
  readonly name: string;
  readonly definitions: readonly Definition[];
}

/**
 * Pure: marks a neighbour's routes and prefers them. A mark is a large community (RFC 8092) of AS number 4294967295, which
 * nobody may have (RFC 7300): users' own communities stay as they are.
 */
export function importMap({ onImport }: BgpNeighbor): RouteMap | undefined {
  const { localPreference, mark, transitMark } = onImport ?? {};
  const sets = (...marks: readonly (string | undefined)[]) => {
    const communities = marks.flatMap((it) => (it === undefined ? [] : [markCommunity(it)]));
    return [
      ...(localPreference === undefined ? [] : [`set local-preference ${localPreference}`]),
      ...(communities.length === 0
        ? []
        : [`set large-community ${communities.join(' ')} additive`]),
    ];
  };
  if (transitMark !== undefined) {
    return routeMap({
      lists: [ownPath],
      special: [[`match as-path ${ownPath.name}`, ...sets(mark)]],
      usual: sets(mark, transitMark),
    });
  }
  const usual = sets(mark);
  return usual.length === 0 ? undefined : routeMap({ usual });
}

/** Paths of one AS number: the neighbour's own routes. */
const ownPath: Definition = {
  name: 'OWNPATH',
  make: ['bgp as-path access-list OWNPATH seq 5 permit ^[0-9]+$'],
  drop: ['no bgp as-path access-list OWNPATH'],
};

/** Pure: what is done to routes on their way to a neighbour. */
export function exportMap(speaker: BgpSpeaker, neighbor: BgpNeighbor): RouteMap | undefined {
  const { prepend = 0, med, medByPrefix = {}, withoutMarks = [] } = neighbor.onExport ?? {};
  const hidden = withoutMarks.length > 0 ? marksList(withoutMarks) : undefined;
  const shown = neighbor.asn !== speaker.asn && knowsMarks(speaker) ? allMarks : undefined;
  const sets = (metric: number | undefined) => [
    ...(removesPeersAs(speaker, neighbor) ? [`set as-path exclude ${neighbor.asn}`] : []),
    ...(prepend > 0 ? [`set as-path prepend${` ${speaker.asn}`.repeat(prepend)}`] : []),
    ...(metric === undefined ? [] : [`set metric ${metric}`]),
    ...(shown ? [`set large-comm-list ${shown.name} delete`] : []),
  ];
  const special = prefixesByMed(medByPrefix).map(([metric, list]) => ({
    list,
    sets: sets(metric),
  }));
  const usual = sets(med);
  if (!hidden && usual.length === 0 && special.length === 0) return undefined;
  return routeMap({
    lists: [
      ...(hidden ? [hidden] : []),
      ...(shown ? [shown] : []),
      ...special.map(({ list }) => list),
    ],
    denied: hidden ? [`match large-community ${hidden.name}`] : [],
    special: special.map(({ list, sets: own }) => [
      `match ip address prefix-list ${list.name}`,
      ...own,
    ]),
    usual,
  });
}

/** A list of exactly the prefixes that have a MED, for each MED. */
function prefixesByMed(
  medByPrefix: Readonly<Record<string, number>>,
): readonly (readonly [med: number, list: Definition])[] {
  const byMed = Map.groupBy(Object.entries(medByPrefix), ([, med]) => med);
  return [...byMed].flatMap(([med, entries]) => {
    const rules = entries.map(([prefix]) => ({ action: 'permit', prefix }) as const);
    const list = prefixList({ rules, otherwise: 'deny' });
    return list ? [[med, list] as const] : [];
  });
}

/** `remove-private-AS all` of FRR leaves the neighbour's own AS number in the path, private or not. */
function removesPeersAs(speaker: BgpSpeaker, { asn, onExport }: BgpNeighbor): boolean {
  return asn !== speaker.asn && onExport?.removePrivateAs === true && isPrivateAs(asn);
}

/** RFC 6996 */
export function isPrivateAs(asn: number): boolean {
  return (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);
}

/** Whether routes of this speaker can carry marks: its own, or those of others of its AS. */
function knowsMarks({ asn, neighbors }: BgpSpeaker): boolean {
  return neighbors.some(
    ({ asn: theirs, onImport: { mark, transitMark } = {} }) =>
      theirs === asn || mark !== undefined || transitMark !== undefined,
  );
}

const marksAs = 4_294_967_295;

function markCommunity(mark: string): string {
  const hash = createHash('sha256').update(mark).digest();
  return `${marksAs}:${hash.readUInt32BE(0)}:${hash.readUInt32BE(4)}`;
}

function marksList(marks: readonly string[]): Definition {
  const communities = marks.map(markCommunity).toSorted();
  const name = namedByContent('M', communities);
  return communityList('standard', name, communities);
}

const allMarks = communityList('expanded', 'MARKS', [`^${marksAs}:[0-9]+:[0-9]+$`]);

function communityList(
  kind: 'standard' | 'expanded',
  name: string,
  permitted: readonly string[],
): Definition {
  return {
    name,
    make: permitted.map((it) => `bgp large-community-list ${kind} ${name} permit ${it}`),
    drop: [`no bgp large-community-list ${kind} ${name}`],
  };
}

interface Entries {
  /** What the entries refer to. */
  readonly lists?: readonly Definition[];
  /** A match whose routes do not pass. */
  readonly denied?: readonly string[];
  /** A match and what is set, in the place of what is usual. */
  readonly special?: readonly (readonly string[])[];
  readonly usual: readonly string[];
}

function routeMap({ lists = [], denied = [], special = [], usual }: Entries): RouteMap {
  const name = namedByContent('R', [...denied, ...special.flat(), ...usual]);
  const entries = [
    ...(denied.length > 0 ? [['deny 10', denied] as const] : []),
    ...special.map((lines, index) => [`permit ${11 + index}`, lines] as const),
    [`permit ${20 + special.length}`, usual] as const,
  ];
  const make = entries.flatMap(([head, lines]) => [`route-map ${name} ${head}`, ...lines, 'exit']);
  return { name, definitions: [...lists, { name, make, drop: [`no route-map ${name}`] }] };
}
