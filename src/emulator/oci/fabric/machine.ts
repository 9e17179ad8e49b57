import type { MachineNode } from '../../fabric/fabric.ts';
import { isRunning } from '../resources/instance.ts';
import type { Resource } from '../resources/store.ts';
import { routerAddress } from '../resources/subnet.ts';
import type { Layout } from './layout.ts';
import { names } from './names.ts';

/** An instance with its VNICs; the primary one has the default route, as OCI's DHCP gives it. */
export function machineNode(instance: Resource<'instances'>, { cards }: Layout): MachineNode {
  const { user, metadata } = instance.properties;
  const primary = cards.find((card) => card.instance.id === instance.id);
  return {
    kind: 'machine',
    name: names.machine(instance),
    label: `instance ${instance.displayName}`,
    hostname: hostname(instance),
    user,
    authorizedKeys: (metadata['ssh_authorized_keys'] ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    running: isRunning(instance),
    loopbacks: [],
    routes: primary
      ? [
          {
            to: '0.0.0.0/0',
            via: [
              {
                device: primary.machineDevice,
                gateway: routerAddress(primary.subnet.properties.cidrBlock),
              },
            ],
          },
        ]
      : [],
  };
}

/** The VNIC's host name label, or the display name in the form that a host name may have, as cloud-init takes it. */
export function hostname({ properties, displayName }: Resource<'instances'>): string {
  const name = displayName
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replaceAll(/-+$/g, '');
  return properties.hostnameLabel ?? (name === '' ? 'instance' : name);
}
