import type { MachineNode } from '../../fabric/fabric.ts';
import { addressAt } from '../../net/prefix.ts';
import type { Resource } from '../resources/store.ts';
import type { Layout } from './layout.ts';
import { rangeOf } from './port.ts';

/** A machine with its cards; the primary one has the default route, as Azure's DHCP gives it. */
export function machineNode(machine: Resource<'virtualMachines'>, layout: Layout): MachineNode {
  const { properties } = machine;
  const name = layout.names.machine(machine);
  const primary = layout.cards.find((card) => card.machine === machine && card.isPrimary);
  const [address] = primary?.addresses ?? [];
  const keyFile = `/home/${properties.adminUsername}/.ssh/authorized_keys`;
  return {
    kind: 'machine',
    name,
    label: `virtual machine ${machine.name}`,
    hostname: properties.computerName,
    user: properties.adminUsername,
    authorizedKeys: properties.sshKeys
      .filter(({ path }) => path === keyFile)
      .map(({ keyData }) => keyData.trim()),
    ...(!properties.disablePasswordAuthentication &&
      properties.adminPassword !== undefined && { password: properties.adminPassword }),
    running: properties.power === 'running',
    loopbacks: [],
    routes:
      primary && address !== undefined
        ? [
            {
              to: '0.0.0.0/0',
              via: [
                { device: primary.machineDevice, gateway: addressAt(rangeOf(primary, address), 1) },
              ],
            },
          ]
        : [],
  };
}
