import { cardCable, portNode as port } from '../../common/card-port.ts';
import type { FabricLink, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute, lengthOf } from '../../net/prefix.ts';
import { macOf } from '../resources/mac.ts';
import { answerRules, filterRules, rulesOf } from '../routing/security.ts';
import type { Card, Layout } from './layout.ts';
import { hop } from './layout.ts';
import { devices, names } from './names.ts';

const { portToMachine, portToVcn } = devices;

/** What OCI's host does for one VNIC: the subnet's security lists and the source/destination check. */
export function portNode(card: Card, layout: Layout): RouterNode {
  const { privateIp, skipSourceDestCheck } = card.vnic.properties;
  return port({
    name: names.port(card.vnic),
    label: `VNIC of ${card.instance.displayName}`,
    toMachine: portToMachine,
    toRouter: hop(portToVcn, 'vcn'),
    addresses: [privateIp],
    forwards: skipSourceDestCheck,
    filters: portFilters(card, layout),
  });
}

export function cardLink({ vnic, instance, subnet, machineDevice }: Card): FabricLink {
  const { privateIp } = vnic.properties;
  return cardCable(
    { node: names.port(vnic), device: portToMachine },
    {
      node: names.machine(instance),
      device: machineDevice,
      addresses: [`${privateIp}/${lengthOf(subnet.properties.cidrBlock)}`],
      mac: macOf(vnic.id),
    },
  );
}

function portFilters({ vnic, subnet }: Card, { resources }: Layout): readonly InterfaceFilter[] {
  const { privateIp, skipSourceDestCheck } = vnic.properties;
  const ingress = rulesOf(subnet, 'ingress', resources);
  const egress = rulesOf(subnet, 'egress', resources);
  const filter = (
    [device, direction]: readonly [string, 'in' | 'out'],
    stateful: boolean,
    lists: InterfaceFilter['lists'],
  ): InterfaceFilter => ({ device, direction, stateful, lists });
  const own = { action: 'accept', sources: [hostRoute(privateIp)] } as const;
  const isMixed = [...ingress, ...egress].some(({ isStateless }) => isStateless);
  return [
    filter([portToVcn, 'in'], true, [filterRules(ingress, 'ingress')]),
    filter([portToVcn, 'out'], true, [
      ...(skipSourceDestCheck ? [] : [[own]]),
      filterRules(egress, 'egress'),
    ]),
    // Towards the machine nothing is remembered: answers have to be those of stateful rules.
    ...(isMixed
      ? [
          filter([portToMachine, 'out'], false, [
            [...filterRules(ingress, 'ingress'), ...answerRules(egress, 'egress')],
          ]),
          filter([portToMachine, 'in'], false, [
            [...filterRules(egress, 'egress'), ...answerRules(ingress, 'ingress')],
          ]),
        ]
      : []),
  ];
}
