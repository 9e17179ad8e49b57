import type { BgpNeighbor, PrefixFilter } from '../../fabric/fabric.ts';
import { namedByContent, type Definition } from './definition.ts';

/** The list of a filter; `undefined` for a filter that permits all. */
export function prefixList(filter: PrefixFilter): Definition | undefined {
  if (filter.rules.length === 0 && filter.otherwise === 'permit') return undefined;
  const entries = [...filter.rules.map(entry), `${filter.otherwise} 0.0.0.0/0 le 32`];
  const name = namedByContent('P', entries);
  return {
    name,
    make: entries.map((text, index) => `ip prefix-list ${name} seq ${(index + 1) * 5} ${text}`),
    drop: [`no ip prefix-list ${name}`],
  };
}

export function prefixListsOf({ inbound, outbound }: BgpNeighbor): Definition[] {
  return [inbound, outbound].flatMap((filter) => prefixList(filter) ?? []);
}

function entry({ action, prefix, atLeast, upTo }: PrefixFilter['rules'][number]): string {
  const length = Number(prefix.split('/')[1] ?? 32);
  const least = atLeast !== undefined && atLeast > length ? ` ge ${atLeast}` : '';
  const longest = upTo ?? (atLeast === undefined ? length : 32);
  const most = longest > length ? ` le ${longest}` : '';
  return `${action} ${prefix}${least}${most}`;
}
