import type { Fabric, FabricLink, FabricNode, LinkEnd, Tunnel } from '../../fabric/fabric.ts';
import { nodeConfig, tableNames, type NodeConfig } from './node-config.ts';
import { diffNode, emptyNodeConfig, isNothing, type NodeOperations } from './node-diff.ts';
import { expandTunnels, tunnelNamespace } from './tunnel-namespace.ts';

/** What Linux was last made to look like. */
export interface Applied {
  readonly nodes: Readonly<Record<string, AppliedNode>>;
  /** Link name -> its ends. */
  readonly links: Readonly<Record<string, FabricLink>>;
  /** Tunnels whose charon was started. */
  readonly tunnels: Readonly<Record<string, Tunnel>>;
}

export interface AppliedNode {
  readonly kind: FabricNode['kind'];
  readonly config: NodeConfig;
  readonly tableNumbers: Readonly<Record<string, number>>;
  /** A configuration that failed half-way. */
  readonly uncertain?: NodeConfig;
}

export const nothingApplied: Applied = { nodes: {}, links: {}, tunnels: {} };

/** Steps in the order in which they are done; those of one list are independent of each other. */
export interface Plan {
  /** Links that must go first, because a new one takes their device's name. */
  readonly removeLinksFirst: readonly FabricLink[];
  readonly removeNodesFirst: readonly string[];
  readonly stopTunnelsFirst: readonly string[];
  readonly addNodes: readonly FabricNode[];
  readonly addLinks: readonly FabricLink[];
  readonly startTunnels: readonly Tunnel[];
  readonly configure: readonly NodePlan[];
  readonly stopTunnels: readonly string[];
  readonly removeLinks: readonly FabricLink[];
  readonly removeNodes: readonly string[];
}

export interface NodePlan {
  readonly node: string;
  readonly operations: NodeOperations;
  /** What the node is when they are done. */
  readonly after: AppliedNode;
  /** Devices that strongSwan makes: they must be there first. */
  readonly tunnels: readonly string[];
}

/** Pure: how to get from what was applied to a fabric. */
export function plan(applied: Applied, fabric: Fabric): Plan {
  const own = expandTunnels(fabric);
  const nodes = [...fabric.nodes, ...own.nodes];
  const links = [...fabric.links, ...own.links];
  const kinds = new Map(nodes.map((node) => [node.name, node.kind]));

  const existing = Object.entries(applied.nodes);
  const goneNodes = existing.filter(([name]) => !kinds.has(name)).map(([name]) => name);
  const changedNodes = existing
    .filter(([name, node]) => kinds.has(name) && kinds.get(name) !== node.kind)
    .map(([name]) => name);
  const remade = new Set(changedNodes);

  const wanted = new Map(links.map((link) => [link.name, link]));
  const kept = (link: FabricLink): boolean => {
    const now = wanted.get(link.name);
    return now !== undefined && sameEnds(link, now) && !touches(link, remade);
  };
  const goneLinks = Object.values(applied.links).filter((link) => !kept(link));
  const addLinks = links.filter((link) => {
    const before = applied.links[link.name];
    return before === undefined || !kept(before);
  });
  const needed = new Set(addLinks.flatMap((link) => link.ends.map(endKey)));
  const inTheWay = (link: FabricLink): boolean =>
    touches(link, remade) || link.ends.some((end) => needed.has(endKey(end)));

  const tunnels = planTunnels(applied, fabric, remade);
  const fresh = new Set([
    ...[...addLinks, ...goneLinks].flatMap((link) => link.ends.map(endKey)),
    ...tunnels.startTunnels.map(innerKey),
    ...[...tunnels.stopTunnels, ...tunnels.stopTunnelsFirst].flatMap((name) => {
      const tunnel = applied.tunnels[name];
      return tunnel ? [innerKey(tunnel)] : [];
    }),
  ]);
  const ends = Map.groupBy(
    links.flatMap((link) => link.ends),
    (end) => end.node,
  );
  const inner = Map.groupBy(fabric.tunnels, (tunnel) => tunnel.inner);
  const outer = Map.groupBy(fabric.tunnels, (tunnel) => tunnel.outer);
  return {
    ...tunnels,
    removeLinksFirst: goneLinks.filter(inTheWay),
    removeNodesFirst: changedNodes,
    addNodes: nodes.filter((node) => !(node.name in applied.nodes) || remade.has(node.name)),
    addLinks,
    configure: nodes.flatMap((node) =>
      planNode({
        node,
        before: remade.has(node.name) ? undefined : applied.nodes[node.name],
        ends: ends.get(node.name) ?? [],
        inner: inner.get(node.name) ?? [],
        outer: outer.get(node.name) ?? [],
        fresh,
        neighbors: own.neighbors[node.name] ?? {},
      }),
    ),
    removeLinks: goneLinks.filter((link) => !inTheWay(link)),
    removeNodes: goneNodes,
  };
}

type TunnelPlan = Pick<Plan, 'stopTunnelsFirst' | 'startTunnels' | 'stopTunnels'>;

