import { cardCable, portNode as port, statefulFilters } from '../../common/card-port.ts';
import type { FabricLink, FilterRule, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { lengthOf } from '../../net/prefix.ts';
import { macOf } from '../resources/ids.ts';
import { aclOf } from '../resources/network-acl.ts';
import { routeTableOf } from '../resources/route-table.ts';
import { aclRules, groupRules, isOpen } from '../routing/security.ts';
import type { Card, Layout } from './layout.ts';
import { devices, hop } from './layout.ts';

const { portToMachine, portToRouter } = devices;

/** What AWS's host does for one card: security groups, the subnet's network ACL, and the source/destination check. */
export function portNode(card: Card, layout: Layout): RouterNode {
  const { sourceDestCheck, privateAddresses } = card.resource;
  return port({
    name: card.resource.id,
    label: `interface of ${card.instance.tags['Name'] ?? card.instance.id}`,
    toMachine: portToMachine,
    toRouter: hop(portToRouter, 'router'),
    addresses: privateAddresses,
    forwards: !sourceDestCheck,
    filters: portFilters(card, layout),
  });
}

export function cardLink({ resource, instance, subnet, machineDevice }: Card): FabricLink {
  const length = lengthOf(subnet.cidrBlock);
  return cardCable(
    { node: resource.id, device: portToMachine },
    {
      node: instance.id,
      device: machineDevice,
      addresses: resource.privateAddresses.map((address) => `${address}/${length}`),
      mac: macOf(resource.id),
    },
  );
}

/**
 * Groups are stateful and sit towards the VPC; the ACL is not and sits towards the machine, so that an answer that a
 * group remembers still has to pass the ACL.
 */
function portFilters(card: Card, layout: Layout): readonly InterfaceFilter[] {
  const { resources } = layout;
  const { groupIds, privateAddresses, sourceDestCheck } = card.resource;
  return [
    ...statefulFilters(
      portToRouter,
      { addresses: privateAddresses, forwards: !sourceDestCheck },
      {
        ingress: groupRules(groupIds, 'ingress', resources),
        egress: groupRules(groupIds, 'egress', resources),
      },
    ),
    ...aclFilters(card, layout),
  ];
}

function aclFilters(card: Card, { resources }: Layout): readonly InterfaceFilter[] {
  const acl = aclOf(card.subnet.id, resources);
  if (!acl || isOpen(acl)) return [];
  const inside = insidePrefixes(card, resources);
  const filter = (direction: 'in' | 'out', list: readonly FilterRule[]): InterfaceFilter => ({
    device: portToMachine,
    direction,
    stateful: false,
    lists: [list],
  });
  return [
    filter('out', aclRules(acl, 'ingress', inside)),
    filter('in', aclRules(acl, 'egress', inside)),
  ];
}

/** The subnet's own addresses, and what its route table sends to an interface in the subnet itself. */
function insidePrefixes(card: Card, resources: Layout['resources']): readonly string[] {
  const routes = routeTableOf(card.subnet, resources)?.routes ?? [];
  const throughNeighbours = routes.filter(
    ({ target }) =>
      target.kind === 'networkInterface' &&
      target.id !== card.resource.id &&
      resources.find('networkInterfaces', target.id)?.subnetId === card.subnet.id,
  );
  return [card.subnet.cidrBlock, ...throughNeighbours.map(({ destination }) => destination)];
}
