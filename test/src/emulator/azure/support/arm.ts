import { ArmError } from '../../../../../src/emulator/azure/arm/error.ts';
import { createFrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import type {
  FrontDoor,
  FrontDoorParameters,
} from '../../../../../src/emulator/azure/resources/front-door.ts';
import { groupId, subscriptionId } from './local-azure.ts';

export const network = (name: string) =>
  `${groupId}/providers/Microsoft.Network/virtualNetworks/${name}`;
export const subnet = (of: string, name: string) => `${network(of)}/subnets/${name}`;
export const resource = (type: string, name: string) =>
  `${groupId}/providers/Microsoft.Network/${type}/${name}`;
export const machine = (name: string) =>
  `${groupId}/providers/Microsoft.Compute/virtualMachines/${name}`;
export const location = 'westeurope';

/** The store behind its front door, with a resource group. */
export interface Door extends FrontDoor {
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
}

/** @param circuitOrder what a provider ordered by a circuit's key. @default nothing */
export function createDoor(circuitOrder?: FrontDoorParameters['circuitOrder']): Door {
  const held = new Set<string>();
  let next = 1;
  const door = createFrontDoor({
    subscriptionId,
    changed: () => undefined,
    allocatePublicAddress() {
      const address = `20.61.0.${next++}`;
      held.add(address);
      return address;
    },
    releasePublicAddress: (address) => void held.delete(address),
    ...(circuitOrder && { circuitOrder }),
  });
  door.put(groupId, { location });
  return Object.create(door, { held: { value: held } }) as Door;
}

/** A network with a subnet `sub` (the first /24) and, when wanted, a GatewaySubnet (the last). */
export function putNetwork(door: FrontDoor, name: string, second: number, gateway = false): void {
  door.put(network(name), {
    location,
    properties: { addressSpace: { addressPrefixes: [`10.${second}.0.0/16`] } },
  });
  door.put(subnet(name, 'sub'), { properties: { addressPrefix: `10.${second}.0.0/24` } });
  if (gateway) {
    door.put(subnet(name, 'GatewaySubnet'), {
      properties: { addressPrefix: `10.${second}.255.0/24` },
    });
  }
}

export function putAddress(door: FrontDoor, name: string, sku = 'Standard'): string {
  const id = resource('publicIPAddresses', name);
  door.put(id, {
    location,
    sku: { name: sku },
    properties: { publicIPAllocationMethod: sku === 'Standard' ? 'Static' : 'Dynamic' },
  });
  return id;
}

export function cardBody(subnetId: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    location,
    properties: {
      ipConfigurations: [{ name: 'ipconfig1', properties: { subnet: { id: subnetId }, ...more } }],
    },
  };
}

export function machineBody(cards: readonly string[]) {
  return {
    location,
    properties: {
      osProfile: { computerName: 'vm', adminUsername: 'hans', adminPassword: 'Secret123' },
      networkProfile: {
        networkInterfaces: cards.map((id, index) => ({ id, properties: { primary: index === 0 } })),
      },
    },
  };
}

export function gatewayBody(subnetId: string, addressId: string, more: object = {}) {
  return {
    location,
    properties: {
      gatewayType: 'Vpn',
      vpnType: 'RouteBased',
      enableBgp: true,
      sku: { name: 'VpnGw1', tier: 'VpnGw1' },
      bgpSettings: { asn: 65000 },
      ipConfigurations: [
        {
          name: 'ipconf1',
          properties: { subnet: { id: subnetId }, publicIPAddress: { id: addressId } },
        },
      ],
      ...more,
    },
  };
}

export function putGateway(door: FrontDoor, name: string, of: string): string {
  const id = resource('virtualNetworkGateways', name);
  const address = putAddress(door, `${name}-ip`);
  door.put(id, gatewayBody(subnet(of, 'GatewaySubnet'), address));
  return id;
}

/** The code of the refusal; `none` when there is none. */
export function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof ArmError) return error.code;
    throw error;
  }
}
