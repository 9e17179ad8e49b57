/** A route in a BGP table, as FRR prints it. */
export type BgpRouteRow = {
  /** `*>` is the best path, `*=` another that is used too, `*` valid. */
  readonly status: string;
  readonly network: string;
  readonly nextHop: string;
  /** Multi-exit discriminator; `null` when the route carries none. */
  readonly metric: number | null;
  readonly localPreference: number | null;
  readonly weight: number;
  /** AS numbers, nearest first, and the origin: `65515 12076 65150 i`. */
  readonly path: string;
};

/** A session in `show ip bgp summary`. */
export type BgpSessionRow = {
  readonly neighbor: string;
  readonly remoteAs: number;
  /** `Established`, `Active`, `Connect`, `Idle`. */
  readonly state: string;
  readonly prefixesReceived: number;
  readonly prefixesSent: number;
  /** `00:04:10`, `never`; it varies. */
  readonly upTime: string;
};

/** FRR's own words in place of an answer: `No such neighbor in this view/vrf`. */
export type Refusal = { readonly refused: string };

interface JsonRoute {
  readonly network?: string;
  readonly nextHop?: string;
  readonly metric?: number;
  readonly locPrf?: number;
  readonly weight?: number;
  readonly path?: string;
  readonly bgpOriginCode?: string;
  readonly appliedStatusSymbols?: Readonly<Record<string, boolean>>;
}

/** What `show ip bgp neighbors <address> advertised-routes json` (or `received-routes`) prints. */
export function parseNeighborRoutes(output: string): readonly BgpRouteRow[] | Refusal {
  const answer = parseJson(output) as {
    readonly warning?: string;
    readonly advertisedRoutes?: Readonly<Record<string, JsonRoute>>;
    readonly receivedRoutes?: Readonly<Record<string, JsonRoute>>;
  };
  if (typeof answer === 'string') return { refused: answer };
  if (answer.warning !== undefined) return { refused: answer.warning };
  const routes = answer.advertisedRoutes ?? answer.receivedRoutes ?? {};
  return Object.entries(routes).map(([network, route]) => ({
    status: Object.keys(route.appliedStatusSymbols ?? {}).join(''),
    network: route.network ?? network,
    nextHop: route.nextHop ?? '',
    metric: route.metric ?? null,
    localPreference: route.locPrf ?? null,
    weight: route.weight ?? 0,
    path: pathText(route.path, route.bgpOriginCode ?? '?'),
  }));
}

interface JsonPath {
  readonly valid?: boolean;
  readonly bestpath?: boolean;
  readonly multipath?: boolean;
  readonly pathFrom?: string;
  readonly metric?: number;
  readonly locPrf?: number;
  readonly weight?: number;
  readonly path?: string;
  readonly origin?: string;
  readonly nexthops?: readonly { readonly ip?: string; readonly used?: boolean }[];
}

const originCodes: Readonly<Record<string, string>> = { IGP: 'i', EGP: 'e', incomplete: '?' };

/** What `show ip bgp json` prints: a row a path. */
export function parseBgpTable(output: string): readonly BgpRouteRow[] | Refusal {
  const answer = parseJson(output) as {
    readonly warning?: string;
    readonly routes?: Readonly<Record<string, readonly JsonPath[]>>;
  };
  if (typeof answer === 'string') return { refused: answer };
  if (answer.warning !== undefined) return { refused: answer.warning };
  return Object.entries(answer.routes ?? {}).flatMap(([network, paths]) =>
    paths.map((path) => ({
      status: statusOf(path),
      network,
      nextHop: (path.nexthops?.find(({ used }) => used) ?? path.nexthops?.[0])?.ip ?? '',
      metric: path.metric ?? null,
      localPreference: path.locPrf ?? null,
      weight: path.weight ?? 0,
      path: pathText(path.path, originCodes[path.origin ?? ''] ?? '?'),
    })),
  );
}

/** What `show ip bgp summary json` prints. */
export function parseBgpSummary(output: string): readonly BgpSessionRow[] | Refusal {
  const answer = parseJson(output) as {
    readonly warning?: string;
    readonly ipv4Unicast?: { readonly peers?: Readonly<Record<string, JsonPeer>> };
  };
  if (typeof answer === 'string') return { refused: answer };
  if (answer.warning !== undefined) return { refused: answer.warning };
  return Object.entries(answer.ipv4Unicast?.peers ?? {}).map(([neighbor, peer]) => ({
    neighbor,
    remoteAs: peer.remoteAs ?? 0,
    state: peer.state ?? '',
    prefixesReceived: peer.pfxRcd ?? 0,
    prefixesSent: peer.pfxSnt ?? 0,
    upTime: peer.peerUptime ?? '',
  }));
}

interface JsonPeer {
  readonly remoteAs?: number;
  readonly state?: string;
  readonly pfxRcd?: number;
  readonly pfxSnt?: number;
  readonly peerUptime?: string;
}

function statusOf({ valid, bestpath, multipath, pathFrom }: JsonPath): string {
  const best = bestpath === true ? '>' : multipath === true ? '=' : '';
  return `${valid === true ? '*' : ''}${best}${pathFrom === 'internal' ? 'i' : ''}`;
}

function pathText(path: string | undefined, origin: string): string {
  return [path ?? '', origin].filter((part) => part !== '').join(' ');
}

/** An answer that is no JSON is a message: FRR says so when it has no BGP. */
function parseJson(output: string): unknown {
  const text = output.trim();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Words, then.
  }
  return text.split('\n')[0] ?? text;
}
