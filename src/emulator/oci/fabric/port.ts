import { cardCable, portNode as port, statefulFilters } from '../../common/card-port.ts';
import type { FabricLink, InterfaceFilter, RouterNode } from '../../fabric/fabric.ts';
import { lengthOf } from '../../net/prefix.ts';
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
  const towardsMachine = (
    direction: 'in' | 'out',
    rules: InterfaceFilter['lists'][number],
  ): InterfaceFilter => ({ device: portToMachine, direction, stateful: false, lists: [rules] });
  const isMixed = [...ingress, ...egress].some(({ isStateless }) => isStateless);
  return [
    ...statefulFilters(
      portToVcn,
      { addresses: [privateIp], forwards: skipSourceDestCheck },
      { ingress: filterRules(ingress, 'ingress'), egress: filterRules(egress, 'egress') },
    ),
    // Towards the machine nothing is remembered: answers have to be those of stateful rules.
    ...(isMixed
      ? [
          towardsMachine('out', [
            ...filterRules(ingress, 'ingress'),
            ...answerRules(egress, 'egress'),
          ]),
          towardsMachine('in', [
            ...filterRules(egress, 'egress'),
            ...answerRules(ingress, 'ingress'),
          ]),
        ]
      : []),
  ];
}
