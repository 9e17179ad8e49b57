import type { Cloud, CloudFabric } from '../../../../../src/emulator/cloud.ts';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import type { BgpNeighbor } from '../../../../../src/emulator/fabric/fabric.ts';
import { link, neighbor, router } from '../../linux/fixtures/fabrics.ts';

/** How a customer's router is connected now; a test changes it. */
export interface SiteState {
  serviceKey: string;
  ordered: boolean;
  /** Links of the circuit over which it speaks BGP. */
  speaking: readonly ('primary' | 'secondary')[];
  /** The VPN gateway's public address, for a tunnel beside the circuit. */
  vpn?: string;
}

const circuit = {
  primary: { own: '172.16.0.1', peer: '172.16.0.2' },
  secondary: { own: '172.16.0.5', peer: '172.16.0.6' },
} as const;

const device = '198.51.100.1';

/**
 * A site of AS 65150: 172.31.0.1 behind a circuit with both links, and behind a tunnel over the internet, which it likes
 * less. Over the tunnel it tells 172.31.9.0/24, too, and the half of 172.31.8.0/24 that it tells over the circuit.
 */
export function site(state: SiteState): Cloud {
  return {
    name: 'onprem',
    handle: () => Promise.resolve({ status: 501 }),
    terraform: { provider: 'none', resources: {} },
    circuits: () => ({
      offers: [],
      orders: state.ordered ? [{ key: state.serviceKey, provider: 'Test provider' }] : [],
    }),
    compile: () => fabricOf(state),
  };
}

function fabricOf({ serviceKey, ordered, speaking, vpn }: SiteState): CloudFabric {
  const links = ['primary', 'secondary'] as const;
  const overTunnel = ['172.31.9.0/24', '172.31.8.0/25'];
  const neighbors: readonly BgpNeighbor[] = [
    ...speaking.map((name) =>
      neighbor(circuit[name].peer, 12076, circuit[name].own, {
        multihop: false,
        onImport: { localPreference: 200 },
        outbound: {
          rules: overTunnel.map((prefix) => ({ action: 'deny' as const, prefix })),
          otherwise: 'permit',
        },
      }),
    ),
    ...(vpn === undefined ? [] : [neighbor('10.1.255.254', 65515, '172.31.0.1')]),
  ];
  return {
    nodes: [
      router('site', {
        loopbacks: ['172.31.0.1', '172.31.8.1', '172.31.8.129', '172.31.9.1'],
        routes: vpn === undefined ? [] : [{ to: '10.1.255.254/32', via: [{ device: 'tunnel' }] }],
        bgp: {
          asn: 65150,
          routerId: '172.31.0.1',
          networks: ['172.31.0.0/24', '172.31.8.0/24', ...overTunnel],
          neighbors,
          maximumPaths: 2,
        },
      }),
      router('outer', {
        loopbacks: [device],
        routes: [{ to: '0.0.0.0/0', via: [{ device: 'net', gateway: '169.254.1.1' }] }],
      }),
    ],
    links: [
      link(
        { node: 'outer', device: 'net', addresses: ['169.254.1.2/32'] },
        { node: internetNode, device: 'customer', addresses: ['169.254.1.1/32'] },
      ),
    ],
    tunnels:
      vpn === undefined
        ? []
        : [
            {
              name: 'site-tunnel',
              outer: 'outer',
              outerDevice: 'ike',
              inner: 'site',
              innerDevice: 'tunnel',
              localAddress: device,
              remoteAddress: vpn,
              presharedKey: 'Secret123',
              role: 'both',
              ikeProposals: ['aes256-sha256-modp2048'],
              espProposals: ['aes256-sha256'],
              localSelectors: ['0.0.0.0/0'],
              remoteSelectors: ['0.0.0.0/0'],
              timers: { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 },
            },
          ],
    announcements: [{ address: device, device: 'customer' }],
    openEnds: ordered
      ? links.map((name) => ({
          name: `${serviceKey} ${name}`,
          end: { node: 'site', device: `er-${name}`, addresses: [`${circuit[name].own}/30`] },
        }))
      : [],
  };
}
