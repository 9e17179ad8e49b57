import { contains } from '../../net/prefix.ts';
import { reservedPrefixes } from './system-routes.ts';

/** A row of an interface card's effective routes. */
export interface EffectiveRoute {
  /** The user-defined route's. */
  readonly name?: string;
  readonly source: 'Default' | 'User' | 'VirtualNetworkGateway';
  /** `Invalid`: another row for the same prefix is stronger. */
  readonly state: 'Active' | 'Invalid';
  readonly prefix: string;
  readonly nextHopType: NextHopType;
  readonly nextHops: readonly string[];
  /** Of an injected route: the gateway that its packets go to; absent when they go to the next hops themselves. */
  readonly gatewayId?: string;
}

export type NextHopType =
  | 'VnetLocal'
  | 'VNetPeering'
  | 'VNetGlobalPeering'
  | 'VirtualNetworkGateway'
  | 'Internet'
  | 'VirtualAppliance'
  | 'None';

/** What a subnet's routes are made of. */
export interface RouteSources {
  /** The virtual network's own address space. */
  readonly network: readonly string[];
  readonly peers: readonly {
    readonly prefixes: readonly string[];
    /** In another region. */
    readonly global: boolean;
  }[];
  /** What the gateway that the network uses has learned, from its peers or its connections. */
  readonly gateway: readonly GatewayRoute[];
  /** False: the subnet's route table keeps the gateway's routes out. */
  readonly propagation: boolean;
  readonly user: readonly UserRoute[];
}

export interface GatewayRoute {
  readonly prefix: string;
  /** Addresses shown as next hop. */
  readonly nextHops: readonly string[];
  /** The gateway that packets go to; absent when they go to the next hops themselves, which are appliances then. */
  readonly gatewayId?: string;
}

export interface UserRoute {
  readonly name: string;
  readonly prefix: string;
  readonly type: Exclude<NextHopType, 'VNetPeering' | 'VNetGlobalPeering'>;
  readonly nextHop?: string | undefined;
}

type Row = Omit<EffectiveRoute, 'state'>;

const everything = '0.0.0.0/0';

/**
 * All effective routes of the cards of a subnet, in the order in which Azure lists them. Of several rows for a prefix
 * the user-defined one is active, then the gateway's, then the default one. Longer prefixes from a gateway never
 * divert what the network or its peers contain.
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route
 */
export function effectiveRoutes(sources: RouteSources): readonly EffectiveRoute[] {
  const peered = sources.peers.flatMap((peer) => peer.prefixes);
  const near = [...sources.network, ...peered];
  const fromGateway = sources.propagation
    ? sources.gateway.filter(({ prefix }) => !near.some((inner) => contains(inner, prefix)))
    : [];
  const userDefault = sources.user.some(({ prefix }) => prefix === everything);
  const gatewayDefault = fromGateway.some(({ prefix }) => prefix === everything);

  const rows: readonly Row[] = [
    ...sources.network.map((prefix) => fromAzure(prefix, 'VnetLocal')),
    ...sources.peers.flatMap(({ prefixes, global }) =>
      prefixes.map((prefix) => fromAzure(prefix, global ? 'VNetGlobalPeering' : 'VNetPeering')),
    ),
    ...fromGateway.map((route) => ({
      source: 'VirtualNetworkGateway' as const,
      nextHopType: 'VirtualNetworkGateway' as const,
      ...route,
    })),
    ...(gatewayDefault ? [] : [fromAzure(everything, 'Internet')]),
    ...(gatewayDefault || userDefault
      ? []
      : unclaimed(near, fromGateway).map((prefix) => fromAzure(prefix, 'None'))),
    ...sources.user.map(({ name, prefix, type, nextHop }) => ({
      name,
      source: 'User' as const,
      prefix,
      nextHopType: type,
      nextHops: nextHop === undefined ? [] : [nextHop],
    })),
  ];
  return rows.map((row) => ({ ...row, state: isBeaten(row, rows) ? 'Invalid' : 'Active' }));
}

function fromAzure(prefix: string, nextHopType: NextHopType): Row {
  return { source: 'Default', prefix, nextHopType, nextHops: [] };
}

/** Reserved ranges that neither the network nor a peer takes whole, and that no gateway announces. */
function unclaimed(
  near: readonly string[],
  fromGateway: readonly GatewayRoute[],
): readonly string[] {
  return reservedPrefixes.filter(
    (reserved) =>
      !near.some((prefix) => contains(prefix, reserved)) &&
      !fromGateway.some(({ prefix }) => prefix === reserved),
  );
}

const strength = { User: 2, VirtualNetworkGateway: 1, Default: 0 } as const;

function isBeaten(row: Row, rows: readonly Row[]): boolean {
  return rows.some(
    (other) => other.prefix === row.prefix && strength[other.source] > strength[row.source],
  );
}
