import type { Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { bestOfRouter, learnedRoutes } from '../routing/learned-routes.ts';
import { activePeers, routerBgp } from '../routing/router-bgp.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import type { Layout, RouterPlace } from './layout.ts';
import { routerToNetwork } from './layout.ts';
import { hop } from '../../common/router-links.ts';
import { bgpTimers } from './timers.ts';

/**
 * A Cloud Router: BGP sessions inside its tunnels. Google's VPN shows as one hop in a TTL, and it is this one.
 * What comes from the network leaves by the paths that Google's rules choose, not by those that FRR would.
 */
export function routerNode(place: RouterPlace, layout: Layout): RouterNode {
  const { resource, network, node, tunnels } = place;
  const { names, resources, timers } = layout;
  const { bgp: settings, interfaces } = resource.properties;
  const toNetwork = hop(routerToNetwork, names.network(network), names);
  const subnets = subnetworksOf(network.path, resources).map(({ properties }): Route => ({
    to: properties.ipCidrRange,
    via: [toNetwork],
  }));
  const bgp =
    settings &&
    routerBgp(resource, resources, bgpTimers(timers, settings), names.linkAddress(node));
  return {
    kind: 'router',
    name: node,
    label: `Cloud Router ${resource.name}`,
    loopbacks: interfaces.flatMap(({ ipRange }) => ipRange?.split('/')[0] ?? []),
    routes: [...subnets, ...peerRoutes(place)],
    transparentTtl: false,
    tables: [
      { name: 'from the network', devices: [routerToNetwork], routes: learned(place, layout) },
      ...(tunnels.length > 0
        ? [
            {
              name: 'from tunnels',
              devices: tunnels.map(({ device }) => device),
              routes: [{ to: '0.0.0.0/0', via: [toNetwork] }],
            },
          ]
        : []),
    ],
    ...(bgp && { bgp }),
  };
}

/** BGP peers are at the other end of their tunnels, whether or not these are up. */
function peerRoutes(place: RouterPlace): readonly Route[] {
  return activePeers(place.resource).flatMap((peer) => {
    const on = place.resource.properties.interfaces.find(({ name }) => name === peer.interfaceName);
    const device = on?.linkedVpnTunnel && deviceOf(on.linkedVpnTunnel, place);
    return device ? [{ to: hostRoute(peer.peerIpAddress), via: [{ device }] }] : [];
  });
}

function learned(place: RouterPlace, { resources, observations }: Layout): readonly Route[] {
  const best = bestOfRouter(
    learnedRoutes(place.resource, resources, observations),
    place.network.properties.bestPath,
  );
  const routes = [...Map.groupBy(best, ({ prefix }) => prefix)].flatMap(
    ([to, paths]): readonly Route[] => {
      const tunnels = new Set(paths.flatMap(({ tunnel }) => tunnel ?? []));
      const via = [...tunnels].flatMap((tunnel) => {
        const device = deviceOf(tunnel, place);
        return device === undefined ? [] : [{ device }];
      });
      return via.length > 0 ? [{ to, via }] : [];
    },
  );
  const silence: Route = { to: '0.0.0.0/0', reject: 'blackhole' };
  return routes.some(({ to }) => to === silence.to) ? routes : [...routes, silence];
}

function deviceOf(tunnel: string, { tunnels }: RouterPlace): string | undefined {
  return tunnels.find(({ resource }) => resource.path === tunnel)?.device;
}
