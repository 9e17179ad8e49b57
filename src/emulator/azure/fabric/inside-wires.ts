import { hop, routerLink } from '../../common/router-links.ts';
import type { FabricLink, NextHop, Route } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { applianceAddresses } from '../routing/route-server-peers.ts';
import { addressesBeside } from '../routing/inside-peers.ts';
import { isExpressRoute } from '../routing/networks.ts';
import { routeServerOfNetwork } from '../routing/route-servers.ts';
import { gatewayToRouter } from './devices.ts';
import type { GatewayNode, Layout } from './layout.ts';
import { gatewaysIn, routeServersIn } from './layout.ts';
import type { Names } from './names.ts';

/**
 * Wires between the speakers of one network, so that its own routes never come between them: each gateway instance to
 * those of the gateway of the other type and to the Route Server's. The wire between two instances of one gateway is the
 * gateway's own.
 */

interface Speaker {
  readonly node: string;
  readonly address: string;
}

/** Who a gateway instance has such a wire to. */
function speakersBeside(gateway: GatewayNode, layout: Layout): readonly Speaker[] {
  const addresses = addressesBeside(gateway.resource, layout.resources);
  const others: readonly Speaker[] = [
    ...gatewaysIn(gateway.network, layout).map(({ node, instance }) => ({
      node,
      address: instance.bgpAddress,
    })),
    ...routeServersIn(gateway.network, layout).map(({ node, instance }) => ({
      node,
      address: instance.address,
    })),
  ];
  return others.filter(({ address }) => addresses.includes(address));
}

/** Each wire once: between two gateways it is the VPN gateway's. */
export function insideLinks(gateway: GatewayNode, layout: Layout): readonly FabricLink[] {
  const { names } = layout;
  const gateways = new Set(layout.gateways.map(({ node }) => node));
  return speakersBeside(gateway, layout)
    .filter(({ node }) => !(isExpressRoute(gateway.resource) && gateways.has(node)))
    .map((other) =>
      routerLink(
        { node: gateway.node, device: insideDevice(gateway.node, other.node, names) },
        { node: other.node, device: insideDevice(other.node, gateway.node, names) },
        names,
      ),
    );
}

/** In a speaker, towards another. */
export function insideDevice(from: string, to: string, names: Names): string {
  return names.device(from, `i-${to}`, `inside ${to}`);
}

/** Devices of a gateway instance towards the speakers beside it. */
export function insideDevices(gateway: GatewayNode, layout: Layout): readonly string[] {
  return speakersBeside(gateway, layout).map(({ node }) =>
    insideDevice(gateway.node, node, layout.names),
  );
}

/**
 * Ways of a gateway instance to the speakers beside it, and to the Route Server's appliances: next hops of what it learns
 * there, which may be in a peered network that it does not serve.
 */
export function insideRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const { names, resources } = layout;
  const toOwn = hop(gatewayToRouter, names.network(gateway.network), layout.names);
  const server = routeServerOfNetwork(gateway.network.id, resources);
  const exchanges = speakersBeside(gateway, layout).some(({ address }) =>
    server?.addresses.includes(address),
  );
  const appliances = server && exchanges ? applianceAddresses(server, resources) : [];
  return [
    ...speakersBeside(gateway, layout).map(({ node, address }) =>
      host(address, hop(insideDevice(gateway.node, node, names), node, layout.names)),
    ),
    ...appliances.map((address) => host(address, toOwn)),
  ];
}

function host(address: string, via: NextHop): Route {
  return { to: hostRoute(address), via: [via] };
}
