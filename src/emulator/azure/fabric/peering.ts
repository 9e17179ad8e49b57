import { hop, routerLink } from '../../common/router-links.ts';
import type { FabricLink, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { prefixesOf } from '../routing/networks.ts';
import { peeringDevice, routerToAppliance, routerToPeer } from './devices.ts';
import type { ApplianceLink, Layout, PeeredPair } from './layout.ts';

type Way = ApplianceLink | undefined;

/**
 * A peering: a wire between two networks' routers, and one more for each appliance. Where a side does not allow
 * forwarded traffic, new flows enter it only from the other side's own addresses; replies of its own flows pass.
 */
export function peeringNode(pair: PeeredPair, layout: Layout): RouterNode {
  const { names } = layout;
  const ways = waysOf(pair, layout);
  const through = (way: Way, from: 'a' | 'b') => {
    const to = from === 'a' ? 'b' : 'a';
    return {
      name: peeringDevice(from, way),
      devices: [peeringDevice(from, way)],
      routes: [
        {
          to: '0.0.0.0/0',
          via: [hop(peeringDevice(to, way), names.network(pair[to]), layout.names)],
        },
      ],
    };
  };
  return {
    kind: 'router',
    name: pair.node,
    label: `peering of ${pair.a.name} and ${pair.b.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: ways.flatMap((way) => [through(way, 'a'), through(way, 'b')]),
    filters: ways.flatMap((way) => forwardedFilters(pair, way)),
  };
}

export function peeringLinks(pair: PeeredPair, layout: Layout): readonly FabricLink[] {
  const { names } = layout;
  return waysOf(pair, layout).flatMap((way) =>
    (['a', 'b'] as const).map((side) => {
      const [near, far] = side === 'a' ? [pair.a, pair.b] : [pair.b, pair.a];
      const device = way ? routerToAppliance(near, way, names) : routerToPeer(near, far, names);
      return routerLink(
        { node: names.network(near), device },
        { node: pair.node, device: peeringDevice(side, way) },
        names,
      );
    }),
  );
}

/** The plain way first. */
function waysOf(pair: PeeredPair, layout: Layout): readonly Way[] {
  return [undefined, ...layout.applianceLinks.filter((link) => link.pair.node === pair.node)];
}

function forwardedFilters(pair: PeeredPair, way: Way): readonly InterfaceFilter[] {
  const { peering, opposite } = pair.peering;
  const into = (side: 'a' | 'b', sources: readonly string[]): InterfaceFilter => ({
    device: peeringDevice(side, way),
    direction: 'out',
    stateful: true,
    lists: [[{ action: 'accept', sources }]],
  });
  return [
    ...(peering.properties.allowForwardedTraffic ? [] : [into('a', prefixesOf(pair.b))]),
    ...(opposite.properties.allowForwardedTraffic ? [] : [into('b', prefixesOf(pair.a))]),
  ];
}
