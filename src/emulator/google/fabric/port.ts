import { cardCable, portNode as port, statefulFilters } from '../../common/card-port.ts';
import { hop } from '../../common/router-links.ts';
import type { FabricLink, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { macOf } from '../compute/digest.ts';
import { firewallRules } from '../routing/firewall.ts';
import type { Card, Layout } from './layout.ts';
import { portToMachine, portToRouter } from './layout.ts';

/** What Google's host does for one card: firewall rules, and the check of addresses where it may not forward. */
export function portNode(card: Card, { names, resources }: Layout): RouterNode {
  return port({
    name: card.port,
    label: `port of ${card.instance.name} ${card.card.name}`,
    toMachine: portToMachine,
    toRouter: hop(portToRouter, names.network(card.network), names),
    addresses: [card.card.networkIP],
    forwards: card.instance.properties.canIpForward,
    filters: portFilters(card, resources),
  });
}

export function cardLink(card: Card, { names }: Layout): FabricLink {
  return cardCable(
    { node: card.port, device: portToMachine },
    {
      node: names.machine(card.instance),
      device: card.machineDevice,
      addresses: [hostRoute(card.card.networkIP)],
      mac: macOf(card.card.networkIP),
      mtu: card.network.properties.mtu,
    },
  );
}

/** Devices of the port face the network: what arrives by it is the machine's ingress. */
function portFilters(card: Card, resources: Layout['resources']): readonly InterfaceFilter[] {
  const { tags, canIpForward } = card.instance.properties;
  const target = { network: card.network.path, tags };
  return statefulFilters(
    portToRouter,
    { addresses: [card.card.networkIP], forwards: canIpForward },
    {
      ingress: firewallRules(target, 'INGRESS', resources),
      egress: firewallRules(target, 'EGRESS', resources),
    },
  );
}
