import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
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
  const pairs = translations(vcn, layout);
  const router = hop(edgeToVcn, 'vcn');
  return {
    kind: 'router',
    name: names.edge(gateway),
    label: `internet gateway of ${vcn.displayName}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the internet',
        devices: [edgeToVcn],
        routes: [{ to: '0.0.0.0/0', via: [hop(edgeToInternet, 'internet')] }],
      },
      {
        name: 'from the internet',
        devices: [edgeToInternet],
        routes: [
          ...vcn.properties.cidrBlocks.map((to) => ({ to, via: [router] })),
          // So that it answers ARP for them.
          ...pairs.map(({ outside }) => ({ to: hostRoute(outside), via: [router] })),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    filters: [
      {
        device: edgeToVcn,
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

export function edgeLink(gateway: Gateway): FabricLink {
  return {
    name: `${names.edge(gateway)}--${internetNode}`,
    ends: [
      {
        node: names.edge(gateway),
        device: edgeToInternet,
        addresses: [linkAddress('edge')],
        proxyArp: true,
      },
      {
        node: internetNode,
        device: internetTo(gateway),
        addresses: [linkAddress('internet')],
      },
    ],
  };
}

export function edgeAnnouncements(
  gateway: Gateway,
  vcn: Vcn,
  layout: Layout,
): CloudFabric['announcements'] {
  const device = internetTo(gateway);
  return translations(vcn, layout).map(({ outside }) => ({ address: outside, device }));
}

function translations(vcn: Vcn, layout: Layout) {
  return cardsIn(vcn, layout)
    .filter(({ instance }) => isRunning(instance))
    .flatMap(({ vnic: { properties } }) =>
      properties.publicIp === undefined
        ? []
        : [{ inside: properties.privateIp, outside: properties.publicIp }],
    );
}
