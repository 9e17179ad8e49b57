import { internetNode } from '../../cloud.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { translationsOf } from '../resources/address.ts';
import type { InternetGateway } from '../resources/internet-gateway.ts';
import type { Vpc } from '../resources/vpc-blocks.ts';
import { prefixesOf } from '../resources/vpc-blocks.ts';
import type { Layout } from './layout.ts';
import { cardsIn, devices, hop, isRunning, linkAddress } from './layout.ts';

const { edgeToInternet, edgeToRouter } = devices;

/**
 * An attached internet gateway: public addresses are translated one to one, and nothing else passes.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function edgeNode(gateway: InternetGateway, vpc: Vpc, layout: Layout): RouterNode {
  const translations = publicAddresses(vpc, layout);
  const router = hop(edgeToRouter, 'router');
  return {
    kind: 'router',
    name: gateway.id,
    label: `internet gateway of ${vpc.tags['Name'] ?? vpc.id}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the internet',
        devices: [edgeToRouter],
        routes: [{ to: '0.0.0.0/0', via: [hop(edgeToInternet, 'internet')] }],
      },
      {
        name: 'from the internet',
        devices: [edgeToInternet],
        routes: [
          ...prefixesOf(vpc).map((to) => ({ to, via: [router] })),
          // So that it answers ARP for them.
          ...translations.map(({ outside }) => ({ to: hostRoute(outside), via: [router] })),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    filters: [
      {
        device: edgeToRouter,
        direction: 'in',
        stateful: false,
        lists: [
          [{ action: 'accept', sources: translations.map(({ inside }) => hostRoute(inside)) }],
        ],
      },
    ],
    nat: {
      source: translations.map(({ inside, outside }) => ({
        device: edgeToInternet,
        from: hostRoute(inside),
        translated: outside,
      })),
      destination: translations.map(({ inside, outside }) => ({
        device: edgeToInternet,
        to: outside,
        translated: inside,
      })),
    },
  };
}

export function edgeLink(gateway: InternetGateway): FabricLink {
  return {
    name: `${gateway.id}--${internetNode}`,
    ends: [
      {
        node: gateway.id,
        device: edgeToInternet,
        addresses: [linkAddress('edge')],
        proxyArp: true,
      },
      {
        node: internetNode,
        device: devices.internetTo(gateway),
        addresses: [linkAddress('internet')],
      },
    ],
  };
}

export function edgeAnnouncements(gateway: InternetGateway, vpc: Vpc, layout: Layout) {
  const device = devices.internetTo(gateway);
  return publicAddresses(vpc, layout).map(({ outside }) => ({ address: outside, device }));
}

function publicAddresses(vpc: Vpc, layout: Layout) {
  return cardsIn(vpc, layout)
    .filter(({ instance }) => isRunning(instance))
    .flatMap(({ resource }) => translationsOf(resource, layout.resources));
}
