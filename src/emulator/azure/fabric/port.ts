import { cardCable, portNode as port } from '../../common/card-port.ts';
import { hop } from '../../common/router-links.ts';
import type { FabricLink, FilterRule, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute, lengthOf } from '../../net/prefix.ts';
import { macOf } from '../arm/digest.ts';
import type { Resource } from '../resources/store.ts';
import { contains } from '../../net/prefix.ts';
import { filterRule, rulesOf, tagsOf } from '../routing/security.ts';
import { portToMachine, portToRouter } from './devices.ts';
import type { Card, Layout } from './layout.ts';

/** What Azure's host does for one card: security rules, and the check of addresses when it does not forward. */
export function portNode(card: Card, layout: Layout): RouterNode {
  const { names } = layout;
  return port({
    name: card.port,
    label: `port of ${card.resource.name}`,
    toMachine: portToMachine,
    toRouter: hop(portToRouter, names.network(card.network), names),
    addresses: card.addresses,
    forwards: card.resource.properties.enableIPForwarding,
    filters: portFilters(card, layout),
  });
}

export function cardLink(card: Card, { names }: Layout): FabricLink {
  return cardCable(
    { node: card.port, device: portToMachine },
    {
      node: names.machine(card.machine),
      device: card.machineDevice,
      addresses: card.addresses.map((address) => `${address}/${lengthOf(rangeOf(card, address))}`),
      mac: macOf(card.resource.id),
    },
  );
}

/** The prefix of the card's subnet that an address is in. */
export function rangeOf(card: Card, address: string): string {
  const ranges = card.subnet.properties.addressPrefixes;
  return ranges.find((range) => contains(range, address)) ?? hostRoute(address);
}

function portFilters(card: Card, layout: Layout): readonly InterfaceFilter[] {
  const inbound = securityLists(card, 'Inbound', layout);
  const outbound = securityLists(card, 'Outbound', layout);
  const stateful = inbound.length > 0 || outbound.length > 0;
  const own: readonly FilterRule[] = [{ action: 'accept', sources: card.addresses.map(hostRoute) }];
  const checked = card.resource.properties.enableIPForwarding ? outbound : [own, ...outbound];
  const filter = (
    direction: 'in' | 'out',
    lists: readonly (readonly FilterRule[])[],
  ): readonly InterfaceFilter[] =>
    lists.length === 0 ? [] : [{ device: portToRouter, direction, stateful, lists }];
  return [...filter('in', inbound), ...filter('out', checked)];
}

/**
 * Inbound the subnet's group comes first, outbound the card's; both must allow. With neither, everything passes, but a
 * Standard public address lets nothing in from outside that no group allows.
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works
 */
function securityLists(
  card: Card,
  direction: 'Inbound' | 'Outbound',
  layout: Layout,
): readonly (readonly FilterRule[])[] {
  const { resources, observations } = layout;
  const tags = tagsOf(card.subnet, resources, observations);
  const find = (reference: { readonly id: string } | undefined) =>
    reference && resources.find('networkSecurityGroups', reference.id);
  const ofSubnet = find(card.subnet.properties.networkSecurityGroup);
  const ofCard = find(card.resource.properties.networkSecurityGroup);
  const groups = (direction === 'Inbound' ? [ofSubnet, ofCard] : [ofCard, ofSubnet]).filter(
    (group): group is Resource<'networkSecurityGroups'> => group !== undefined,
  );
  if (groups.length > 0) {
    return groups.map((group) =>
      rulesOf(group, direction, resources).map((rule) => filterRule(rule.properties, tags)),
    );
  }
  if (direction === 'Outbound' || !hasStandardAddress(card, layout)) return [];
  const closed = { action: 'drop', sources: tags.Internet } as const;
  return [[closed, { action: 'accept' }]];
}

function hasStandardAddress(card: Card, { resources }: Layout): boolean {
  return card.resource.properties.ipConfigurations.some(({ properties }) => {
    const address =
      properties.publicIPAddress &&
      resources.find('publicIPAddresses', properties.publicIPAddress.id);
    return address?.sku?.name === 'Standard';
  });
}
