import type { BgpObservation, BgpPeer, Observations } from '../../fabric/observations.ts';
import { badRequest } from '../arm/error.ts';
import { parentId } from '../arm/id.ts';
import { mseeNodeName } from '../fabric/names.ts';
import type { CircuitLink } from '../routing/express-route.ts';
import { circuitLinks } from '../routing/express-route.ts';
import type { Resource, Resources } from '../resources/store.ts';

type Peering = Resource<'expressRouteCircuitPeerings'>;

/** What a circuit's edges say of a peering, by one of its two links. */
export interface CircuitView {
  readonly peering: Peering;
  readonly link: CircuitLink;
  readonly resources: Resources;
  readonly observations: Observations;
}

/** A row of routeTables. @see https://learn.microsoft.com/rest/api/expressroute/express-route-circuits/list-routes-table */
export interface CircuitRouteRow {
  readonly network: string;
  /** Of the best path with a `*` behind it. */
  readonly nextHop: string;
  readonly locPrf: string;
  readonly weight: number;
  /** AS numbers and origin: `65515 I` */
  readonly path: string;
}

/** A row of routeTablesSummary: a BGP neighbour of the edge. */
export interface CircuitNeighborRow {
  readonly neighbor: string;
  readonly v: number;
  readonly as: number;
  /** `00:12:34`, `1d02h`; `never` */
  readonly upDown: string;
  /** Prefixes received; the session's state while it is not up. */
  readonly statePfxRcd: string;
}

const origins = { IGP: 'I', EGP: 'E', incomplete: '?' } as const;

/** Every path that the edge knows, as its router lists them. */
export function circuitRoutes(view: CircuitView): readonly CircuitRouteRow[] {
  return (seenBy(view)?.routes ?? []).map((route) => ({
    network: route.prefix,
    nextHop: `${route.nextHop ?? ''}${route.best ? '*' : ''}`,
    locPrf: '100',
    weight: 0,
    path: [...route.asPath, origins[route.origin]].join(' '),
  }));
}

export function circuitNeighbors(view: CircuitView): readonly CircuitNeighborRow[] {
  return (seenBy(view)?.peers ?? []).map((peer) => ({
    neighbor: peer.address,
    v: 4,
    as: peer.asn,
    upDown: upDown(peer),
    statePfxRcd: peer.state === 'Established' ? String(peer.prefixesReceived) : peer.state,
  }));
}

/** `primary` or `secondary`, in any case. Throws {@link ArmError}. */
export function linkOf(devicePath: string): CircuitLink {
  const link = circuitLinks.find((known) => known === devicePath.toLowerCase());
  if (link) return link;
  throw badRequest(
    'InvalidDevicePath',
    `The device path '${devicePath}' is not valid: it is primary or secondary.`,
  );
}

function seenBy({
  peering,
  link,
  resources,
  observations,
}: CircuitView): BgpObservation | undefined {
  const circuit = resources.find('expressRouteCircuits', parentId(peering.id));
  return circuit && observations.bgp[mseeNodeName(circuit, link, resources)];
}

/** As routers write how long a session is up. */
function upDown({ establishedForMs }: BgpPeer): string {
  if (establishedForMs === null) return 'never';
  const seconds = Math.floor(establishedForMs / 1000);
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  const two = (number: number) => String(number).padStart(2, '0');
  if (days >= 7) return `${Math.floor(days / 7)}w${days % 7}d`;
  if (days > 0) return `${days}d${two(hours)}h`;
  return [hours, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
}
