import type { CloudFabric } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import { edgeAnnouncements, edgeLink, edgeNode } from './edge.ts';
import { gatewayParts } from './gateway.ts';
import { createLayout, internetGatewayOf, isPresent } from './layout.ts';
import { machineNode } from './machine.ts';
import { cardLink, portNode } from './port.ts';
import { vpcLinks, vpcRouter } from './vpc-router.ts';

export interface CompileOptions {
  readonly timers: 'fast' | 'real';
}

/** What AWS's resources need of Linux, given what Linux says. Pure. */
export function compile(
  resources: Resources,
  observations: Observations,
  { timers }: CompileOptions,
): CloudFabric {
  const layout = createLayout({ resources, observations, timers });
  const vpcs = resources.all('vpcs');
  const edges = vpcs.flatMap((vpc) => {
    const gateway = internetGatewayOf(vpc, resources);
    return gateway ? [{ vpc, gateway }] : [];
  });
  const gateways = resources.all('vpnGateways').map((gateway) => gatewayParts(gateway, layout));
  return {
    nodes: [
      ...vpcs.map((vpc) => vpcRouter(vpc, layout)),
      ...edges.map(({ vpc, gateway }) => edgeNode(gateway, vpc, layout)),
      ...layout.cards.map((card) => portNode(card, layout)),
      ...resources
        .all('instances')
        .filter(isPresent)
        .map((instance) => machineNode(instance, layout)),
      ...gateways.flatMap(({ nodes }) => nodes),
    ],
    links: [
      ...vpcs.flatMap((vpc) => vpcLinks(vpc, layout)),
      ...edges.map(({ gateway }) => edgeLink(gateway)),
      ...layout.cards.map(cardLink),
      ...gateways.flatMap(({ links }) => links),
    ],
    tunnels: gateways.flatMap(({ tunnels }) => tunnels),
    announcements: [
      ...edges.flatMap(({ vpc, gateway }) => edgeAnnouncements(gateway, vpc, layout)),
      ...gateways.flatMap(({ announcements }) => announcements),
    ],
  };
}
