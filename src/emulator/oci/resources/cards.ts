import type { Ocid } from '../protocol/ocid.ts';
import type { Resource, Resources } from './store.ts';

/** The VNICs of an instance in the order of its devices: `eth0`, `eth1` … */
export function cardsOf(instanceId: Ocid, resources: Resources): readonly Resource<'vnics'>[] {
  return resources
    .all('vnicAttachments')
    .filter(({ properties }) => properties.instanceId === instanceId)
    .flatMap(({ properties }) => resources.find('vnics', properties.vnicId) ?? []);
}
