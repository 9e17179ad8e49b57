import type { FilterRule, InterfaceFilter, PortRange } from '../../fabric/fabric.ts';
import { withoutContained } from './prefixes.ts';

/** Chains and sets of one nft table. */
export interface Ruleset {
  /** Chain name -> its rules. Base chains carry their hook in `hooks`. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
  readonly hooks: Readonly<Record<string, string>>;
  /** Set name -> declaration. */
  readonly sets: Readonly<Record<string, string>>;
}

export const noRuleset: Ruleset = { chains: {}, hooks: {}, sets: {} };

type Direction = InterfaceFilter['direction'];

/**
 * Security rules as nft chains. Replies are recognised by sets of accepted flows, one set a device and direction, and
 * not by connection tracking: a router here carries the same packet several times (machine, appliance, machine), and
 * each card must remember its own flows only.
 */
export function filterRuleset(filters: readonly InterfaceFilter[]): Ruleset {
  if (filters.length === 0) return noRuleset;
  const devices = [...new Set(filters.map((filter) => filter.device))];
  const numbered = devices.map((device, index) => ({ device, id: `d${index}_${safe(device)}` }));
  const chains: Record<string, readonly string[]> = {};
  const sets: Record<string, string> = {};
  for (const { device, id } of numbered) {
    const own = filters.filter((filter) => filter.device === device);
    const stateful = own.some((filter) => filter.stateful);
    for (const direction of ['in', 'out'] as const) {
      const lists = own.filter((f) => f.direction === direction).flatMap((f) => f.lists);
      if (stateful) Object.assign(sets, flowSets(id, direction));
      lists.forEach((list, index) => {
        chains[`${id}_${direction}_${index}`] = listRules(list);
      });
      const calls = lists.map((_, index) => `jump ${id}_${direction}_${index}`);
      chains[`${id}_${direction}`] = stateful
        ? [...replies(id, direction), ...calls, ...remember(id, direction)]
        : calls;
    }
  }
  const dispatch = (direction: Direction): string =>
    `${direction === 'in' ? 'iifname' : 'oifname'} vmap { ${numbered
      .map(({ device, id }) => `"${device}" : jump ${id}_${direction}`)
      .join(', ')} }`;
  chains['forward'] = [anyFragment, dispatch('in'), dispatch('out')];
  chains['input'] = [anyFragment, dispatch('in')];
  return {
    chains,
    sets,
    hooks: {
      forward: 'type filter hook forward priority 0; policy accept;',
      input: 'type filter hook input priority 0; policy accept;',
    },
  };
}

/** An nft script from one ruleset to another in one transaction. Sets stay, and with them the accepted flows. */
export function replaceRuleset(before: Ruleset, after: Ruleset): string {
  const table = 'ip wirebook_filter';
  if (Object.keys(after.chains).length === 0) {
    return Object.keys(before.chains).length === 0
      ? ''
      : `add table ${table}\ndelete table ${table}\n`;
  }
  const chain = (name: string): string =>
    `add chain ${table} ${name}${after.hooks[name] ? ` { ${after.hooks[name]} }` : ''}`;
  const gone = Object.keys(before.chains).filter((name) => !(name in after.chains));
  const goneSets = Object.keys(before.sets).filter((name) => !(name in after.sets));
  return [
    `add table ${table}`,
    ...Object.entries(after.sets).map(([name, body]) => `add set ${table} ${name} ${body}`),
    ...Object.keys(after.chains).map(chain),
    ...[...Object.keys(after.chains), ...gone].map((name) => `flush chain ${table} ${name}`),
    ...Object.entries(after.chains).flatMap(([name, rules]) =>
      rules.map((rule) => `add rule ${table} ${name} ${rule}`),
    ),
    ...gone.map((name) => `delete chain ${table} ${name}`),
    ...goneSets.map((name) => `delete set ${table} ${name}`),
    '',
  ].join('\n');
}

/** Fragments but the first have no ports to look at; without the first they are worth nothing. */
const anyFragment = 'ip frag-off & 0x1fff != 0 accept';

const flowOptions = 'flags dynamic,timeout; timeout 300s; size 65535;';

