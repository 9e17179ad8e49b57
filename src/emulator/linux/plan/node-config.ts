import type { FabricNode, LinkEnd, Route, Tunnel } from '../../fabric/fabric.ts';
import { filterRuleset, type Ruleset } from './filter.ts';
import { natRuleset } from './nat.ts';
import { ttlRules } from './ttl.ts';

/**
 * What one namespace should look like, as maps from a key (what a command names) to a value (what it sets), so that
 * two of them can be compared. Every text is what `ip` takes.
 */
export interface NodeConfig {
  /** Path below /proc/sys/net -> value. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Bridge -> '' */
  readonly bridges: Readonly<Record<string, string>>;
  /** Device -> the bridge it is a port of. */
  readonly ports: Readonly<Record<string, string>>;
  /** Device -> attributes for `ip link set`. */
  readonly devices: Readonly<Record<string, string>>;
  /** `10.1.0.4/24 dev eth0` -> '' */
  readonly addresses: Readonly<Record<string, string>>;
  /** `10.0.0.1 dev eth0` -> `lladdr 02:…` */
  readonly neighbors: Readonly<Record<string, string>>;
  /** `10.0.0.0/8 table 1001 metric 0` -> type and next hops. */
  readonly routes: Readonly<Record<string, string>>;
  /** `pref 1000 iif nic0 lookup 1001` -> '' */
  readonly rules: Readonly<Record<string, string>>;
  /** An nft script that replaces the table whole; '' for none. */
  readonly nat: string;
  readonly filter: Ruleset;
  /** Rules of iptables' mangle table. */
  readonly mangle: readonly string[];
}

/** What `nodeConfig` needs to know besides the node. */
export interface NodeSurroundings {
  readonly ends: readonly LinkEnd[];
  /** Tunnels whose device is in this node. */
  readonly inner: readonly Tunnel[];
  /** Tunnels whose packets leave by this node, with the hardware address of their end. */
  readonly outer: readonly { readonly tunnel: Tunnel; readonly peerMac: string }[];
  /** Routing table name -> its number. */
  readonly tableNumbers: Readonly<Record<string, number>>;
  /** Further neighbours, as in `NodeConfig`. */
  readonly neighbors: Readonly<Record<string, string>>;
}

/**
 * Last resort of a table. The highest byte of the metric is what zebra takes for the administrative distance: 255 is
 * never chosen, so a default route learned by BGP wins, and next hops do not resolve by it.
 */
const lastResortMetric = 0xff002000;

export const defaultTunnelMtu = 1400;

export function nodeConfig(node: FabricNode, around: NodeSurroundings): NodeConfig {
  const ttl = node.kind === 'router' ? ttlRules(node.transparentTtl) : [];
  return {
    sysctls: { ...nodeSysctls(node), ...deviceSysctls(around) },
    bridges: Object.fromEntries(
      around.ends.flatMap(({ bridge }) => (bridge === undefined ? [] : [[bridge, '']])),
    ),
    ports: Object.fromEntries(
      around.ends.flatMap(({ device, bridge }) =>
        bridge === undefined ? [] : [[device, bridge] as const],
      ),
    ),
    devices: {
      lo: '',
      ...Object.fromEntries(around.ends.map((end) => [end.device, linkAttributes(end)])),
      ...Object.fromEntries(
        around.inner.map((tunnel) => [tunnel.innerDevice, `mtu ${tunnel.mtu ?? defaultTunnelMtu}`]),
      ),
    },
    addresses: Object.fromEntries(
      [
        ...node.loopbacks.map((address) => `${address}/32 dev lo`),
        ...around.ends.flatMap((end) => end.addresses.map((a) => `${a} dev ${end.device}`)),
      ].map((key): readonly [string, string] => [key, '']),
    ),
    neighbors: {
      ...around.neighbors,
      ...Object.fromEntries(
        around.outer.map(({ tunnel, peerMac }) => [
          `${tunnel.localAddress} dev ${tunnel.outerDevice}`,
          `lladdr ${peerMac}`,
        ]),
      ),
    },
    routes: Object.fromEntries(routeEntries(node, around)),
    rules: Object.fromEntries(ruleKeys(node, around).map((rule) => [rule, ''])),
    nat: node.kind === 'router' && node.nat ? natRuleset(node.nat) : '',
    filter: filterRuleset(node.kind === 'router' ? (node.filters ?? []) : []),
    mangle: ttl,
  };
}

/** Names of all numbered tables of a node, in order. */
export function tableNames(
  node: FabricNode,
  outer: readonly { readonly tunnel: Tunnel }[],
): string[] {
  const own = node.kind === 'router' ? node.tables.map((table) => table.name) : [];
  return [...own, ...outer.map(({ tunnel }) => tunnelTable(tunnel))];
}

function tunnelTable(tunnel: Tunnel): string {
  return `\0tunnel ${tunnel.name}`;
}

