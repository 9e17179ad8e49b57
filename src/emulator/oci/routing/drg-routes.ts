import type { Prefix } from '../../net/prefix.ts';
import { comparePrefixes } from '../../net/prefix.ts';
import type { AttachmentType, Statement } from './route-distribution.ts';
import { accepts } from './route-distribution.ts';

/** The earliest origin of a route. */
export type Provenance = 'STATIC' | 'VCN' | 'VIRTUAL_CIRCUIT' | 'IPSEC_TUNNEL';

/** What one attachment brings to its DRG. */
export interface AttachmentRoute {
  readonly destination: Prefix;
  readonly provenance: Exclude<Provenance, 'STATIC'>;
  readonly attachment: { readonly id: string; readonly type: AttachmentType };
  /** As the DRG counts it: {@link fastConnectPath}, {@link ipsecBgpPath}, {@link ipsecStaticPath}; empty for a VCN. */
  readonly asPath: readonly number[];
}

/** A rule that a person put into a DRG route table. */
export interface StaticRoute {
  readonly id: string;
  readonly destination: Prefix;
  /** Its next hop; undefined when that attachment is gone. */
  readonly attachment: { readonly id: string; readonly type: AttachmentType } | undefined;
  /** The attachment's OCID as it was given. */
  readonly nextHop: string;
}

export interface DrgTable {
  readonly statics: readonly StaticRoute[];
  /** Statements of its import route distribution; undefined: it has none, and imports nothing. */
  readonly imports: readonly Statement[] | undefined;
  readonly isEcmpEnabled: boolean;
}

/** A row of a DRG route table. */
export interface DrgRule {
  /** That of the static rule; undefined for a dynamic one. */
  readonly staticId: string | undefined;
  readonly destination: Prefix;
  readonly nextHop: string;
  readonly routeType: 'STATIC' | 'DYNAMIC';
  readonly provenance: Provenance;
  readonly asPath: readonly number[];
  /** Another rule for the same destination is preferred. */
  readonly isConflict: boolean;
  /** Its next hop is gone. */
  readonly isBlackhole: boolean;
}

/** A DRG uses at most so many equal routes at once. */
const mostEqualRoutes = 8;

/** Only they share a load; of equal VCN attachments one is chosen. */
const sharing: readonly AttachmentType[] = ['VIRTUAL_CIRCUIT', 'IPSEC_TUNNEL'];

/** Stands in for the private AS numbers with which a DRG lengthens paths that came by a tunnel. */
const privateAsn = 65_534;

/** FastConnect: the path as the customer's router sent it. */
export const fastConnectPath = (received: readonly number[]): readonly number[] => received;

/** A tunnel with BGP: one private AS number before the path that was received. */
export const ipsecBgpPath = (received: readonly number[]): readonly number[] => [
  privateAsn,
  ...received,
];

/** A tunnel with static routing: three private AS numbers. */
export const ipsecStaticPath: readonly number[] = [privateAsn, privateAsn, privateAsn];

/**
 * The rules of one DRG route table, by destination, the active ones first. Of rules for the same destination a static
 * one is preferred, then the shorter AS path, then the type of attachment; of equal circuits or tunnels all are used with
 * ECMP (eight at most), else always the same one.
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingDRGs.htm#overview__route_conflict
 */
export function drgRules(table: DrgTable, routes: readonly AttachmentRoute[]): readonly DrgRule[] {
  const candidates = [
    ...table.statics.map(staticCandidate),
    ...onePerAttachment(routes.filter((route) => imported(table, route))).map(dynamicCandidate),
  ];
  const byDestination = Map.groupBy(candidates, ({ destination }) => destination);
  return [...byDestination.keys()]
    .toSorted(comparePrefixes)
    .flatMap((destination) => decide(byDestination.get(destination) ?? [], table.isEcmpEnabled));
}

/** The rules that packets follow. */
export function activeRules(rules: readonly DrgRule[]): readonly DrgRule[] {
  return rules.filter(({ isConflict }) => !isConflict);
}

interface Candidate extends Omit<DrgRule, 'isConflict'> {
  readonly attachmentType: AttachmentType | undefined;
}

function staticCandidate({ id, destination, attachment, nextHop }: StaticRoute): Candidate {
  return {
    staticId: id,
    destination,
    nextHop,
    routeType: 'STATIC',
    provenance: 'STATIC',
    asPath: [],
    isBlackhole: attachment === undefined,
    attachmentType: attachment?.type,
  };
}

function dynamicCandidate(route: AttachmentRoute): Candidate {
  return {
    staticId: undefined,
    destination: route.destination,
    nextHop: route.attachment.id,
    routeType: 'DYNAMIC',
    provenance: route.provenance,
    asPath: route.asPath,
    isBlackhole: false,
    attachmentType: route.attachment.type,
  };
}

function imported({ imports }: DrgTable, { attachment }: AttachmentRoute): boolean {
  return imports !== undefined && accepts(imports, attachment);
}

/** An attachment shows its best path to a destination once, whatever the number of its sessions. */
function onePerAttachment(routes: readonly AttachmentRoute[]): readonly AttachmentRoute[] {
  const byPlace = Map.groupBy(routes, (route) => `${route.destination} ${route.attachment.id}`);
  return [...byPlace.values()].flatMap((same) => same.toSorted(comparePaths).slice(0, 1));
}

function comparePaths(
  { asPath: one }: AttachmentRoute,
  { asPath: other }: AttachmentRoute,
): number {
  return one.length - other.length || compareText(one.join(' '), other.join(' '));
}

function decide(candidates: readonly Candidate[], isEcmpEnabled: boolean): readonly DrgRule[] {
  const sorted = candidates.toSorted(
    (one, other) => preference(one, other) || compareText(one.nextHop, other.nextHop),
  );
  const [best] = sorted;
  if (!best) return [];
  const equal = sorted.filter((candidate) => preference(best, candidate) === 0);
  const shares =
    isEcmpEnabled && best.attachmentType !== undefined && sharing.includes(best.attachmentType);
  const used = new Set(equal.slice(0, shares ? mostEqualRoutes : 1));
  return sorted.map((candidate): DrgRule => {
    const { attachmentType: _, ...rule } = candidate;
    return { ...rule, isConflict: !used.has(candidate) };
  });
}

/** Negative when `one` is preferred; 0 when both would share the load. */
function preference(one: Candidate, other: Candidate): number {
  return (
    typeRank[one.routeType] - typeRank[other.routeType] ||
    one.asPath.length - other.asPath.length ||
    rankOf(one) - rankOf(other)
  );
}

const typeRank = { STATIC: 0, DYNAMIC: 1 } as const;

const attachmentRank: Readonly<Record<AttachmentType, number>> = {
  VCN: 0,
  VIRTUAL_CIRCUIT: 1,
  IPSEC_TUNNEL: 2,
  REMOTE_PEERING_CONNECTION: 3,
  LOOPBACK: 4,
};

function rankOf({ attachmentType }: Candidate): number {
  return attachmentType === undefined ? 5 : attachmentRank[attachmentType];
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
