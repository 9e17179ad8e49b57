import { guidOf } from '../arm/digest.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  blocksOf,
  computed,
  flag,
  flagOf,
  given,
  list,
  number,
  regional,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { cardsBody, imageBody } from './virtual-machine.ts';

/** Disks, images and how Azure patches the machine are taken as they come. */
export const linuxVirtualMachine: ArmResource<'virtualMachines'> = {
  kind: 'virtualMachines',
  schema: {
    attributes: {
      ...regional,
      size: text(required),
      computer_name: text({ ...computed, forceNew: true }),
      admin_username: text({ ...required, forceNew: true }),
      admin_password: text({ sensitive: true, forceNew: true }),
      disable_password_authentication: flag({ default: true, forceNew: true }),
      network_interface_ids: list(required),
      allow_extension_operations: flag(computed),
      disk_controller_type: text(computed),
      encryption_at_host_enabled: flag(),
      extensions_time_budget: text({ default: 'PT1H30M' }),
      license_type: text(),
      patch_assessment_mode: text({ default: 'ImageDefault' }),
      patch_mode: text({ default: 'ImageDefault' }),
      priority: text({ default: 'Regular', forceNew: true }),
      provision_vm_agent: flag({ ...computed, forceNew: true }),
      secure_boot_enabled: flag({ forceNew: true }),
      vtpm_enabled: flag({ forceNew: true }),
      source_image_id: text({ forceNew: true }),
      zone: text({ forceNew: true }),
      private_ip_address: text(given),
      private_ip_addresses: list(given),
      public_ip_address: text(given),
      public_ip_addresses: list(given),
      virtual_machine_id: text(given),
    },
    blocks: {
      ...timeouts,
      admin_ssh_key: {
        forceNew: true,
        unordered: true,
        attributes: { username: text(required), public_key: text(required) },
      },
      os_disk: {
        min: 1,
        max: 1,
        attributes: {
          name: text(computed),
          caching: text(required),
          storage_account_type: text({ forceNew: true }),
          disk_size_gb: number(computed),
          write_accelerator_enabled: flag({ default: false }),
        },
      },
      source_image_reference: {
        max: 1,
        forceNew: true,
        attributes: {
          publisher: text(required),
          offer: text(required),
          sku: text(required),
          version: text(required),
        },
      },
      boot_diagnostics: { max: 1, attributes: { storage_account_uri: text() } },
    },
  },
  path: (config) => `/providers/Microsoft.Compute/virtualMachines/${textOf(config, 'name')}`,
  body(config) {
    const zone = textOf(config, 'zone');
    return {
      ...(zone !== undefined && { zones: [zone] }),
      properties: {
        hardwareProfile: { vmSize: textOf(config, 'size') },
        storageProfile: imageBody(blocksOf(config, 'source_image_reference')[0]),
        priority: textOf(config, 'priority'),
        osProfile: {
          computerName: textOf(config, 'computer_name') ?? textOf(config, 'name'),
          adminUsername: textOf(config, 'admin_username'),
          adminPassword: textOf(config, 'admin_password'),
          linuxConfiguration: {
            disablePasswordAuthentication:
              flagOf(config, 'disable_password_authentication') ?? true,
            ssh: {
              publicKeys: blocksOf(config, 'admin_ssh_key').map((key) => ({
                path: `/home/${textOf(key, 'username')}/.ssh/authorized_keys`,
                keyData: textOf(key, 'public_key'),
              })),
            },
          },
        },
        networkProfile: { networkInterfaces: cardsBody(config, undefined) },
      },
    };
  },
  attributes(machine, { previous, resources }) {
    const { properties } = machine;
    const { privateAddresses, publicAddresses } = addressesOf(machine, resources);
    return {
      size: properties.vmSize,
      computer_name: properties.computerName,
      admin_username: properties.adminUsername,
      disable_password_authentication: properties.disablePasswordAuthentication,
      network_interface_ids: properties.networkInterfaces.map(({ id }) => id),
      allow_extension_operations: flagOf(previous, 'allow_extension_operations') ?? true,
      disk_controller_type: textOf(previous, 'disk_controller_type') ?? 'SCSI',
      provision_vm_agent: flagOf(previous, 'provision_vm_agent') ?? true,
      os_disk: blocksOf(previous, 'os_disk').map((disk) => ({
        name: `${machine.name}_OsDisk`,
        disk_size_gb: 30,
        ...disk,
      })),
      private_ip_address: privateAddresses[0] ?? '',
      private_ip_addresses: privateAddresses,
      public_ip_address: publicAddresses[0] ?? '',
      public_ip_addresses: publicAddresses,
      virtual_machine_id: guidOf(machine.id),
    };
  },
};

function addressesOf(machine: Resource<'virtualMachines'>, resources: Resources) {
  const parts = machine.properties.networkInterfaces.flatMap(
    ({ id }) => resources.find('networkInterfaces', id)?.properties.ipConfigurations ?? [],
  );
  return {
    privateAddresses: parts.map((part) => part.properties.privateIPAddress),
    publicAddresses: parts.flatMap(({ properties }) => {
      const address =
        properties.publicIPAddress &&
        resources.find('publicIPAddresses', properties.publicIPAddress.id);
      return address?.properties.ipAddress ?? [];
    }),
  };
}
