import type { Cloud, CloudFabric } from '../../../../../src/emulator/cloud.ts';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import type { Tunnel } from '../../../../../src/emulator/fabric/fabric.ts';
import { link, neighbor, router } from '../../linux/fixtures/fabrics.ts';

/** What is at the other end of the circuit and of the tunnel: one router, AS 65010, with 10.1.0.1 behind it. */
export interface FarSide {
  /** The circuit's key. */
  readonly key: string;
  /** Oracle's public address of the first tunnel. */
  readonly vpnIp: string;
  readonly sharedSecret: string;
}

export const farAddress = '198.51.100.1';
export const farPrefix = '10.1.0.0/16';
export const farHost = '10.1.0.1';
const wire = { internet: '169.254.1.1', far: '169.254.1.2' };

/** Where the far router's tunnels leave for the internet. */
export const farOutside = {
  node: router('far-outer', {
    loopbacks: [farAddress],
    routes: [{ to: '0.0.0.0/0', via: [{ device: 'net', gateway: wire.internet }] }],
  }),
  link: link(
    { node: 'far-outer', device: 'net', addresses: [`${wire.far}/32`] },
    { node: internetNode, device: 'far', addresses: [`${wire.internet}/32`] },
  ),
  announcement: { address: farAddress, device: 'far' },
};

/** Its end of a tunnel, whose device bears the tunnel's name. */
export function farTunnel(
  name: string,
  { vpnIp, sharedSecret, ike }: Pick<FarSide, 'vpnIp' | 'sharedSecret'> & { readonly ike: string },
): Tunnel {
  return {
    name: `far-${name}`,
    outer: 'far-outer',
    outerDevice: `o-${name}`,
    inner: 'far',
    innerDevice: name,
    localAddress: farAddress,
    remoteAddress: vpnIp,
    presharedKey: sharedSecret,
    role: 'both',
    ikeProposals: [ike],
    espProposals: ['aes256gcm16'],
    localSelectors: ['0.0.0.0/0'],
    remoteSelectors: ['0.0.0.0/0'],
    timers: { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 },
  };
}

/** It knows the VCN by BGP over the circuit, and by a longer way through the tunnel. */
export function farSide({ key, vpnIp, sharedSecret }: FarSide): Cloud {
  const fabric: CloudFabric = {
    nodes: [
      router('far', {
        loopbacks: [farHost],
        routes: [{ to: '10.40.0.0/16', via: [{ device: 'tunnel' }] }],
        bgp: {
          asn: 65010,
          routerId: farHost,
          networks: [farPrefix],
          maximumPaths: 2,
          neighbors: ['1', '5'].map((last, index) =>
            neighbor(`169.254.0.${last}`, 31898, `169.254.0.${2 + 4 * index}`),
          ),
        },
      }),
      farOutside.node,
    ],
    links: [farOutside.link],
    // What the first of Azure's proposals has.
    tunnels: [farTunnel('tunnel', { vpnIp, sharedSecret, ike: 'aes256-sha1-modp1024' })],
    announcements: [farOutside.announcement],
    openEnds: ['primary', 'secondary'].map((device, index) => ({
      name: `${key} ${device}`,
      end: { node: 'far', device, addresses: [`169.254.0.${2 + 4 * index}/30`] },
    })),
  };
  return {
    name: 'onprem',
    handle: () => Promise.resolve({ status: 404 }),
    terraform: { provider: 'far', resources: {} },
    compile: () => fabric,
    circuits: () => ({ offers: [], orders: [{ key, provider: 'Exchange' }] }),
  };
}
