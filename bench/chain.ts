import type { Fabric, FabricLink, RouterNode } from '../src/emulator/fabric/fabric.ts';

/**
 * A chain of routers, each an autonomous system of its own that announces one /32 and speaks BGP with its neighbours in
 * the chain: after convergence every router has a route to every other's.
 */
export function chain(length: number): Fabric {
  const numbers = Array.from({ length }, (_, index) => index);
  return {
    nodes: numbers.map((index) => router(index, length)),
    links: numbers.slice(1).map((index) => linkBefore(index)),
    tunnels: [],
  };
}

export function routerName(index: number): string {
  return `r${index}`;
}

function router(index: number, length: number): RouterNode {
  const own = `192.168.${Math.floor(index / 250)}.${index % 250}`;
  const neighbor = (other: number, address: string, source: string) => ({
    address,
    source,
    asn: 65_000 + other,
    multihop: false,
    passive: other > index,
    nextHopSelf: true,
    timers: { keepalive: 3, hold: 9, connect: 1 },
    inbound: { rules: [], otherwise: 'permit' as const },
    outbound: { rules: [], otherwise: 'permit' as const },
  });
  return {
    kind: 'router',
    name: routerName(index),
    label: routerName(index),
    loopbacks: [own],
    routes: [],
    transparentTtl: false,
    tables: [],
    bgp: {
      asn: 65_000 + index,
      routerId: own,
      networks: [`${own}/32`],
      neighbors: [
        ...(index > 0 ? [neighbor(index - 1, address(index, 0), address(index, 1))] : []),
        ...(index < length - 1
          ? [neighbor(index + 1, address(index + 1, 1), address(index + 1, 0))]
          : []),
      ],
    },
  };
}

/** The link between a router and the one before it. */
function linkBefore(index: number): FabricLink {
  return {
    name: `link ${index}`,
    ends: [
      { node: routerName(index - 1), device: 'right', addresses: [`${address(index, 0)}/30`] },
      { node: routerName(index), device: 'left', addresses: [`${address(index, 1)}/30`] },
    ],
  };
}

function address(link: number, side: 0 | 1): string {
  const base = link * 4 + 1 + side;
  return `10.0.${Math.floor(base / 256)}.${base % 256}`;
}
