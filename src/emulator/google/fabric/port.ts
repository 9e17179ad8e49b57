import type { FabricLink, FilterRule, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { macOf } from '../compute/digest.ts';
import { firewallRules } from '../routing/firewall.ts';
import type { Card, Layout } from './layout.ts';
import { portToMachine, portToRouter } from './layout.ts';
import { hop } from './links.ts';

/** What Google's host does for one card: firewall rules, and the check of addresses where it may not forward. */
export function portNode(card: Card, { names, resources }: Layout): RouterNode {
  const { networkIP } = card.card;
  const everything = '0.0.0.0/0';
  return {
    kind: 'router',
    name: card.port,
    label: `port of ${card.instance.name} ${card.card.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'to the machine',
        devices: [portToRouter],
        routes: [
          { to: hostRoute(networkIP), via: [{ device: portToMachine }] },
          card.instance.properties.canIpForward
            ? { to: everything, via: [{ device: portToMachine, gateway: networkIP }] }
            : { to: everything, reject: 'blackhole' },
        ],
      },
      {
        name: 'from the machine',
        devices: [portToMachine],
        routes: [{ to: everything, via: [hop(portToRouter, names.network(card.network), names)] }],
      },
    ],
    filters: portFilters(card, resources),
  };
}

/** The machine's cable. Its router answers ARP for everything but the machine. */
export function cardLink(card: Card, { names }: Layout): FabricLink {
  const node = names.machine(card.instance);
  const { mtu } = card.network.properties;
  return {
    name: `${card.port}--${node}.${card.machineDevice}`,
    ends: [
      { node: card.port, device: portToMachine, addresses: [], proxyArp: true, mtu },
      {
        node,
        device: card.machineDevice,
        addresses: [hostRoute(card.card.networkIP)],
        mac: macOf(card.card.networkIP),
        mtu,
      },
    ],
  };
}

/** Devices of the port face the network: what arrives by it is the machine's ingress. */
function portFilters(card: Card, resources: Layout['resources']): readonly InterfaceFilter[] {
  const { tags, canIpForward } = card.instance.properties;
  const target = { network: card.network.path, tags };
  const own: readonly FilterRule[] = [
    { action: 'accept', sources: [hostRoute(card.card.networkIP)] },
  ];
  const egress = firewallRules(target, 'EGRESS', resources);
  return [
    {
      device: portToRouter,
      direction: 'in',
      stateful: true,
      lists: [firewallRules(target, 'INGRESS', resources)],
    },
    {
      device: portToRouter,
      direction: 'out',
      stateful: true,
      lists: canIpForward ? [egress] : [own, egress],
    },
  ];
}
