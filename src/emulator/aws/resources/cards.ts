import type { Instance } from './instance.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Resources } from './store.ts';

/** An instance's cards, the primary one first. */
export function cardsOf(instanceId: string, resources: Resources): readonly NetworkInterface[] {
  return resources
    .all('networkInterfaces')
    .filter(({ attachment }) => attachment?.instanceId === instanceId)
    .toSorted(
      (left, right) => (left.attachment?.deviceIndex ?? 0) - (right.attachment?.deviceIndex ?? 0),
    );
}

/** The instance that a card is attached to. */
export function instanceOfCard(id: string, resources: Resources): Instance | undefined {
  const attachment = resources.find('networkInterfaces', id)?.attachment;
  return attachment && resources.find('instances', attachment.instanceId);
}
