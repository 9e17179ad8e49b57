import type {
  BgpPeerRow,
  EffectiveRouteRow,
  Expected,
  LearnedRouteRow,
} from '../../steps/index.ts';

/** A network of the gateway's own: its virtual network, a spoke's, or what a local network gateway names. */
export const own = (gateway: string, network: string): Expected<LearnedRouteRow> => ({
  network,
  nextHop: null,
  localAddress: gateway,
  weight: 32768,
  sourcePeer: gateway,
  origin: 'Network',
  asPath: null,
});

/** A network learned from VNG3 by BGP. */
export const fromVng3 = (
  gateway: string,
  network: string,
  asPath = '65020',
): Expected<LearnedRouteRow> => ({
  network,
  nextHop: '10.4.0.254',
  localAddress: gateway,
  weight: 32768,
  sourcePeer: '10.4.0.254',
  origin: 'EBgp',
  asPath,
});

/** The session with VNG3, up. */
export const connectedToVng3 = (gateway: string, routesReceived: number): Expected<BgpPeerRow> => ({
  neighbor: '10.4.0.254',
  localAddress: gateway,
  asn: 65020,
  state: 'Connected',
  routesReceived,
});

export const vng1 = '10.2.0.254';
export const vng2 = '10.3.0.254';

/** What VNG1 knows while the ExpressRoute stand-in works. */
export const healthyRoutesOfVng1 = [
  own(vng1, '10.2.0.0/16'),
  own(vng1, '10.1.0.0/16'),
  own(vng1, '10.4.0.0/16'),
  own(vng1, '10.4.0.254/32'),
  fromVng3(vng1, '10.3.0.0/16'),
  fromVng3(vng1, '10.5.0.0/16'),
  fromVng3(vng1, '10.4.0.0/16'),
];

/** What VNG2 knows while VNet1 has no gateway but that of VNet2, and that one is cut off. */
export const routesOfVng2 = [
  own(vng2, '10.3.0.0/16'),
  own(vng2, '10.4.0.0/16'),
  own(vng2, '10.4.0.254/32'),
  fromVng3(vng2, '10.5.0.0/16'),
  fromVng3(vng2, '10.2.0.0/16'),
  fromVng3(vng2, '10.4.0.0/16'),
];

/** What VNG1 knows when VNet1 uses the gateway of VNet3: the networks of VNet1 come back to it by way of VNG3. */
export const routesOfVng1WithoutVnet1 = [
  ...healthyRoutesOfVng1.filter(({ network }) => network !== '10.1.0.0/16'),
  fromVng3(vng1, '10.1.0.0/16', '65020-65010'),
];

const active = (
  source: string,
  addressPrefix: string,
  nextHopType: string,
): Expected<EffectiveRouteRow> => ({ source, state: 'Active', addressPrefix, nextHopType });

export const byPeering = (prefix: string) => active('Default', prefix, 'VNetPeering');

/** Through a gateway: the next hop is its public address, another one in every deployment. */
export const byGateway = (prefix: string) =>
  active('VirtualNetworkGateway', prefix, 'VirtualNetworkGateway');

/** What VM1 has whatever happens to the gateways. */
export const steadyRoutesOfVm1 = [
  active('Default', '10.1.0.0/16', 'VnetLocal'),
  byPeering('10.2.0.0/16'),
  active('Default', '0.0.0.0/0', 'Internet'),
  { ...active('User', '8.8.4.4/32', 'VirtualAppliance'), nextHopIpAddress: '10.2.2.4' },
];
