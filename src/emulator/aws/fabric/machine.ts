import type { MachineNode } from '../../fabric/fabric.ts';
import { getImage } from '../resources/images.ts';
import type { Instance } from '../resources/instance.ts';
import { routerAddress } from '../resources/subnet.ts';
import type { Layout } from './layout.ts';
import { isRunning } from './layout.ts';

/** An instance with its cards; the primary one has the default route, as EC2's DHCP gives it. */
export function machineNode(instance: Instance, layout: Layout): MachineNode {
  const primary = layout.cards.find((card) => card.instance.id === instance.id);
  return {
    kind: 'machine',
    name: instance.id,
    label: `instance ${instance.tags['Name'] ?? instance.id}`,
    hostname: hostname(instance),
    user: getImage(instance.imageId).user,
    authorizedKeys: instance.publicKey === undefined ? [] : [instance.publicKey],
    running: isRunning(instance),
    loopbacks: [],
    routes: primary
      ? [
          {
            to: '0.0.0.0/0',
            via: [{ device: primary.machineDevice, gateway: routerAddress(primary.subnet) }],
          },
        ]
      : [],
  };
}

/**
 * The name that the instance calls itself: what cloud-init is told in its user data, or what its Name tag says where
 * that can be a host name (so that prompts tell machines apart), or EC2's own `ip-10-0-0-4`.
 */
export function hostname(instance: Instance): string {
  const told = Buffer.from(instance.userData ?? '', 'base64').toString();
  const wanted = told.startsWith('#cloud-config')
    ? /^hostname:\s*["']?([A-Za-z0-9-]+)["']?\s*$/m.exec(told)?.[1]
    : undefined;
  const tag = instance.tags['Name'] ?? '';
  if (wanted !== undefined) return wanted;
  if (/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(tag)) return tag;
  return instance.privateDnsName.split('.')[0] ?? instance.id;
}
