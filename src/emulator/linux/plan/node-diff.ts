import { noRuleset, replaceRuleset } from './filter.ts';
import { noNat } from './nat.ts';
import type { NodeConfig } from './node-config.ts';

/** What makes one namespace go from one configuration to another. Empty lists and texts: nothing to do. */
export interface NodeOperations {
  /** Path below /proc/sys/net and value. */
  readonly sysctls: readonly (readonly [path: string, value: string])[];
  /** Lines of an `ip -force -batch`: first what is new or changed, then what is gone, so that no route is missing meanwhile. */
  readonly ip: readonly string[];
  readonly nft: string;
  /** Input of `iptables-restore`, which empties the tables that it names and no others. */
  readonly iptables: string;
  /** Forget tracked connections: they keep the translation of their first packet. */
  readonly flushConntrack: boolean;
}

export const emptyNodeConfig: NodeConfig = {
  sysctls: {},
  bridges: {},
  ports: {},
  devices: {},
  addresses: {},
  neighbors: {},
  routes: {},
  rules: {},
  nat: '',
  filter: noRuleset,
  mangle: [],
};

/**
 * @param before what Linux has.
 * @param uncertain a configuration that may have been applied in part: all of `after` is given again, and what is only in
 * `uncertain` is removed too.
 */
export function diffNode(
  before: NodeConfig,
  after: NodeConfig,
  uncertain?: NodeConfig,
): NodeOperations {
  const base = uncertain ? emptyNodeConfig : before;
  const had = uncertain ? [before, uncertain] : [before];
  const changed = (part: MapPart): [string, string][] =>
    Object.entries(after[part]).filter(([key, value]) => base[part][key] !== value);
  const gone = (part: MapPart): string[] =>
    [...new Set(had.flatMap((config) => Object.keys(config[part])))].filter(
      (key) => !(key in after[part]),
    );
  const natChanged = uncertain !== undefined || before.nat !== after.nat;
  const mangleChanged = uncertain !== undefined || !sameLines(before.mangle, after.mangle);
  return {
    sysctls: changed('sysctls'),
    ip: [
      ...changed('bridges').flatMap(([bridge]) => [
        `link add name ${bridge} type bridge`,
        `link set dev ${bridge} up`,
      ]),
      ...gone('ports').map((device) => `link set dev ${device} nomaster`),
      ...changed('ports').map(([device, bridge]) => `link set dev ${device} master ${bridge}`),
      ...gone('bridges').map((bridge) => `link del dev ${bridge}`),
      ...changed('devices').map(
        ([device, attributes]) => `link set dev ${device} ${attributes} up`,
      ),
      ...changed('addresses').map(([key]) => `addr replace ${key}`),
      ...gone('addresses').map((key) => `addr del ${key}`),
      ...changed('neighbors').map(([key, value]) => `neigh replace ${key} ${value} nud permanent`),
      ...gone('neighbors').map((key) => `neigh del ${key}`),
      ...changed('routes').map(([key, value]) => addRoute('replace', key, value)),
      ...changed('rules').flatMap(([key]) => addRule(key)),
      ...gone('rules').map((key) => removeRule(key)),
      ...gone('routes').map((key) => `route del ${key} proto static`),
    ],
    nft: [
      natChanged && (before.nat !== '' || after.nat !== '' || uncertain) ? after.nat || noNat : '',
      filterChange(before, after, uncertain),
    ].join(''),
    iptables: mangleChanged ? mangleTable(after.mangle) : '',
    flushConntrack: before.nat !== '' && natChanged,
  };
}

export function isNothing(operations: NodeOperations): boolean {
  return (
    operations.sysctls.length === 0 &&
    operations.ip.length === 0 &&
    operations.nft === '' &&
    operations.iptables === ''
  );
}

type MapPart =
  'sysctls' | 'bridges' | 'ports' | 'devices' | 'addresses' | 'neighbors' | 'routes' | 'rules';

/** `0.0.0.0/0 table 254 metric 0` and `unreachable` or ` via … dev …` */
function addRoute(verb: 'replace', key: string, body: string): string {
  return body.startsWith(' ')
    ? `route ${verb} ${key} proto static${body}`
    : `route ${verb} ${body} ${key} proto static`;
}

const localRule = 'pref 50 lookup local';

function addRule(key: string): string[] {
  // The local table moves behind the tunnels' rules.
  return key === localRule ? [`rule add ${key}`, 'rule del pref 0'] : [`rule add ${key}`];
}

function removeRule(key: string): string {
  return key === localRule ? 'rule add pref 0 lookup local\nrule del pref 50' : `rule del ${key}`;
}

function filterChange(before: NodeConfig, after: NodeConfig, uncertain?: NodeConfig): string {
  if (uncertain) {
    // What the table holds is not known: a fresh one.
    const table = 'table ip wirebook_filter';
    return `add ${table}\ndelete ${table}\n${replaceRuleset(noRuleset, after.filter)}`;
  }
  if (JSON.stringify(before.filter) === JSON.stringify(after.filter)) return '';
  return replaceRuleset(before.filter, after.filter);
}

function mangleTable(rules: readonly string[]): string {
  const chains = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];
  return ['*mangle', ...chains.map((c) => `:${c} ACCEPT [0:0]`), ...rules, 'COMMIT', ''].join('\n');
}

function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
