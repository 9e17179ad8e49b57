import type { CloudFabric } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import { announcements, edgeLink, edgeNode } from './edge.ts';
import { gatewayNode, twinLink, underlayNode } from './gateway.ts';
import { createLayout, hasEdge } from './layout.ts';
import { insideLinks } from './inside-wires.ts';
import { machineNode } from './machine.ts';
import { networkLinks, networkRouter } from './network-router.ts';
import { mseeLinks, mseeNode, mseeOpenEnd, mseeTap, msees } from './msee.ts';
import { isExpressRoute } from '../routing/networks.ts';
import { peeringLinks, peeringNode } from './peering.ts';
import { cardLink, portNode } from './port.ts';
import { routeServerNode } from './route-server.ts';
import { gatewayTunnels } from './tunnel.ts';

export interface CompileOptions {
  readonly timers: 'fast' | 'real';
  /** Whether machines without a public address reach the internet. */
  readonly defaultOutboundAccess: boolean;
}

/** What Azure's resources need of Linux, given what Linux says. Pure. */
export function compile(
  resources: Resources,
  observations: Observations,
  options: CompileOptions,
): CloudFabric {
  const layout = createLayout({ resources, observations, ...options });
  const networks = resources.all('virtualNetworks');
  const withEdge = networks.filter((network) => hasEdge(network, layout));
  const edges = msees(layout);
  return {
    nodes: [
      ...networks.map((network) => networkRouter(network, layout)),
      ...withEdge.map((network) => edgeNode(network, layout)),
      ...layout.peers.map((pair) => peeringNode(pair, layout)),
      ...layout.cards.map((card) => portNode(card, layout)),
      ...resources.all('virtualMachines').map((machine) => machineNode(machine, layout)),
      ...layout.gateways.map((gateway) => gatewayNode(gateway, layout)),
      ...layout.gateways
        .filter(({ resource }) => !isExpressRoute(resource))
        .map((gateway) => underlayNode(gateway, layout)),
      ...edges.map((msee) => mseeNode(msee, layout)),
      ...layout.routeServers.map((node) => routeServerNode(node, layout)),
    ],
    links: [
      ...networks.flatMap((network) => networkLinks(network, layout)),
      ...withEdge.map((network) => edgeLink(network, layout)),
      ...layout.peers.flatMap((pair) => peeringLinks(pair, layout)),
      ...layout.cards.map((card) => cardLink(card, layout)),
      ...layout.gateways.flatMap((gateway) => twinLink(gateway, layout)),
      ...edges.flatMap((msee) => mseeLinks(msee, layout)),
      ...layout.gateways.flatMap((gateway) => insideLinks(gateway, layout)),
    ],
    tunnels: layout.gateways.flatMap((gateway) => gatewayTunnels(gateway, layout)),
    announcements: withEdge.flatMap((network) => announcements(network, layout)),
    openEnds: edges.map(mseeOpenEnd),
    taps: edges.map(mseeTap),
  };
}