function nodeSysctls(node: FabricNode): Record<string, string> {
  const common = {
    'ipv4/conf/all/rp_filter': '0',
    'ipv4/conf/all/send_redirects': '0',
    'ipv4/conf/all/accept_redirects': '0',
    'ipv4/conf/all/promote_secondaries': '1',
    'ipv6/conf/all/disable_ipv6': '1',
  };
  if (node.kind === 'machine') {
    // A card answers for its own address only, as a card in a network of its own would.
    return {
      ...common,
      'ipv4/conf/all/arp_ignore': '1',
      'ipv4/conf/all/arp_announce': '2',
      ...(node.forwarding === true && { 'ipv4/ip_forward': '1' }),
      'ipv4/ping_group_range': '0 65534',
    };
  }
  return {
    ...common,
    'ipv4/ip_forward': '1',
    'ipv4/icmp_ratelimit': '0',
    'ipv4/fib_multipath_hash_policy': '1',
  };
}

function deviceSysctls(around: NodeSurroundings): Record<string, string> {
  const devices = [
    ...around.ends.map((end) => end.device),
    ...around.inner.map((tunnel) => tunnel.innerDevice),
  ];
  const settings: [string, string][] = devices.flatMap((device): [string, string][] => [
    [`ipv4/conf/${device}/rp_filter`, '0'],
    [`ipv4/conf/${device}/send_redirects`, '0'],
  ]);
  for (const end of around.ends) {
    settings.push([`ipv4/conf/${end.device}/proxy_arp`, end.proxyArp ? '1' : '0']);
    // The kernel's default delays each first packet by up to 0.8 s.
    settings.push([`ipv4/neigh/${end.device}/proxy_delay`, '0']);
  }
  for (const { tunnel } of around.outer) {
    // Packets from the tunnel's namespace carry an address of this node as their source.
    settings.push([`ipv4/conf/${tunnel.outerDevice}/accept_local`, '1']);
  }
  return Object.fromEntries(settings);
}

function linkAttributes(end: LinkEnd): string {
  return [`mtu ${end.mtu ?? 1500}`, ...(end.mac ? [`address ${end.mac}`] : [])].join(' ');
}

function routeEntries(node: FabricNode, around: NodeSurroundings): [string, string][] {
  const tables: (readonly [number, readonly Route[]])[] = [[254, node.routes]];
  if (node.kind === 'router') {
    for (const table of node.tables) {
      tables.push([numberOf(around, table.name), table.routes]);
    }
  }
  for (const { tunnel } of around.outer) {
    const to = `${tunnel.localAddress}/32`;
    tables.push([
      numberOf(around, tunnelTable(tunnel)),
      [{ to, via: [{ device: tunnel.outerDevice }] }],
    ]);
  }
  return tables.flatMap(([number, routes]) => tableRoutes(number, routes));
}

function tableRoutes(number: number, routes: readonly Route[]): [string, string][] {
  const entries = routes.map((route): [string, string] => [
    `${route.to} table ${number} metric 0`,
    routeBody(route),
  ]);
  if (routes.some((route) => route.to === '0.0.0.0/0')) return entries;
  return [...entries, [`0.0.0.0/0 table ${number} metric ${lastResortMetric}`, 'unreachable']];
}

/** `unreachable`, or ` via 10.0.0.1 dev eth0 onlink`. */
function routeBody(route: Route): string {
  if ('reject' in route) return route.reject;
  const hops = route.via.map(
    (hop) =>
      `${hop.gateway ? `via ${hop.gateway} ` : ''}dev ${hop.device}${hop.gateway ? ' onlink' : ''}`,
  );
  return hops.length === 1 ? ` ${hops[0]}` : hops.map((hop) => ` nexthop ${hop}`).join('');
}

function ruleKeys(node: FabricNode, around: NodeSurroundings): string[] {
  return [...tableRules(node, around), ...tunnelRules(around)];
}

function tableRules(node: FabricNode, around: NodeSurroundings): string[] {
  if (node.kind !== 'router') return [];
  return node.tables.flatMap((table) =>
    table.devices.map((device) => `pref 1000 iif ${device} lookup ${numberOf(around, table.name)}`),
  );
}

/**
 * IKE and ESP of one peer to an address of this node go to the tunnel's own namespace, which holds the same address:
 * by rules before the local table's, so no translation and no connection tracking is needed. Several tunnels share one
 * address by their peers' addresses.
 */
function tunnelRules(around: NodeSurroundings): string[] {
  if (around.outer.length === 0) return [];
  const toTunnels = around.outer.flatMap(({ tunnel }) =>
    [500, 4500].map(
      (port) =>
        `pref 10 from ${tunnel.remoteAddress} to ${tunnel.localAddress} ipproto udp dport ${port} ` +
        `lookup ${numberOf(around, tunnelTable(tunnel))}`,
    ),
  );
  return ['pref 50 lookup local', ...toTunnels];
}

function numberOf(around: NodeSurroundings, table: string): number {
  const number = around.tableNumbers[table];
  if (number === undefined) throw new Error(`routing table ${table} has no number`);
  return number;
}
