import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import { internetEdge, internetEdgeLink, staticNat } from '../../common/internet-edge.ts';
import type { Translation } from '../../common/internet-edge.ts';
import { hop, routerEnd } from '../../common/router-links.ts';
import type { FabricLink, Nat, RouterNode } from '../../fabric/fabric.ts';
import { prefixesOf } from '../routing/networks.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { Resource } from '../resources/store.ts';
import { edgeToInternet, edgeToRouter } from './devices.ts';
import type { Layout } from './layout.ts';
import { cardsIn, vpnGatewaysIn } from './layout.ts';

type Network = Resource<'virtualNetworks'>;

/** A network's border to the internet: public addresses are translated one to one; machines only see private ones. */
export function edgeNode(network: Network, layout: Layout): RouterNode {
  const { names } = layout;
  return internetEdge({
    name: names.edge(network),
    label: `internet edge of ${network.name}`,
    inside: hop(edgeToRouter, names.network(network), names),
    outside: hop(edgeToInternet, internetNode, names),
    prefixes: prefixesOf(network),
    addresses: publicAddresses(network, layout),
    nat: edgeNat(network, layout),
  });
}

export function edgeLink(network: Network, layout: Layout): FabricLink {
  const { names } = layout;
  return internetEdgeLink(
    routerEnd({ node: names.edge(network), device: edgeToInternet }, names),
    routerEnd({ node: internetNode, device: internetDevice(network, layout) }, names),
  );
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
  return staticNat(edgeToInternet, fixed, byDefault);
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
