import type { CloudFabric } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import { routerNode } from './cloud-router.ts';
import { edgeAnnouncements, edgeLink, edgeNode } from './edge.ts';
import { createLayout, hasEdge } from './layout.ts';
import { machineNode } from './machine.ts';
import { networkLinks, networkRouter } from './network.ts';
import { cardLink, portNode } from './port.ts';
import { gatewayAnnouncements, gatewayLink, gatewayNode, routerTunnels } from './vpn-gateway.ts';

/** What Google Cloud's resources need of Linux, given what Linux says. Pure. */
export function compile(
  resources: Resources,
  observations: Observations,
  timers: 'fast' | 'real',
): CloudFabric {
  const layout = createLayout({ resources, observations, timers });
  const networks = resources.all('networks');
  const withEdge = networks.filter((network) => hasEdge(network, layout));
  const gateways = resources.all('vpnGateways');
  return {
    nodes: [
      ...networks.map((network) => networkRouter(network, layout)),
      ...withEdge.map((network) => edgeNode(network, layout)),
      ...layout.cards.map((card) => portNode(card, layout)),
      ...resources.all('instances').map((instance) => machineNode(instance, layout)),
      ...gateways.map((gateway) => gatewayNode(gateway, layout)),
      ...layout.routers.map((router) => routerNode(router, layout)),
    ],
    links: [
      ...networks.flatMap((network) => networkLinks(network, layout)),
      ...withEdge.map((network) => edgeLink(network, layout)),
      ...layout.cards.map((card) => cardLink(card, layout)),
      ...gateways.map((gateway) => gatewayLink(gateway, layout)),
    ],
    tunnels: layout.routers.flatMap((router) => routerTunnels(router, layout)),
    announcements: [
      ...withEdge.flatMap((network) => edgeAnnouncements(network, layout)),
      ...gateways.flatMap((gateway) => gatewayAnnouncements(gateway, layout)),
    ],
  };
}
