import type {
  Address,
  FabricLink,
  LinkEnd,
  Nat,
  NextHop,
  Prefix,
  RouterNode,
} from '../fabric/fabric.ts';
import { hostRoute } from '../net/prefix.ts';

/** A private address, and the public one that stands for it outside. */
export interface Translation {
  readonly inside: Address;
  readonly outside: Address;
}

export interface InternetEdge {
  readonly name: string;
  readonly label: string;
  /** To the router of the cloud's network. */
  readonly inside: NextHop;
  readonly outside: NextHop;
  /** The network's own. */
  readonly prefixes: readonly Prefix[];
  /** Public addresses of the network. */
  readonly addresses: readonly Address[];
  readonly nat: Nat;
}

/** A network's border to the internet. What has no translation passes as it is. */
export function internetEdge(edge: InternetEdge): RouterNode {
  const { name, label, inside, outside, prefixes, addresses, nat } = edge;
  return {
    kind: 'router',
    name,
    label,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the internet',
        devices: [inside.device],
        routes: [{ to: '0.0.0.0/0', via: [outside] }],
      },
      {
        name: 'from the internet',
        devices: [outside.device],
        routes: [
          ...prefixes.map((to) => ({ to, via: [inside] })),
          // So that it answers ARP for them; whatever is not translated ends in the network's router.
          ...addresses.map((address) => ({ to: hostRoute(address), via: [inside] })),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    nat,
  };
}

/** A border at which addresses are translated one to one, and that nothing without a public address leaves. */
export function oneToOneEdge({
  translations,
  ...edge
}: Omit<InternetEdge, 'addresses' | 'nat'> & {
  readonly translations: readonly Translation[];
}): RouterNode {
  const sources = translations.map(({ inside }) => hostRoute(inside));
  return {
    ...internetEdge({
      ...edge,
      addresses: translations.map(({ outside }) => outside),
      nat: staticNat(edge.outside.device, translations),
    }),
    filters: [
      {
        device: edge.inside.device,
        direction: 'in',
        stateful: false,
        lists: [[{ action: 'accept', sources }]],
      },
    ],
  };
}

/**
 * At a device towards the internet, both ways.
 * @param outboundOnly translated when they leave; nothing comes in by them
 */
export function staticNat(
  device: string,
  translations: readonly Translation[],
  outboundOnly: readonly Translation[] = [],
): Nat {
  return {
    source: [...translations, ...outboundOnly].map(({ inside, outside }) => ({
      device,
      from: hostRoute(inside),
      translated: outside,
    })),
    destination: translations.map(({ inside, outside }) => ({
      device,
      to: outside,
      translated: inside,
    })),
  };
}

/** Between a border and the internet's node. The border answers ARP for the public addresses behind it. */
export function internetEdgeLink(edge: LinkEnd, internet: LinkEnd): FabricLink {
  return {
    name: `${edge.node}--${internet.node}`,
    ends: [{ ...edge, proxyArp: true }, internet],
  };
}
