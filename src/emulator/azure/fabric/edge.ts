import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import type { FabricLink, Nat, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { prefixesOf } from '../routing/networks.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { Resource } from '../resources/store.ts';
import { edgeToInternet, edgeToRouter, hop, routerEnd } from './devices.ts';
import type { Layout } from './layout.ts';
import { cardsIn, vpnGatewaysIn } from './layout.ts';

type Network = Resource<'virtualNetworks'>;

interface Translation {
  readonly inside: string;
  readonly outside: string;
}

/** A network's border to the internet: public addresses are translated one to one; machines only see private ones. */
export function edgeNode(network: Network, layout: Layout): RouterNode {
  const { names } = layout;
  const router = hop(edgeToRouter, names.network(network), layout);
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
        routes: [{ to: '0.0.0.0/0', via: [hop(edgeToInternet, internetNode, layout)] }],
      },
      {
        name: 'from the internet',
        devices: [edgeToInternet],
        routes: [
          ...prefixesOf(network).map((to) => ({ to, via: [router] })),
          // So that it answers ARP for them; whatever is not translated ends in the network's router.
          ...publicAddresses(network, layout).map((address) => ({
            to: hostRoute(address),
            via: [router],
          })),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    nat: edgeNat(network, layout),
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

export function announcements(
  network: Network,
  layout: Layout,
): readonly CloudFabric['announcements'][number][] {
  const device = internetDevice(network, layout);
  return publicAddresses(network, layout).map((address) => ({ address, device }));
}

function internetDevice(network: Network, { names }: Layout): string {
  return names.device(internetNode, `az-${network.name}`, network.id);
}

function publicAddresses(network: Network, layout: Layout): readonly string[] {
  const { outboundAddress } = network.properties;
  return [
    ...translations(network, layout).map(({ outside }) => outside),
    ...(outboundAddress === undefined ? [] : [outboundAddress]),
  ];
}

function edgeNat(network: Network, layout: Layout): Nat {
  const fixed = translations(network, layout);
  const { outboundAddress } = network.properties;
  const translated = new Set(fixed.map(({ inside }) => inside));
  const others = cardsIn(network, layout)
    .filter((card) => card.subnet.properties.defaultOutboundAccess !== false)
    .flatMap((card) => card.addresses)
    .filter((address) => !translated.has(address));
  const byDefault =
    layout.defaultOutboundAccess && outboundAddress !== undefined
      ? others.map((inside) => ({ inside, outside: outboundAddress }))
      : [];
  return {
    source: [...fixed, ...byDefault].map(({ inside, outside }) => ({
      device: edgeToInternet,
      from: hostRoute(inside),
      translated: outside,
    })),
    destination: fixed.map(({ inside, outside }) => ({
      device: edgeToInternet,
      to: outside,
      translated: inside,
    })),
  };
}

function translations(network: Network, layout: Layout): readonly Translation[] {
  const { resources } = layout;
  const cards = cardsIn(network, layout).flatMap((card) =>
    card.resource.properties.ipConfigurations.flatMap(({ properties }) => {
      const address =
        properties.publicIPAddress &&
        resources.find('publicIPAddresses', properties.publicIPAddress.id);
      const outside = address?.properties.ipAddress;
      return outside === undefined ? [] : [{ inside: properties.privateIPAddress, outside }];
    }),
  );
  const gateways = vpnGatewaysIn(network, layout).flatMap(({ resource, instance }) =>
    publicAddressOf(resource.properties, instance, resources).map((outside) => ({
      inside: instance.underlayAddress,
      outside,
    })),
  );
  return [...cards, ...gateways];
}
