import { createHash } from 'node:crypto';
import type { Address, Fabric, FabricLink, RouterNode, Tunnel } from '../../fabric/fabric.ts';

/** A tunnel's own namespace and its link to the outer node. Names of fabric nodes have no underscore. */
export interface TunnelNamespace {
  readonly name: string;
  readonly outerMac: string;
  readonly ownMac: string;
}

export function tunnelNamespace(tunnelName: string): TunnelNamespace {
  const hash = createHash('sha256').update(tunnelName).digest('hex');
  const mac = (last: string): string =>
    `02:${hash.slice(0, 2)}:${hash.slice(2, 4)}:${hash.slice(4, 6)}:${hash.slice(6, 8)}:${last}`;
  return { name: `tunnel_${hash.slice(0, 16)}`, outerMac: mac('01'), ownMac: mac('02') };
}

/** The device in the tunnel's own namespace. */
const tunnelDevice = 'eth0';
/** Nobody has it: its hardware address is written down, so nobody asks for it. */
const tunnelGateway = '169.254.255.254';

/** Fabric nodes and links that the tunnels need besides the given ones. */
export function expandTunnels(fabric: Fabric): {
  readonly nodes: readonly RouterNode[];
  readonly links: readonly FabricLink[];
  /** Node name -> `address dev device` -> hardware address. */
  readonly neighbors: Readonly<Record<string, Readonly<Record<string, string>>>>;
} {
  const loopbacks = new Map(fabric.nodes.map((node) => [node.name, node.loopbacks]));
  return {
    nodes: fabric.tunnels.map(tunnelNode),
    links: fabric.tunnels.map((tunnel) => tunnelLink(tunnel, loopbacks.get(tunnel.inner) ?? [])),
    neighbors: Object.fromEntries(
      fabric.tunnels.map((tunnel) => {
        const { name, outerMac } = tunnelNamespace(tunnel.name);
        return [name, { [`${tunnelGateway} dev ${tunnelDevice}`]: `lladdr ${outerMac}` }];
      }),
    ),
  };
}

function tunnelNode(tunnel: Tunnel): RouterNode {
  return {
    kind: 'router',
    name: tunnelNamespace(tunnel.name).name,
    label: `tunnel ${tunnel.name}`,
    loopbacks: [],
    routes: [{ to: '0.0.0.0/0', via: [{ device: tunnelDevice, gateway: tunnelGateway }] }],
    transparentTtl: false,
    tables: [],
  };
}

function tunnelLink(tunnel: Tunnel, behind: readonly Address[]): FabricLink {
  const own = tunnelNamespace(tunnel.name);
  return {
    name: own.name,
    ends: [
      { node: tunnel.outer, device: tunnel.outerDevice, addresses: [], mac: own.outerMac },
      {
        node: own.name,
        device: tunnelDevice,
        addresses: ownAddresses(tunnel, behind).map((address) => `${address}/32`),
        mac: own.ownMac,
      },
    ],
  };
}

/**
 * charon's `kernel-libipsec` installs no child SA whose local selector holds none of its own addresses; a selector for
 * everything needs none. A peer may narrow it to the address that BGP is spoken at, a loopback of the inner node.
 */
function ownAddresses(
  { localAddress, localSelectors, localHosts = [] }: Tunnel,
  behind: readonly Address[],
): string[] {
  const first = localSelectors
    .filter((selector) => selector !== '0.0.0.0/0')
    .map((selector) => selector.split('/')[0] ?? selector);
  return [...new Set([localAddress, ...first, ...localHosts, ...behind])];
}
