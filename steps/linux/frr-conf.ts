import { checkFrrSettings } from './check-frr-settings.ts';
import type {
  FrrMatch,
  FrrNeighbor,
  FrrPrefix,
  FrrRouteMapEntry,
  FrrSet,
  FrrSettings,
  FrrTimers,
} from './frr-settings.ts';

export interface FrrConfParameters {
  readonly hostname: string;
  readonly settings: FrrSettings;
  /** Timers of neighbours that have none of their own. @default FRR's own */
  readonly timers?: FrrTimers;
}

/**
 * frr.conf in the order in which `show running-config` prints it, so that a reload finds no difference that
 * is none. Throws `bad-frr-settings` for settings that name what is not there.
 */
export function frrConf({ hostname, settings, timers }: FrrConfParameters): string {
  checkFrrSettings(settings);
  const blocks: readonly (readonly string[])[] = [
    [
      'frr defaults traditional',
      `hostname ${hostname}`,
      'log syslog informational',
      'service integrated-vtysh-config',
    ],
    (settings.staticRoutes ?? []).map(({ prefix, via }) => `ip route ${prefix} ${via}`),
    router(settings, timers),
    Object.entries(settings.prefixLists ?? {}).flatMap(([name, rules]) =>
      rules.map((rule, index) => `ip prefix-list ${name} seq ${seq(index)} ${prefixRule(rule)}`),
    ),
    Object.entries(settings.asPathLists ?? {}).flatMap(([name, rules]) =>
      rules.map((rule, index) => {
        const [action, pattern] = 'permit' in rule ? ['permit', rule.permit] : ['deny', rule.deny];
        return `bgp as-path access-list ${name} seq ${seq(index)} ${action} ${pattern}`;
      }),
    ),
    ...Object.entries(settings.routeMaps ?? {}).flatMap(([name, entries]) =>
      entries.map((entry, index) => routeMapEntry(name, seq(index), entry)),
    ),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n!\n`)
    .join('');
}

function router(settings: FrrSettings, timers: FrrTimers | undefined): readonly string[] {
  const { asn, routerId, neighbors = [], networks = [], redistribute = [] } = settings;
  return [
    `router bgp ${asn}`,
    ...some(routerId, (id) => ` bgp router-id ${id}`),
    ...(settings.ebgpRequiresPolicy === true ? [] : [' no bgp ebgp-requires-policy']),
    ...neighbors.flatMap((neighbor) => session(neighbor, neighbor.timers ?? timers)),
    ' !',
    ' address-family ipv4 unicast',
    ...networks.map((network) => `  network ${network}`),
    ...redistribute.map((source) => `  redistribute ${source}`),
    ...neighbors.flatMap(routesOf),
    ...some(settings.maximumPaths, (paths) => `  maximum-paths ${paths}`),
    ' exit-address-family',
    'exit',
  ];
}

function session(neighbor: FrrNeighbor, timers: FrrTimers | undefined): readonly string[] {
  const { address, remoteAs, description, ebgpMultihop, updateSource } = neighbor;
  const lines = [
    `remote-as ${remoteAs}`,
    ...some(description, (text) => `description ${text}`),
    ...some(ebgpMultihop, (hops) => `ebgp-multihop ${hops}`),
    ...some(updateSource, (source) => `update-source ${source}`),
    // Without this, FRR collects changes for a while before it tells them.
    ...(timers === undefined || timers.hold >= 30 ? [] : ['advertisement-interval 0']),
    ...some(timers, ({ keepalive, hold }) => `timers ${keepalive} ${hold}`),
    ...some(timers?.connect, (connect) => `timers connect ${connect}`),
  ];
  return lines.map((line) => ` neighbor ${address} ${line}`);
}

function routesOf(neighbor: FrrNeighbor): readonly string[] {
  const { address, softReconfiguration = true, nextHopSelf = false } = neighbor;
  const lines = [
    ...(nextHopSelf ? ['next-hop-self'] : []),
    ...(softReconfiguration ? ['soft-reconfiguration inbound'] : []),
    ...some(neighbor.allowAsIn, (times) => `allowas-in ${times}`),
    ...some(neighbor.prefixListIn, (name) => `prefix-list ${name} in`),
    ...some(neighbor.prefixListOut, (name) => `prefix-list ${name} out`),
    ...some(neighbor.routeMapIn, (name) => `route-map ${name} in`),
    ...some(neighbor.routeMapOut, (name) => `route-map ${name} out`),
  ];
  return lines.map((line) => `  neighbor ${address} ${line}`);
}

function prefixRule(rule: FrrPrefix): string {
  if (typeof rule === 'string') return `permit ${rule}`;
  return [
    'permit' in rule ? `permit ${rule.permit}` : `deny ${rule.deny}`,
    ...some(rule.ge, (length) => `ge ${length}`),
    ...some(rule.le, (length) => `le ${length}`),
  ].join(' ');
}

function routeMapEntry(name: string, number: number, entry: FrrRouteMapEntry): readonly string[] {
  const [action, match] = 'permit' in entry ? ['permit', entry.permit] : ['deny', entry.deny];
  return [`route-map ${name} ${action} ${number}`, ...matches(match), ...sets(entry.set), 'exit'];
}

function matches({ asPath, prefixList }: FrrMatch): readonly string[] {
  return [
    ...some(asPath, (name) => ` match as-path ${name}`),
    ...some(prefixList, (name) => ` match ip address prefix-list ${name}`),
  ];
}

function sets(set: FrrSet = {}): readonly string[] {
  return [
    ...some(set.asPathPrepend, (path) => ` set as-path prepend ${path.join(' ')}`),
    ...some(set.community, (community) => ` set community ${community}`),
    ...some(set.localPreference, (value) => ` set local-preference ${value}`),
    ...some(set.metric, (value) => ` set metric ${value}`),
    ...some(set.weight, (value) => ` set weight ${value}`),
  ];
}

/** 5, 10, 15 …, as FRR numbers entries itself. */
function seq(index: number): number {
  return (index + 1) * 5;
}

function some<Value>(value: Value | undefined, line: (value: Value) => string): readonly string[] {
  return value === undefined ? [] : [line(value)];
}
