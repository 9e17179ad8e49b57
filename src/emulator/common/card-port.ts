import type {
  Address,
  FabricLink,
  FilterRule,
  InterfaceFilter,
  LinkEnd,
  NextHop,
  RouterNode,
} from '../fabric/fabric.ts';
import { hostRoute } from '../net/prefix.ts';

/** What a cloud's host does for one interface card of a machine. */
export interface CardPort {
  readonly name: string;
  readonly label: string;
  /** The device towards the machine. */
  readonly toMachine: string;
  readonly toRouter: NextHop;
  /** The card's addresses, the primary one first. */
  readonly addresses: readonly Address[];
  /** Whether it takes packets for other addresses than its own. */
  readonly forwards: boolean;
  readonly filters: readonly InterfaceFilter[];
}

export function portNode(port: CardPort): RouterNode {
  const { name, label, toMachine, toRouter, addresses, forwards, filters } = port;
  const [primary = ''] = addresses;
  return {
    kind: 'router',
    name,
    label,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the machine',
        devices: [toRouter.device],
        routes: [
          ...addresses.map((address) => ({ to: hostRoute(address), via: [{ device: toMachine }] })),
          forwards
            ? { to: '0.0.0.0/0', via: [{ device: toMachine, gateway: primary }] }
            : { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
      {
        name: 'from the machine',
        devices: [toMachine],
        routes: [{ to: '0.0.0.0/0', via: [toRouter] }],
      },
    ],
    filters,
  };
}

/**
 * Security rules that remember flows, at the device towards the router. What leaves has one of the card's own addresses,
 * unless the card forwards.
 */
export function statefulFilters(
  device: string,
  { addresses, forwards }: Pick<CardPort, 'addresses' | 'forwards'>,
  rules: { readonly ingress: readonly FilterRule[]; readonly egress: readonly FilterRule[] },
): readonly InterfaceFilter[] {
  const own: FilterRule = { action: 'accept', sources: addresses.map(hostRoute) };
  return [
    { device, direction: 'in', stateful: true, lists: [rules.ingress] },
    {
      device,
      direction: 'out',
      stateful: true,
      lists: forwards ? [rules.egress] : [[own], rules.egress],
    },
  ];
}

/** The machine's cable. Its port answers ARP for everything but the machine. */
export function cardCable(
  port: { readonly node: string; readonly device: string },
  machine: LinkEnd,
): FabricLink {
  return {
    name: `${port.node}--${machine.node}.${machine.device}`,
    ends: [
      {
        ...port,
        addresses: [],
        proxyArp: true,
        ...(machine.mtu !== undefined && { mtu: machine.mtu }),
      },
      machine,
    ],
  };
}
