import { LinuxVirtualMachine } from '@cdktf/provider-azurerm/lib/linux-virtual-machine/index.js';
import { NetworkInterface } from '@cdktf/provider-azurerm/lib/network-interface/index.js';
import type { Machine } from '../../src/lab/handle.ts';
import { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
import { publicIp } from './public-ip.ts';
import type { AzureScope } from './scope.ts';
import { allowSsh } from './security-group.ts';
import type { ConstructedSubnet } from './virtual-network.ts';

export type ConstructedMachine = Constructed<Machine, LinuxVirtualMachine>;

export interface MachineParameters {
  /** Host name; its resources are `<name>`, `<name>-nic1`, `<name>-public-ip`, `<name>-nsg`. */
  readonly name: string;
  /** Login user: it has the run's SSH key and may use sudo. */
  readonly user: string;
  /** Interface cards, in order: the first is eth0, has the public IP, and lets SSH in. */
  readonly cards: readonly [CardParameters, ...CardParameters[]];
  /** @default Standard_B1s */
  readonly size?: string;
  readonly dependsOn?: readonly Dependency[];
}

export interface CardParameters {
  readonly subnet: ConstructedSubnet;
  /** Lets packets through that are neither from nor to the card's own address. @default false */
  readonly ipForwarding?: boolean;
  /** A fixed private address. @default the lowest free one of the subnet */
  readonly address?: string;
}

/**
 * A Linux machine (Ubuntu 22.04) with a public IP.
 *
 * Only the first card has a network security group. A machine that forwards needs its other cards
 * open: the default rules let in only what is for a `VirtualNetwork` address, and would drop a packet
 * on its way to the Internet
 * (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules).
 */
export function machine(azure: AzureScope, parameters: MachineParameters): ConstructedMachine {
  const { name, user, size = 'Standard_B1s' } = parameters;
  const address = publicIp(azure, `${name}-public-ip`);
  const [first, ...others] = parameters.cards;
  const primary = card(azure, `${name}-nic1`, first, address.id);
  const cards = [primary, ...others.map((it, index) => card(azure, `${name}-nic${index + 2}`, it))];
  allowSsh(azure, { name: `${name}-nsg`, networkInterface: primary });

  const vm = new LinuxVirtualMachine(azure.scope, name, {
    ...azure.place,
    name,
    computerName: name,
    size,
    networkInterfaceIds: cards.map((it) => it.id),
    adminUsername: user,
    disablePasswordAuthentication: true,
    adminSshKey: [{ username: user, publicKey: azure.sshPublicKey }],
    osDisk: { name: `${name}-os-disk`, caching: 'ReadWrite', storageAccountType: 'Standard_LRS' },
    sourceImageReference: {
      publisher: 'Canonical',
      offer: '0001-com-ubuntu-server-jammy',
      sku: '22_04-lts-gen2',
      version: 'latest',
    },
    tags: azure.tags,
    ...dependsOn(parameters.dependsOn),
  });

  return {
    kind: 'machine',
    cloud: 'azure',
    name,
    user,
    id: vm.id,
    publicAddress: address.ipAddress,
    privateAddresses: cards.map((it) => it.privateIpAddress),
    networkInterfaces: cards.map((it) => it.id),
    [resource]: vm,
  };
}

function card(
  azure: AzureScope,
  name: string,
  parameters: CardParameters,
  publicIpAddressId?: string,
): NetworkInterface {
  const { subnet, ipForwarding = false, address } = parameters;
  return new NetworkInterface(azure.scope, name, {
    ...azure.place,
    name,
    ipForwardingEnabled: ipForwarding,
    ipConfiguration: [
      {
        name: 'ipconfig1',
        subnetId: subnet.id,
        ...(address === undefined
          ? { privateIpAddressAllocation: 'Dynamic' }
          : { privateIpAddressAllocation: 'Static', privateIpAddress: address }),
        ...(publicIpAddressId === undefined ? {} : { publicIpAddressId }),
      },
    ],
    tags: azure.tags,
  });
}
