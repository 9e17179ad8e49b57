import type { Connection, Ref, VirtualNetworkGateway } from '../../src/lab/handle.ts';
import type { FrrSettings, StrongswanPeersParameters } from '../../steps/index.ts';

/** The two instances of the hub's Route Server. */
const routeServer = ['10.0.210.4', '10.0.210.5'] as const;

/**
 * FRR of the router in the hub, as in the walk-through.
 * @see https://github.com/skmkzyk/bicep-templates/tree/main/20221202_er-spoke-vpn
 */
export function vmHub00(parameters: { readonly gatewaySubnets: readonly string[] }): FrrSettings {
  const { gatewaySubnets } = parameters;
  return {
    asn: 65001,
    staticRoutes: ['10.0.210.0/24', ...gatewaySubnets].map((prefix) => ({
      prefix,
      via: '10.0.0.1',
    })),
    redistribute: ['static'],
    neighbors: routeServer.map((address) => ({
      address,
      remoteAs: 65515,
      ebgpMultihop: 255,
      prefixListOut: 'PRE01',
      routeMapIn: 'rmap-bogon-asns',
      routeMapOut: 'rmap-azure-asns',
    })),
    prefixLists: { PRE01: gatewaySubnets },
    asPathLists: {
      'azure-asns': [{ permit: '_65515_' }],
      'bogon-asns': [
        { permit: '_0_' },
        { permit: '_23456_' },
        { permit: '_1310[0-6][0-9]_|_13107[0-1]_' },
        { deny: '_65515_' },
        { permit: '^65' },
      ],
    },
    routeMaps: {
      'rmap-bogon-asns': [{ deny: { asPath: 'bogon-asns' } }, { permit: {} }],
      'rmap-azure-asns': [{ deny: { asPath: 'azure-asns' } }, { permit: {} }],
    },
  };
}

/** A router of the site: its end of the circuit, and the VPN gateway that its tunnels end at. */
interface SiteRouter {
  readonly lan: string;
  readonly loopback: string;
  /** Microsoft's end of its link of the circuit. */
  readonly circuit: string;
  readonly vpnGateway: { readonly asn: number; readonly bgpAddresses: readonly [string, string] };
}

const tokyo01: SiteRouter = {
  lan: '10.100.10.0/24',
  loopback: '10.100.20.1',
  circuit: '172.16.0.2',
  vpnGateway: { asn: 65155, bgpAddresses: ['10.10.200.6', '10.10.200.7'] },
};

const tokyo02: SiteRouter = {
  lan: '10.100.11.0/24',
  loopback: '10.100.20.2',
  circuit: '172.16.0.6',
  vpnGateway: { asn: 65156, bgpAddresses: ['10.20.200.6', '10.20.200.7'] },
};

interface SiteRouterParameters {
  /** With the sessions through the tunnels, or with the circuit's alone. */
  readonly vpn: boolean;
}

export const tky01 = ({ vpn }: SiteRouterParameters) => siteRouter(tokyo01, vpn);
export const tky02 = ({ vpn }: SiteRouterParameters) => siteRouter(tokyo02, vpn);

/** One tunnel to each instance of a VPN gateway, from a router's loopback, with the article's algorithms. */
export function tunnels(parameters: {
  readonly left: string;
  readonly gateway: Ref<VirtualNetworkGateway>;
  readonly key: Ref<Connection>;
}): StrongswanPeersParameters {
  const { left, gateway: right, key } = parameters;
  return {
    left,
    peers: [0, 1].map((instance) => ({
      connection: `azure${instance}`,
      right,
      instance,
      overPrivate: true,
      key,
    })),
    settings: { ike: 'aes256-sha1-modp1024!', esp: 'aes256gcm16!' },
  };
}

function siteRouter(router: SiteRouter, vpn: boolean): FrrSettings {
  const { lan, loopback, circuit, vpnGateway } = router;
  const throughTunnels = vpn ? vpnGateway.bgpAddresses : [];
  return {
    asn: 65150,
    networks: [lan, `${loopback}/32`],
    staticRoutes: throughTunnels.map((address) => ({ prefix: `${address}/32`, via: 'ipsec0' })),
    neighbors: [
      ...throughTunnels.map((address) => ({
        address,
        remoteAs: vpnGateway.asn,
        ebgpMultihop: 255,
        updateSource: loopback,
        prefixListOut: 'VPNBGP01',
      })),
      { address: circuit, remoteAs: 12076, prefixListOut: 'ERBGP01' },
    ],
    prefixLists: {
      ERBGP01: [`${loopback}/32`, lan],
      ...(vpn && { VPNBGP01: [lan] }),
    },
  };
}
