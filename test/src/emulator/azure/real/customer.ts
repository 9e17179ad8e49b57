import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type { FabricLink, RouterNode, Tunnel } from '../../../../../src/emulator/fabric/fabric.ts';
import { link, neighbor, router } from '../../linux/fixtures/fabrics.ts';

/** What a customer's device speaks with: 198.51.100.1 is its address, 172.16.0.1 a host behind it. */
export interface CustomerTunnel {
  readonly name: string;
  /** The gateway's public address, the only one it knows. */
  readonly remote: string;
  /** The public address of the device. */
  readonly local: string;
  readonly bgp?: { readonly own: string; readonly peer: string; readonly asn: number };
  readonly more?: Partial<Tunnel>;
}

const tunnelDefaults = {
  presharedKey: 'Secret123',
  role: 'both',
  ikeProposals: ['aes256-sha256-modp2048'],
  espProposals: ['aes256-sha256'],
  localSelectors: ['0.0.0.0/0'],
  remoteSelectors: ['0.0.0.0/0'],
  timers: { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 },
} as const satisfies Partial<Tunnel>;

const wireAddresses = { internet: '169.254.1.1', customer: '169.254.1.2' };

/** A device with AS 65002 and its host, on the internet. */
export function customer(tunnels: readonly CustomerTunnel[]): Cloud {
  const outer = router('outer', {
    loopbacks: [...new Set(tunnels.map(({ local }) => local))],
    routes: [{ to: '0.0.0.0/0', via: [{ device: 'net', gateway: wireAddresses.internet }] }],
  });
  const inner = router('customer', {
    loopbacks: ['172.16.0.1', ...tunnels.flatMap(({ bgp }) => bgp?.own ?? [])],
    routes: tunnels.flatMap(({ name, bgp }) =>
      bgp ? [{ to: `${bgp.peer}/32`, via: [{ device: name }] }] : [],
    ),
    bgp: {
      asn: 65002,
      routerId: '172.16.0.1',
      networks: ['172.16.0.0/16'],
      neighbors: tunnels.flatMap(({ bgp }) => (bgp ? [neighbor(bgp.peer, bgp.asn, bgp.own)] : [])),
    },
  });
  return cloudOf({
    nodes: [outer, inner],
    links: [
      link(
        { node: 'outer', device: 'net', addresses: [`${wireAddresses.customer}/32`] },
        { node: internetNode, device: 'customer', addresses: [`${wireAddresses.internet}/32`] },
      ),
    ],
    tunnels: tunnels.map((tunnel) => ({
      ...tunnelDefaults,
      name: tunnel.name,
      outer: 'outer',
      outerDevice: `o-${tunnel.name}`,
      inner: 'customer',
      innerDevice: tunnel.name,
      localAddress: tunnel.local,
      remoteAddress: tunnel.remote,
      ...tunnel.more,
    })),
    announcements: outer.loopbacks.map((address) => ({ address, device: 'customer' })),
  });
}

/** strongSwan on 10.0.0.28 behind a 1:1 NAT: it sends its private identity, and wants 10.0.0.0/24 and 10.3.0.0/24 only. */
export function behindNat(remote: string, outside: string): Cloud {
  const inside = '10.0.0.28';
  const nat: RouterNode = router('nat', {
    loopbacks: [],
    routes: [
      { to: `${inside}/32`, via: [{ device: 'lan', gateway: '169.254.1.4' }] },
      { to: '0.0.0.0/0', via: [{ device: 'net', gateway: wireAddresses.internet }] },
    ],
    nat: {
      source: [{ device: 'net', from: `${inside}/32`, translated: outside }],
      destination: [{ device: 'net', to: outside, translated: inside }],
    },
  });
  const swan = router('swan', {
    loopbacks: [inside],
    routes: [
      { to: '10.3.0.0/24', via: [{ device: 'ipsec' }] },
      { to: '0.0.0.0/0', via: [{ device: 'net', gateway: '169.254.1.3' }] },
    ],
  });
  const links: readonly FabricLink[] = [
    {
      ...link(
        { node: 'nat', device: 'net', addresses: [`${wireAddresses.customer}/32`], proxyArp: true },
        { node: internetNode, device: 'customer', addresses: [`${wireAddresses.internet}/32`] },
      ),
    },
    link(
      { node: 'nat', device: 'lan', addresses: ['169.254.1.3/32'] },
      { node: 'swan', device: 'net', addresses: ['169.254.1.4/32'] },
    ),
  ];
  return cloudOf({
    nodes: [
      { ...nat, routes: [...nat.routes, { to: `${outside}/32`, via: [{ device: 'lan' }] }] },
      swan,
    ],
    links,
    tunnels: [
      {
        ...tunnelDefaults,
        name: 'swan',
        outer: 'swan',
        outerDevice: 'ike',
        inner: 'swan',
        innerDevice: 'ipsec',
        localAddress: inside,
        remoteAddress: remote,
        role: 'initiator',
        localSelectors: ['10.0.0.0/24'],
        remoteSelectors: ['10.3.0.0/24'],
      },
    ],
    announcements: [{ address: outside, device: 'customer' }],
  });
}

function cloudOf(fabric: CloudFabric): Cloud {
  return {
    name: 'aws',
    handle: () => Promise.resolve({ status: 501 }),
    terraform: { provider: 'none', resources: {} },
    compile: () => fabric,
  };
}
