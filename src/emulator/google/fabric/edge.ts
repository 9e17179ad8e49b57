import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import { internetEdgeLink, oneToOneEdge } from '../../common/internet-edge.ts';
import type { Translation } from '../../common/internet-edge.ts';
import { hop, routerEnd } from '../../common/router-links.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import type { Resource } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import type { Layout } from './layout.ts';
import { cardsIn, edgeToInternet, edgeToRouter } from './layout.ts';

type Network = Resource<'networks'>;

/**
 * A network's border to the internet: external addresses are translated one to one, and nothing without one passes.
 * @see https://cloud.google.com/vpc/docs/vpc#internet_access_reqs
 */
export function edgeNode(network: Network, layout: Layout): RouterNode {
  const { names, resources } = layout;
  return oneToOneEdge({
    name: names.edge(network),
    label: `internet edge of ${network.name}`,
    inside: hop(edgeToRouter, names.network(network), names),
    outside: hop(edgeToInternet, internetNode, names),
    prefixes: subnetworksOf(network.path, resources).map(
      ({ properties }) => properties.ipCidrRange,
    ),
    translations: translations(network, layout),
  });
}

export function edgeLink(network: Network, layout: Layout): FabricLink {
  const { names } = layout;
  return internetEdgeLink(
    routerEnd({ node: names.edge(network), device: edgeToInternet }, names),
    routerEnd({ node: internetNode, device: internetDevice(network, layout) }, names),
  );
}

export function edgeAnnouncements(network: Network, layout: Layout): CloudFabric['announcements'] {
  const device = internetDevice(network, layout);
  return translations(network, layout).map(({ outside: address }) => ({ address, device }));
}

function internetDevice(network: Network, { names }: Layout): string {
  return names.device(internetNode, `gc-${network.name}`, network.path);
}

function translations(network: Network, layout: Layout): readonly Translation[] {
  return cardsIn(network, layout).flatMap(({ card }) =>
    card.accessConfigs.flatMap(({ natIP }) =>
      natIP === undefined ? [] : [{ inside: card.networkIP, outside: natIP }],
    ),
  );
}