function flowSets(id: string, direction: Direction): Record<string, string> {
  return {
    [`${id}_${direction}_ports`]: `{ type ipv4_addr . ipv4_addr . inet_proto . inet_service . inet_service; ${flowOptions} }`,
    [`${id}_${direction}_pings`]: `{ typeof ip saddr . ip daddr . icmp id; ${flowOptions} }`,
    [`${id}_${direction}_others`]: `{ type ipv4_addr . ipv4_addr . inet_proto; ${flowOptions} }`,
  };
}

/** Lets packets pass that answer a flow accepted in the other direction, and keeps that flow alive. */
function replies(id: string, direction: Direction): string[] {
  const other = `${id}_${direction === 'in' ? 'out' : 'in'}`;
  const ports = 'ip daddr . ip saddr . meta l4proto . th dport . th sport';
  const ping = 'ip daddr . ip saddr . icmp id';
  const others = 'ip daddr . ip saddr . meta l4proto';
  return [
    `meta l4proto { tcp, udp } ${ports} @${other}_ports update @${other}_ports { ${ports} } return`,
    `icmp type echo-reply ${ping} @${other}_pings update @${other}_pings { ${ping} } return`,
    // Errors about a flow are its replies; which flow is inside the packet, beyond what nft can look up by type.
    'icmp type { destination-unreachable, time-exceeded, parameter-problem } return',
    `meta l4proto != { icmp, tcp, udp } ${others} @${other}_others update @${other}_others { ${others} } return`,
  ];
}

function remember(id: string, direction: Direction): string[] {
  const own = `${id}_${direction}`;
  return [
    `meta l4proto { tcp, udp } update @${own}_ports { ip saddr . ip daddr . meta l4proto . th sport . th dport }`,
    `icmp type echo-request update @${own}_pings { ip saddr . ip daddr . icmp id }`,
    `meta l4proto != { icmp, tcp, udp } update @${own}_others { ip saddr . ip daddr . meta l4proto }`,
  ];
}

function listRules(list: readonly FilterRule[]): string[] {
  return [...list.flatMap(ruleText), 'drop'];
}

function ruleText(rule: FilterRule): string[] {
  if (isEmpty(rule.sources) || isEmpty(rule.destinations)) return [];
  if (isEmpty(rule.sourcePorts) || isEmpty(rule.destinationPorts)) return [];
  const ports = rule.sourcePorts !== undefined || rule.destinationPorts !== undefined;
  const parts = [
    ...addresses('saddr', rule.sources),
    ...addresses('daddr', rule.destinations),
    ...protocol(rule, ports),
    ...portMatch('sport', rule.sourcePorts),
    ...portMatch('dport', rule.destinationPorts),
    rule.action === 'accept' ? 'return' : 'drop',
  ];
  return [parts.join(' ')];
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length === 0;
}

function protocol(rule: FilterRule, ports: boolean): string[] {
  if (rule.icmp) {
    const code = rule.icmp.code === undefined ? [] : [`icmp code ${rule.icmp.code}`];
    return [`icmp type ${rule.icmp.type}`, ...code];
  }
  if (rule.protocol !== undefined) return [`meta l4proto ${rule.protocol}`];
  return ports ? ['meta l4proto { tcp, udp }'] : [];
}

function addresses(field: 'saddr' | 'daddr', prefixes: readonly string[] | undefined): string[] {
  if (prefixes === undefined || prefixes.includes('0.0.0.0/0')) return [];
  return [`ip ${field} { ${withoutContained(prefixes).join(', ')} }`];
}

function portMatch(field: 'sport' | 'dport', ranges: readonly PortRange[] | undefined): string[] {
  if (ranges === undefined || ranges.some((range) => range.from <= 0 && range.to >= 65535)) {
    return [];
  }
  return [`th ${field} { ${mergeRanges(ranges).join(', ')} }`];
}

function mergeRanges(ranges: readonly PortRange[]): string[] {
  const merged: { from: number; to: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else merged.push({ from: range.from, to: range.to });
  }
  return merged.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
}

function safe(device: string): string {
  return device.replaceAll(/[^A-Za-z0-9]/g, '_');
}
