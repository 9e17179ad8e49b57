import type { RouterNode } from '../../fabric/fabric.ts';

/**
 * iptables mangle rules that forward without decrementing the TTL: it is raised before the kernel lowers it, so that a
 * packet of TTL 1 passes too. A TTL of 255 cannot be raised before; it is marked and raised after.
 * Between two of `decrementBetween`'s devices (and as `decrementFromTo` says) it is lowered after all, so that a loop
 * through them ends.
 */
export function ttlRules(transparent: RouterNode['transparentTtl']): string[] {
  if (transparent === false) return [];
  const between = transparent.decrementBetween.flatMap((from) =>
    transparent.decrementBetween.map((to) => [from, to] as const),
  );
  const pairs = [...between, ...(transparent.decrementFromTo ?? [])];
  return [
    '-A PREROUTING -m ttl --ttl-eq 255 -j MARK --set-mark 0x1',
    '-A PREROUTING -m ttl --ttl-lt 255 -j TTL --ttl-inc 1',
    ...pairs.map(([from, to]) => `-A FORWARD -i ${from} -o ${to} -j TTL --ttl-dec 1`),
    '-A POSTROUTING -m mark --mark 0x1 -j TTL --ttl-inc 1',
  ];
}
