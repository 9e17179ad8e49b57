import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import type { Resource } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import type { Layout } from './layout.ts';
import { cardsIn, edgeToInternet, edgeToRouter } from './layout.ts';
import { hop, routerEnd } from './links.ts';

type Network = Resource<'networks'>;

/**
 * A network's border to the internet: external addresses are translated one to one, and nothing without one passes.
 * @see https://cloud.google.com/vpc/docs/vpc#internet_access_reqs
 */
export function edgeNode(network: Network, layout: Layout): RouterNode {
  const { names, resources } = layout;
  const router = hop(edgeToRouter, names.network(network), names);
  const pairs = translations(network, layout);
  return {
    kind: 'router',
    name: names.edge(network),
    label: `internet edge of ${network.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the internet',
        devices: [edgeToRouter],
        routes: [{ to: '0.0.0.0/0', via: [hop(edgeToInternet, internetNode, names)] }],
      },
      {
        name: 'from the internet',
        devices: [edgeToInternet],
        routes: [
          ...subnetworksOf(network.path, resources).map(({ properties }) => ({
            to: properties.ipCidrRange,
            via: [router],
          })),
          // So that it answers ARP for them.
          ...pairs.map(({ outside }) => ({ to: hostRoute(outside), via: [router] })),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    filters: [
      {
        device: edgeToRouter,
        direction: 'in',
        stateful: false,
        lists: [[{ action: 'accept', sources: pairs.map(({ inside }) => hostRoute(inside)) }]],
      },
    ],
    nat: {
      source: pairs.map(({ inside, outside }) => ({
        device: edgeToInternet,
        from: hostRoute(inside),
        translated: outside,
      })),
      destination: pairs.map(({ inside, outside }) => ({
        device: edgeToInternet,
        to: outside,
        translated: inside,
      })),
    },
  };
}

export function edgeLink(network: Network, layout: Layout): FabricLink {
  const { names } = layout;
  const node = names.edge(network);
  return {
    name: `${node}--${internetNode}`,
    ends: [
      { ...routerEnd({ node, device: edgeToInternet }, names), proxyArp: true },
      routerEnd({ node: internetNode, device: internetDevice(network, layout) }, names),
    ],
  };
}

export function edgeAnnouncements(network: Network, layout: Layout): CloudFabric['announcements'] {
  const device = internetDevice(network, layout);
  return translations(network, layout).map(({ outside: address }) => ({ address, device }));
}

function internetDevice(network: Network, { names }: Layout): string {
  return names.device(internetNode, `gc-${network.name}`, network.path);
}

function translations(network: Network, layout: Layout) {
  return cardsIn(network, layout).flatMap(({ card }) =>
    card.accessConfigs.flatMap(({ natIP }) =>
      natIP === undefined ? [] : [{ inside: card.networkIP, outside: natIP }],
    ),
  );
}