function planTunnels(applied: Applied, fabric: Fabric, remade: ReadonlySet<string>): TunnelPlan {
  const wanted = new Map(fabric.tunnels.map((tunnel) => [tunnel.name, tunnel]));
  const stays = (before: Tunnel | undefined, after: Tunnel): boolean =>
    before !== undefined && samePlace(before, after) && !remade.has(after.inner);
  const start = fabric.tunnels.filter((after) => !stays(applied.tunnels[after.name], after));
  const taken = new Set(start.map(innerKey));
  const stop = Object.values(applied.tunnels).filter((before) => {
    const after = wanted.get(before.name);
    return after === undefined || !stays(before, after);
  });
  const first = stop.filter((tunnel) => wanted.has(tunnel.name) || taken.has(innerKey(tunnel)));
  return {
    stopTunnelsFirst: first.map((tunnel) => tunnel.name),
    startTunnels: start,
    stopTunnels: stop.filter((tunnel) => !first.includes(tunnel)).map((tunnel) => tunnel.name),
  };
}

interface PlanNodeParameters {
  readonly node: FabricNode;
  readonly before: AppliedNode | undefined;
  readonly ends: readonly LinkEnd[];
  readonly inner: readonly Tunnel[];
  readonly outer: readonly Tunnel[];
  /** Ends of links that were made or unmade: what was configured there is gone. */
  readonly fresh: ReadonlySet<string>;
  readonly neighbors: Readonly<Record<string, string>>;
}

function planNode({
  node,
  before,
  ends,
  inner,
  outer,
  fresh,
  neighbors,
}: PlanNodeParameters): NodePlan[] {
  const outerEnds = outer.map((tunnel) => ({
    tunnel,
    peerMac: tunnelNamespace(tunnel.name).ownMac,
  }));
  const tableNumbers = numberTables(before?.tableNumbers ?? {}, tableNames(node, outerEnds));
  const config = nodeConfig(node, { ends, inner, outer: outerEnds, tableNumbers, neighbors });
  const old = withoutDevices(before?.config ?? emptyNodeConfig, devicesOf(node.name, fresh));
  const operations = diffNode(old, config, before?.uncertain);
  if (before && isNothing(operations)) return [];
  return [
    {
      node: node.name,
      operations,
      after: { kind: node.kind, config, tableNumbers },
      tunnels: inner.map((tunnel) => tunnel.name),
    },
  ];
}

/** Numbers stay with their names as long as these live, so that a changed list of tables moves no routes. */
export function numberTables(
  before: Readonly<Record<string, number>>,
  names: readonly string[],
): Record<string, number> {
  const numbers: Record<string, number> = {};
  const taken = new Set<number>();
  for (const name of names) {
    const number = before[name];
    if (number === undefined) continue;
    numbers[name] = number;
    taken.add(number);
  }
  // A number given up in this very change is not used again, since its routes are deleted last.
  for (const number of Object.values(before)) taken.add(number);
  let next = 1001;
  for (const name of names) {
    if (name in numbers) continue;
    while (taken.has(next)) next += 1;
    numbers[name] = next;
    taken.add(next);
  }
  return numbers;
}

/** The configuration less what went with some devices: the kernel drops a device's addresses, neighbours and routes. */
function withoutDevices(config: NodeConfig, devices: ReadonlySet<string>): NodeConfig {
  if (devices.size === 0) return config;
  const names = (text: string): boolean => {
    const words = text.split(' ');
    return words.some((word, index) => word === 'dev' && devices.has(words[index + 1] ?? ''));
  };
  const keep = (
    map: Readonly<Record<string, string>>,
    lost: (key: string, value: string) => boolean,
  ): Record<string, string> =>
    Object.fromEntries(Object.entries(map).filter(([key, value]) => !lost(key, value)));
  return {
    ...config,
    sysctls: keep(config.sysctls, (key) => devices.has(key.split('/')[2] ?? '')),
    ports: keep(config.ports, (key) => devices.has(key)),
    devices: keep(config.devices, (key) => devices.has(key)),
    addresses: keep(config.addresses, names),
    neighbors: keep(config.neighbors, names),
    routes: keep(config.routes, (_, value) => names(value)),
  };
}

function devicesOf(node: string, fresh: ReadonlySet<string>): Set<string> {
  const prefix = `${node}\0`;
  return new Set(
    [...fresh].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
  );
}

function endKey(end: LinkEnd): string {
  return `${end.node}\0${end.device}`;
}

function innerKey(tunnel: Tunnel): string {
  return `${tunnel.inner}\0${tunnel.innerDevice}`;
}

/** Whether its charon and devices can stay where they are. */
function samePlace(one: Tunnel, other: Tunnel): boolean {
  return (
    innerKey(one) === innerKey(other) &&
    one.outer === other.outer &&
    one.outerDevice === other.outerDevice
  );
}

function sameEnds(one: FabricLink, other: FabricLink): boolean {
  return one.ends.every((end, index) => endKey(end) === endKey(other.ends[index] ?? end));
}

function touches(link: FabricLink, nodes: ReadonlySet<string>): boolean {
  return link.ends.some((end) => nodes.has(end.node));
}
