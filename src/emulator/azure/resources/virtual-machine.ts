import { z } from 'zod';
import { badRequest, invalidReference, notEmulated } from '../arm/error.ts';
import { guidOf } from '../arm/digest.ts';
import { sameId } from '../arm/id.ts';
import { networkOfSubnet } from '../routing/networks.ts';
import { defineKind } from './kind.ts';
import { machineOf } from './network-interface.ts';
import { parse, shape } from './shape.ts';
import type { Resources } from './store.ts';

export interface VirtualMachineProperties {
  readonly vmSize: string;
  readonly storageProfile: Readonly<Record<string, unknown>>;
  readonly computerName: string;
  readonly adminUsername: string;
  readonly adminPassword?: string | undefined;
  readonly disablePasswordAuthentication: boolean;
  readonly sshKeys: readonly { readonly path: string; readonly keyData: string }[];
  readonly networkInterfaces: readonly { readonly id: string; readonly primary: boolean }[];
  readonly power: 'running' | 'stopped' | 'deallocated';
}

const schema = shape(
  {
    hardwareProfile: z.looseObject({ vmSize: z.string() }).default({ vmSize: 'Standard_B1s' }),
    storageProfile: z.record(z.string(), z.unknown()).default({}),
    osProfile: shape(
      {
        computerName: z.string().min(1).max(64),
        adminUsername: z.string().min(1),
        adminPassword: z.string().optional(),
        linuxConfiguration: shape({
          disablePasswordAuthentication: z.boolean().default(false),
          ssh: shape({
            publicKeys: z.array(z.object({ path: z.string(), keyData: z.string() })).default([]),
          }).optional(),
          provisionVMAgent: z.boolean().optional(),
          patchSettings: z.unknown().optional(),
          enableVMAgentPlatformUpdates: z.boolean().optional(),
        }).optional(),
        windowsConfiguration: z.unknown().optional(),
        allowExtensionOperations: z.boolean().optional(),
      },
      ['secrets', 'requireGuestProvisionSignal'],
    ),
    networkProfile: shape({
      networkInterfaces: z
        .array(
          z.looseObject({
            id: z.string(),
            properties: z.looseObject({ primary: z.boolean().optional() }).optional(),
          }),
        )
        .min(1),
    }),
    diagnosticsProfile: z.unknown().optional(),
    priority: z.literal('Regular').optional(),
  },
  [
    'vmId',
    'instanceView',
    'timeCreated',
    'additionalCapabilities',
    'securityProfile',
    'extensionsTimeBudget',
  ],
);

export const virtualMachineKind = defineKind<'virtualMachines'>({
  type: 'Microsoft.Compute/virtualMachines',

  prepare(body, { id, name, location, resources, existing }) {
    const properties = asNew(body['properties'], existing?.properties);
    const input = parse(schema, properties, `virtual machine ${name}`);
    const { osProfile } = input;
    if (osProfile.windowsConfiguration !== undefined) throw notEmulated('Windows machines');
    const linux = osProfile.linuxConfiguration;
    const sshKeys = linux?.ssh?.publicKeys ?? [];
    refuseLogin({ ...osProfile, sshKeys, keysOnly: linux?.disablePasswordAuthentication ?? false });
    const cards = input.networkProfile.networkInterfaces;
    const marked = cards.findIndex((card) => card.properties?.primary === true);
    if (cards.length > 1 && marked === -1) {
      throw badRequest(
        'NetworkInterfacesMustHavePrimary',
        `The virtual machine ${name} has ${cards.length} network interfaces; exactly one must be marked as primary.`,
      );
    }
    refuseCards(
      cards.map((card) => card.id),
      { id, location, resources },
    );
    return {
      vmSize: input.hardwareProfile.vmSize,
      storageProfile: input.storageProfile,
      computerName: osProfile.computerName,
      adminUsername: osProfile.adminUsername,
      adminPassword: osProfile.adminPassword ?? existing?.properties.adminPassword,
      disablePasswordAuthentication: linux?.disablePasswordAuthentication ?? false,
      sshKeys,
      networkInterfaces: cards.map((card, index) => ({
        id: card.id,
        primary: index === Math.max(marked, 0),
      })),
      power: existing?.properties.power ?? 'running',
    };
  },

  view(machine) {
    const { properties } = machine;
    return {
      vmId: guidOf(machine.id),
      hardwareProfile: { vmSize: properties.vmSize },
      storageProfile: properties.storageProfile,
      osProfile: {
        computerName: properties.computerName,
        adminUsername: properties.adminUsername,
        linuxConfiguration: {
          disablePasswordAuthentication: properties.disablePasswordAuthentication,
          ssh: { publicKeys: properties.sshKeys },
        },
      },
      networkProfile: {
        networkInterfaces: properties.networkInterfaces.map(({ id, primary }) => ({
          id,
          properties: { primary },
        })),
      },
    };
  },
});

/** A GET does not show the password, so a body that was read and is put back does not lose it. */
function asNew(body: unknown, existing: VirtualMachineProperties | undefined): unknown {
  if (existing?.adminPassword === undefined || typeof body !== 'object' || body === null)
    return body;
  const osProfile = 'osProfile' in body ? body.osProfile : undefined;
  if (typeof osProfile !== 'object' || osProfile === null) return body;
  return { ...body, osProfile: { adminPassword: existing.adminPassword, ...osProfile } };
}

function refuseLogin(login: {
  readonly adminUsername: string;
  readonly adminPassword?: string | undefined;
  readonly sshKeys: readonly unknown[];
  readonly keysOnly: boolean;
}): void {
  if (['root', 'admin', 'administrator'].includes(login.adminUsername.toLowerCase())) {
    throw badRequest('InvalidParameter', `The Admin Username specified is not allowed.`);
  }
  if (login.keysOnly && login.sshKeys.length === 0) {
    throw badRequest(
      'InvalidParameter',
      'Authentication using either SSH or by user name and password must be enabled in Linux profile.',
    );
  }
  if (!login.keysOnly && login.adminPassword === undefined && login.sshKeys.length === 0) {
    throw badRequest('InvalidParameter', "Required parameter 'adminPassword' is missing (null).");
  }
}

function refuseCards(
  ids: readonly string[],
  context: { readonly id: string; readonly location: string; readonly resources: Resources },
): void {
  const { id, location, resources } = context;
  const networks = new Set<string>();
  for (const cardId of ids) {
    const card = resources.find('networkInterfaces', cardId);
    if (!card || card.location !== location) throw invalidReference(cardId, id);
    const user = machineOf(cardId, resources);
    if (user && !sameId(user.id, id)) {
      throw badRequest(
        'NicInUse',
        `Network Interface ${cardId} is used by existing resource ${user.id}. In order to use it, it must be dissociated from the resource.`,
      );
    }
    for (const part of card.properties.ipConfigurations) {
      const network = networkOfSubnet(part.properties.subnet.id, resources);
      if (network) networks.add(network.id.toLowerCase());
    }
  }
  if (networks.size <= 1) return;
  throw badRequest(
    'SubnetsNotInSameVnet',
    `Subnets of the network interfaces of virtual machine ${id} are not in the same virtual network.`,
  );
}
