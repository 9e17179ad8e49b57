import type { Attributes } from '../../terraform/provider.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  computed,
  flag,
  flagOf,
  list,
  number,
  regional,
  required,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

/** The older type, with `os_profile` blocks. Disks and images are taken as they come. */
export const virtualMachine: ArmResource<'virtualMachines'> = {
  kind: 'virtualMachines',
  schema: {
    attributes: {
      ...regional,
      vm_size: text(required),
      network_interface_ids: list(required),
      primary_network_interface_id: armId(),
      delete_os_disk_on_termination: flag({ default: false }),
      delete_data_disks_on_termination: flag({ default: false }),
      zones: list({ forceNew: true }),
    },
    blocks: {
      ...timeouts,
      os_profile: {
        max: 1,
        attributes: {
          computer_name: text({ ...required, forceNew: true }),
          admin_username: text(required),
          admin_password: text({ sensitive: true }),
        },
      },
      os_profile_linux_config: {
        max: 1,
        attributes: { disable_password_authentication: flag(required) },
        blocks: {
          ssh_keys: { attributes: { key_data: text(required), path: text(required) } },
        },
      },
      storage_image_reference: {
        max: 1,
        forceNew: true,
        attributes: {
          id: text(),
          publisher: text(),
          offer: text(),
          sku: text(),
          version: text(),
        },
      },
      storage_os_disk: {
        min: 1,
        max: 1,
        attributes: {
          name: text(required),
          create_option: text(required),
          caching: text(computed),
          disk_size_gb: number(computed),
          managed_disk_type: text(computed),
          managed_disk_id: text(computed),
          os_type: text(computed),
          write_accelerator_enabled: flag({ default: false }),
        },
      },
      storage_data_disk: {
        attributes: {
          name: text(required),
          create_option: text(required),
          lun: number(required),
          caching: text(computed),
          disk_size_gb: number(computed),
          managed_disk_type: text(computed),
          managed_disk_id: text(computed),
          write_accelerator_enabled: flag({ default: false }),
        },
      },
      boot_diagnostics: {
        max: 1,
        attributes: { enabled: flag(required), storage_uri: text(required) },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Compute/virtualMachines/${textOf(config, 'name')}`,
  body(config) {
    const [profile = {}] = blocksOf(config, 'os_profile');
    const [linux] = blocksOf(config, 'os_profile_linux_config');
    return {
      zones: textsOf(config, 'zones'),
      properties: {
        hardwareProfile: { vmSize: textOf(config, 'vm_size') },
        storageProfile: imageBody(blocksOf(config, 'storage_image_reference')[0]),
        osProfile: {
          computerName: textOf(profile, 'computer_name'),
          adminUsername: textOf(profile, 'admin_username'),
          adminPassword: textOf(profile, 'admin_password'),
          linuxConfiguration: {
            disablePasswordAuthentication:
              linux && flagOf(linux, 'disable_password_authentication'),
            ssh: {
              publicKeys: (linux ? blocksOf(linux, 'ssh_keys') : []).map((key) => ({
                path: textOf(key, 'path'),
                keyData: textOf(key, 'key_data'),
              })),
            },
          },
        },
        networkProfile: {
          networkInterfaces: cardsBody(config, textOf(config, 'primary_network_interface_id')),
        },
      },
    };
  },
  attributes: ({ properties }, { previous }) => ({
    vm_size: properties.vmSize,
    network_interface_ids: properties.networkInterfaces.map(({ id }) => id),
    storage_os_disk: blocksOf(previous, 'storage_os_disk').map((disk) => ({
      caching: 'None',
      managed_disk_type: 'Standard_LRS',
      disk_size_gb: 30,
      managed_disk_id: '',
      os_type: 'Linux',
      ...disk,
    })),
  }),
};

/** Cards in order, the primary one marked: the named one, or the first. */
export function cardsBody(config: Attributes, primaryId: string | undefined) {
  const ids = textsOf(config, 'network_interface_ids') ?? [];
  return ids.map((id, index) => ({
    id,
    properties: {
      primary: primaryId === undefined ? index === 0 : id.toLowerCase() === primaryId.toLowerCase(),
    },
  }));
}

export function imageBody(image: Attributes | undefined) {
  return image ? { imageReference: image, osDisk: { osType: 'Linux' } } : {};
}
