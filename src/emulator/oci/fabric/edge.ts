import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import { internetEdgeLink, oneToOneEdge } from '../../common/internet-edge.ts';
import type { Translation } from '../../common/internet-edge.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import { isRunning } from '../resources/instance.ts';
import type { Resource } from '../resources/store.ts';
import type { Layout } from './layout.ts';
import { cardsIn, hop, linkAddress } from './layout.ts';
import { devices, names } from './names.ts';

type Vcn = Resource<'vcns'>;
type Gateway = Resource<'internetGateways'>;

const { edgeToInternet, edgeToVcn, internetTo } = devices;

/**
 * An internet gateway: public addresses are translated one to one, and nothing else passes.
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingIGs.htm
 */
export function edgeNode(gateway: Gateway, vcn: Vcn, layout: Layout): RouterNode {
  return oneToOneEdge({
    name: names.edge(gateway),
    label: `internet gateway of ${vcn.displayName}`,
    inside: hop(edgeToVcn, 'vcn'),
    outside: hop(edgeToInternet, 'internet'),
    prefixes: vcn.properties.cidrBlocks,
    translations: translations(vcn, layout),
  });
}

export function edgeLink(gateway: Gateway): FabricLink {
  return internetEdgeLink(
    { node: names.edge(gateway), device: edgeToInternet, addresses: [linkAddress('edge')] },
    { node: internetNode, device: internetTo(gateway), addresses: [linkAddress('internet')] },
  );
}

export function edgeAnnouncements(
  gateway: Gateway,
  vcn: Vcn,
  layout: Layout,
): CloudFabric['announcements'] {
  const device = internetTo(gateway);
  return translations(vcn, layout).map(({ outside }) => ({ address: outside, device }));
}

function translations(vcn: Vcn, layout: Layout): readonly Translation[] {
  return cardsIn(vcn, layout)
    .filter(({ instance }) => isRunning(instance))
    .flatMap(({ vnic: { properties } }) =>
      properties.publicIp === undefined
        ? []
        : [{ inside: properties.privateIp, outside: properties.publicIp }],
    );
}
