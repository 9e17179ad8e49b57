/** FRR's part in a lab: static routes and BGP, in the terms of FRR's own configuration. */
export interface FrrSettings {
  readonly asn: number;
  /** @default FRR's own choice: the highest address of a loopback, or of any interface */
  readonly routerId?: string;
  /** Networks to announce, which the routing table must hold: `10.100.10.0/24`. */
  readonly networks?: readonly string[];
  readonly staticRoutes?: readonly FrrStaticRoute[];
  /** Other routes to announce; their origin is incomplete, `?`. */
  readonly redistribute?: readonly ('static' | 'connected' | 'kernel')[];
  readonly neighbors?: readonly FrrNeighbor[];
  /** By name; several entries are tried in order, and what none of them names is denied. */
  readonly prefixLists?: Readonly<Record<string, readonly FrrPrefix[]>>;
  /** By name: regular expressions on AS paths, in which `_` is the gap between two numbers. */
  readonly asPathLists?: Readonly<Record<string, readonly FrrAsPath[]>>;
  /** By name; several entries are tried in order, and what none of them matches is denied. */
  readonly routeMaps?: Readonly<Record<string, readonly FrrRouteMapEntry[]>>;
  /** How many equally good paths to use at once. @default FRR's own, which is all */
  readonly maximumPaths?: number;
  /**
   * Whether external neighbours without a filter exchange nothing (RFC 8212). Other routers have no such
   * rule, and FRR's default surprises who comes from them. @default false
   */
  readonly ebgpRequiresPolicy?: boolean;
}

export interface FrrStaticRoute {
  readonly prefix: string;
  /** An address, a device, or `Null0`, which drops. */
  readonly via: string;
}

export interface FrrNeighbor {
  readonly address: string;
  readonly remoteAs: number;
  readonly description?: string;
  /** How many hops away an external neighbour may be. @default 1 */
  readonly ebgpMultihop?: number;
  /** The device, or the own address, that the session comes from: `lo`. */
  readonly updateSource?: string;
  /** Keeps what the neighbour sent before any filter: `received-routes` shows that. @default true */
  readonly softReconfiguration?: boolean;
  /** Name of a prefix list. */
  readonly prefixListIn?: string;
  readonly prefixListOut?: string;
  /** Name of a route map. */
  readonly routeMapIn?: string;
  readonly routeMapOut?: string;
  readonly nextHopSelf?: boolean;
  /** How often the own AS number may be in a path. @default 0 */
  readonly allowAsIn?: number;
  /** @default seconds with fast timers, FRR's own (60 s, 180 s, 120 s) with real ones */
  readonly timers?: FrrTimers;
}

/** Seconds. */
export interface FrrTimers {
  readonly keepalive: number;
  readonly hold: number;
  /** How long to wait before dialling again. */
  readonly connect?: number;
}

/** A prefix that is permitted, or a rule: `{ permit: '10.0.0.0/8', le: 24 }`. */
export type FrrPrefix = string | (Rule<string> & { readonly ge?: number; readonly le?: number });

export type FrrAsPath = Rule<string>;

export type FrrRouteMapEntry = Rule<FrrMatch> & { readonly set?: FrrSet };

/** What an entry matches; everything when it names nothing. */
export interface FrrMatch {
  /** Name of an AS path list. */
  readonly asPath?: string;
  /** Name of a prefix list. */
  readonly prefixList?: string;
}

export interface FrrSet {
  readonly asPathPrepend?: readonly number[];
  readonly localPreference?: number;
  readonly metric?: number;
  readonly weight?: number;
  /** `65535:0` */
  readonly community?: string;
}

type Rule<What> = { readonly permit: What } | { readonly deny: What };
