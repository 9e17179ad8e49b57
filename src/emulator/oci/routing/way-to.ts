import { contains, longestMatch } from '../../net/prefix.ts';
import type { RouteRule, RouteTarget } from '../resources/route-table.ts';

/** Where a VCN sends what goes to an address. */
export type Way =
  | { readonly kind: 'local' }
  | { readonly kind: 'target'; readonly target: RouteTarget }
  | { readonly kind: 'nowhere' };

/**
 * The VCN's own blocks are local without a rule; a rule inside them (through a private IP) that is as specific or more
 * wins over that. Of all others the longest match decides.
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingroutetables.htm
 */
export function wayTo(
  address: string,
  rules: readonly RouteRule[],
  cidrBlocks: readonly string[],
): Way {
  const local = cidrBlocks.map((prefix): Choice => ({ prefix, way: { kind: 'local' } }));
  const given = rules.map(({ destination, target }): Choice => ({
    prefix: destination,
    way: { kind: 'target', target },
  }));
  const inside = local.some(({ prefix }) => contains(prefix, address));
  const choices = inside
    ? given.filter(({ prefix }) => cidrBlocks.some((block) => contains(block, prefix)))
    : given;
  return longestMatch([...choices, ...local], address)?.way ?? { kind: 'nowhere' };
}

interface Choice {
  readonly prefix: string;
  readonly way: Way;
}
