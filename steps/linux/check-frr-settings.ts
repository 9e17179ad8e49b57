import { isIPv4 } from 'node:net';
import { WirebookError } from '../../src/lab/errors.ts';
import type { FrrMatch, FrrPrefix, FrrSettings } from './frr-settings.ts';

/** Throws `bad-frr-settings` with everything that is wrong. FRR itself takes a name that is not there as "deny all". */
export function checkFrrSettings(settings: FrrSettings): void {
  const wrong = [
    ...numbersOf(settings).flatMap(([where, asn]) =>
      Number.isInteger(asn) && asn > 0 && asn < 2 ** 32 ? [] : [`${where}: ${asn} is no AS number`],
    ),
    ...addressesOf(settings).flatMap(([where, address]) =>
      isIPv4(address) ? [] : [`${where}: "${address}" is no address`],
    ),
    ...prefixesOf(settings).flatMap(([where, prefix]) => prefixFault(where, prefix)),
    ...wordsOf(settings).flatMap(([where, word]) =>
      /^[^\s!]+$/.test(word) ? [] : [`${where}: "${word}" is not one word`],
    ),
    ...textsOf(settings).flatMap(([where, text]) =>
      /[\n\r]/.test(text) || text.trim() === '' ? [`${where}: it has to be one line`] : [],
    ),
    ...missingNames(settings),
    ...twice((settings.neighbors ?? []).map(({ address }) => address)),
  ];
  if (wrong.length === 0) return;
  throw new WirebookError({
    code: 'bad-frr-settings',
    message:
      wrong.length === 1
        ? `FRR cannot be given these settings: ${wrong[0]}.`
        : `FRR cannot be given these settings: ${wrong.length} are wrong.`,
    facts: Object.fromEntries(wrong.map((text, index) => [`wrong ${index + 1}`, text])),
    next: 'Mend the settings of this step; nothing was changed on the machine.',
    exitCode: 2,
  });
}

type Place<Value> = readonly [where: string, value: Value];

function numbersOf({ asn, neighbors = [] }: FrrSettings): readonly Place<number>[] {
  return [
    ['asn', asn],
    ...neighbors.map(({ address, remoteAs }): Place<number> => [`neighbor ${address}`, remoteAs]),
  ];
}

function addressesOf({ routerId, neighbors = [] }: FrrSettings): readonly Place<string>[] {
  return [
    ...(routerId === undefined ? [] : [['routerId', routerId] as const]),
    ...neighbors.map(({ address }): Place<string> => ['neighbors', address]),
  ];
}

function prefixesOf(settings: FrrSettings): readonly Place<string>[] {
  const { networks = [], staticRoutes = [], prefixLists = {} } = settings;
  return [
    ...networks.map((prefix): Place<string> => ['networks', prefix]),
    ...staticRoutes.map(({ prefix }): Place<string> => ['staticRoutes', prefix]),
    ...Object.entries(prefixLists).flatMap(([name, rules]) =>
      rules.map((rule): Place<string> => [`prefix list ${name}`, prefixOf(rule)]),
    ),
  ];
}

function wordsOf(settings: FrrSettings): readonly Place<string>[] {
  const { staticRoutes = [], neighbors = [] } = settings;
  const named = [settings.prefixLists, settings.asPathLists, settings.routeMaps];
  return [
    ...staticRoutes.map(({ prefix, via }): Place<string> => [`static route ${prefix}`, via]),
    ...neighbors.flatMap(({ address, updateSource }) =>
      updateSource === undefined ? [] : [[`neighbor ${address}`, updateSource] as const],
    ),
    ...named.flatMap((lists = {}) =>
      Object.keys(lists).map((name): Place<string> => ['name of a list or map', name]),
    ),
  ];
}

function textsOf({ neighbors = [], asPathLists = {} }: FrrSettings): readonly Place<string>[] {
  return [
    ...neighbors.flatMap(({ address, description }) =>
      description === undefined ? [] : [[`description of ${address}`, description] as const],
    ),
    ...Object.entries(asPathLists).flatMap(([name, rules]) =>
      rules.map((rule): Place<string> => [
        `AS path list ${name}`,
        'permit' in rule ? rule.permit : rule.deny,
      ]),
    ),
  ];
}

function missingNames(settings: FrrSettings): readonly string[] {
  const { neighbors = [], prefixLists = {}, asPathLists = {}, routeMaps = {} } = settings;
  const missing = (where: string, what: string, lists: object, name: string | undefined) =>
    name === undefined || Object.hasOwn(lists, name)
      ? []
      : [`${where}: there is no ${what} ${name}`];
  const matches = Object.entries(routeMaps).flatMap(([name, entries]) =>
    entries.map((entry): readonly [string, FrrMatch] => [
      `route map ${name}`,
      'permit' in entry ? entry.permit : entry.deny,
    ]),
  );
  return [
    ...neighbors.flatMap((neighbor) => {
      const where = `neighbor ${neighbor.address}`;
      return [
        ...missing(where, 'prefix list', prefixLists, neighbor.prefixListIn),
        ...missing(where, 'prefix list', prefixLists, neighbor.prefixListOut),
        ...missing(where, 'route map', routeMaps, neighbor.routeMapIn),
        ...missing(where, 'route map', routeMaps, neighbor.routeMapOut),
      ];
    }),
    ...matches.flatMap(([where, { asPath, prefixList }]) => [
      ...missing(where, 'AS path list', asPathLists, asPath),
      ...missing(where, 'prefix list', prefixLists, prefixList),
    ]),
  ];
}

function prefixFault(where: string, prefix: string): readonly string[] {
  const [, address = '', length = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(prefix) ?? [];
  if (!isIPv4(address) || Number(length) > 32) return [`${where}: "${prefix}" is no prefix`];
  const value = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(length));
  return value % size === 0 ? [] : [`${where}: ${prefix} has host bits`];
}

function twice(addresses: readonly string[]): readonly string[] {
  const again = addresses.filter((address, index) => addresses.indexOf(address) !== index);
  return [...new Set(again)].map((address) => `neighbors: ${address} is there twice`);
}

function prefixOf(rule: FrrPrefix): string {
  if (typeof rule === 'string') return rule;
  return 'permit' in rule ? rule.permit : rule.deny;
}
