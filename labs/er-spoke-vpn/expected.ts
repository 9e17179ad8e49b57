import type {
  BgpPeerRow,
  BgpRouteRow,
  CircuitRow,
  ConnectionRow,
  EffectiveRouteRow,
  Expected,
  ReachabilityRow,
  RouteServerPeerRow,
} from '../../steps/index.ts';

export const circuit: readonly Expected<CircuitRow>[] = [
  {
    circuitProvisioningState: 'Enabled',
    serviceProviderProvisioningState: 'Provisioned',
    provider: 'Equinix',
    peeringLocation: 'Tokyo',
  },
];

export const peersOfRouteServer: readonly Expected<RouteServerPeerRow>[] = [
  { name: 'vm-hub00', peerIp: '10.0.0.4', peerAsn: 65001, connectionState: 'Connected' },
];

/** A route that a router announces of its own: `i` by a network statement, `?` redistributed. */
const own = (network: string, origin: 'i' | '?'): Expected<BgpRouteRow> => ({
  status: '*>',
  network,
  nextHop: '0.0.0.0',
  weight: 32768,
  path: origin,
});

const learned = (neighbor: string, network: string, path: string): Expected<BgpRouteRow> => ({
  status: '*>',
  network,
  nextHop: neighbor,
  weight: 0,
  path,
});

export const toldBySite = (...networks: readonly string[]) =>
  networks.map((network) => own(network, 'i'));

export const toldByHub = (...gatewaySubnets: readonly string[]) =>
  gatewaySubnets.map((network) => own(network, '?'));

/** The hub's own network, and the GatewaySubnets that the router in it announces. */
export const heardFromCircuit = (edge: string, ...gatewaySubnets: readonly string[]) => [
  learned(edge, '10.0.0.0/16', '12076 i'),
  ...gatewaySubnets.map((network) => learned(edge, network, '12076 ?')),
];

export const heardFromRouteServer = (instance: string, ...siteNetworks: readonly string[]) => [
  learned(instance, '10.0.0.0/16', '65515 i'),
  ...siteNetworks.map((network) => learned(instance, network, '65515 12076 65150 i')),
];

export const heardFromVpnGateway = (instance: string, spoke: string, asn: number) => [
  learned(instance, spoke, `${asn} i`),
];

export const connected = (name: string): Expected<ConnectionRow> => ({
  name,
  connectionStatus: 'Connected',
});

/** Sessions of the first instance: the site's router, itself, and the other instance. */
export const peersOfVpnGateway: readonly Expected<BgpPeerRow>[] = [
  {
    localAddress: '10.10.200.6',
    neighbor: '10.100.20.1',
    asn: 65150,
    state: 'Connected',
    routesReceived: 1,
  },
  { localAddress: '10.10.200.6', neighbor: '10.10.200.6', asn: 65155, state: 'Unknown' },
  { localAddress: '10.10.200.6', neighbor: '10.10.200.7', asn: 65155, state: 'Connected' },
];

const active = (
  source: string,
  addressPrefix: string,
  nextHopType: string,
): Expected<EffectiveRouteRow> => ({ source, state: 'Active', addressPrefix, nextHopType });

const byGateway = (prefix: string) =>
  active('VirtualNetworkGateway', prefix, 'VirtualNetworkGateway');

export const routesOfSpokeWithoutVpn = [
  active('Default', '10.10.0.0/16', 'VnetLocal'),
  active('Default', '10.0.0.0/16', 'VNetPeering'),
  active('Default', '0.0.0.0/0', 'Internet'),
];

/** The site's LAN, and the address of the BGP speaker there. */
export const routesOfSpokeWithVpn = [
  ...routesOfSpokeWithoutVpn,
  byGateway('10.100.10.0/24'),
  byGateway('10.100.20.1/32'),
];

/** Of all pairs, only these reach each other. */
export function eachItsOwn(
  pairs: readonly (readonly [from: string, to: string])[],
): readonly Expected<ReachabilityRow>[] {
  return pairs.flatMap(([from, own]) =>
    pairs.map(([, to]) => ({ from, to, reachable: to === own })),
  );
}
