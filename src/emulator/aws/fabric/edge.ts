import { internetNode } from '../../cloud.ts';
import { internetEdgeLink, oneToOneEdge } from '../../common/internet-edge.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
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
  return oneToOneEdge({
    name: gateway.id,
    label: `internet gateway of ${vpc.tags['Name'] ?? vpc.id}`,
    inside: hop(edgeToRouter, 'router'),
    outside: hop(edgeToInternet, 'internet'),
    prefixes: prefixesOf(vpc),
    translations: publicAddresses(vpc, layout),
  });
}

export function edgeLink(gateway: InternetGateway): FabricLink {
  return internetEdgeLink(
    { node: gateway.id, device: edgeToInternet, addresses: [linkAddress('edge')] },
    {
      node: internetNode,
      device: devices.internetTo(gateway),
      addresses: [linkAddress('internet')],
    },
  );
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
