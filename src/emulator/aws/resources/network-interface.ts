import { Ec2Error } from '../query/error.ts';
import { findAssociation } from './address.ts';
import { cardsOf } from './cards.ts';
import type { Tagged } from './kinds.ts';
import type { Draft } from './store.ts';
import { get } from './store.ts';
import { claimAddress, freeAddress } from './subnet.ts';

/** An elastic network interface. */
export interface NetworkInterface extends Tagged {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly description: string;
  /** The first is the primary one. */
  readonly privateAddresses: readonly string[];
  readonly groupIds: readonly string[];
  /** Drops what is neither from nor to its addresses. */
  readonly sourceDestCheck: boolean;
  readonly attachment?: Attachment | undefined;
  /** Whether it gets a public address while its instance runs. */
  readonly autoPublic: boolean;
  readonly autoPublicAddress?: string | undefined;
}

export interface Attachment {
  /** `eni-attach-…` */
  readonly id: string;
  readonly instanceId: string;
  readonly deviceIndex: number;
  readonly deleteOnTermination: boolean;
  readonly attachedAt: number;
}

export interface InterfaceInput {
  readonly subnetId: string;
  readonly description?: string | undefined;
  /** The first is the primary one. @default the lowest free address */
  readonly privateAddresses?: readonly string[] | undefined;
  /** Addresses beside those given, from the lowest free one. */
  readonly furtherAddresses?: number | undefined;
  /** @default the VPC's default group */
  readonly groupIds?: readonly string[] | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly autoPublic?: boolean | undefined;
  readonly tags?: Tagged['tags'];
}

export function createNetworkInterface(draft: Draft, input: InterfaceInput): NetworkInterface {
  const subnet = get(draft, 'subnets', input.subnetId);
  const given = (input.privateAddresses ?? []).map((it) => claimAddress(subnet, it, draft));
  const wanted = Math.max(given.length, 1) + (input.furtherAddresses ?? 0);
  const addresses = [...given];
  while (addresses.length < wanted) addresses.push(freeAddress(subnet, draft, addresses));
  const card: NetworkInterface = {
    id: draft.newId('eni'),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    description: input.description ?? '',
    privateAddresses: addresses,
    groupIds: groupsIn(draft, subnet.vpcId, input.groupIds),
    sourceDestCheck: input.sourceDestCheck ?? true,
    autoPublic: input.autoPublic ?? false,
    tags: input.tags ?? {},
  };
  draft.set('networkInterfaces', card);
  return card;
}

export function deleteNetworkInterface(draft: Draft, id: string): void {
  const card = get(draft, 'networkInterfaces', id);
  if (card.attachment) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Network interface '${id}' is currently in use. (attached to ${card.attachment.instanceId})`,
    );
  }
  removeCard(draft, card);
}

/** Takes a card away, with the associations of its addresses. */
export function removeCard(draft: Draft, card: NetworkInterface): void {
  for (const address of draft.all('addresses')) {
    if (address.association?.networkInterfaceId !== card.id) continue;
    draft.set('addresses', { ...address, association: undefined });
  }
  if (card.autoPublicAddress !== undefined) draft.releasePublicAddress(card.autoPublicAddress);
  draft.remove('networkInterfaces', card.id);
}

export function attachCard(
  draft: Draft,
  id: string,
  input: {
    readonly instanceId: string;
    readonly deviceIndex: number;
    readonly deleteOnTermination?: boolean;
  },
): Attachment {
  const card = get(draft, 'networkInterfaces', id);
  const instance = get(draft, 'instances', input.instanceId);
  if (card.attachment) {
    throw new Ec2Error('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`);
  }
  if (instance.vpcId !== card.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Network interface '${id}' and instance '${instance.id}' belong to different networks`,
    );
  }
  if (cardsOf(instance.id, draft).some((it) => it.attachment?.deviceIndex === input.deviceIndex)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Instance '${instance.id}' already has an interface attached at device index '${input.deviceIndex}'.`,
    );
  }
  const attachment: Attachment = {
    id: draft.newId('eni-attach'),
    instanceId: instance.id,
    deviceIndex: input.deviceIndex,
    deleteOnTermination: input.deleteOnTermination ?? false,
    attachedAt: draft.now,
  };
  draft.set('networkInterfaces', { ...card, attachment });
  return attachment;
}

export function detachCard(draft: Draft, attachmentId: string): void {
  const card = draft
    .all('networkInterfaces')
    .find(({ attachment }) => attachment?.id === attachmentId);
  if (!card?.attachment) {
    throw new Ec2Error(
      'InvalidAttachmentID.NotFound',
      `The attachment '${attachmentId}' does not exist`,
    );
  }
  if (card.attachment.deviceIndex === 0) {
    throw new Ec2Error(
      'OperationNotPermitted',
      'The network interface at device index 0 and networkCard index 0 cannot be detached.',
    );
  }
  draft.set('networkInterfaces', { ...card, attachment: undefined });
}

export interface InterfaceChange {
  readonly description?: string | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  readonly groupIds?: readonly string[] | undefined;
}

export function changeNetworkInterface(draft: Draft, id: string, change: InterfaceChange): void {
  const card = get(draft, 'networkInterfaces', id);
  draft.set('networkInterfaces', {
    ...card,
    description: change.description ?? card.description,
    sourceDestCheck: change.sourceDestCheck ?? card.sourceDestCheck,
    groupIds:
      change.groupIds === undefined ? card.groupIds : groupsIn(draft, card.vpcId, change.groupIds),
  });
}

/** Adds and takes away secondary addresses, so that there are these. The primary one stays. */
export function setPrivateAddresses(draft: Draft, id: string, wanted: readonly string[]): void {
  const card = get(draft, 'networkInterfaces', id);
  const subnet = get(draft, 'subnets', card.subnetId);
  const [primary = ''] = card.privateAddresses;
  const others = wanted.filter((address) => address !== primary);
  for (const address of others) {
    if (!card.privateAddresses.includes(address)) claimAddress(subnet, address, draft);
  }
  for (const address of draft.all('addresses')) {
    const { association } = address;
    if (association?.networkInterfaceId !== id) continue;
    if ([primary, ...others].includes(association.privateAddress)) continue;
    draft.set('addresses', { ...address, association: undefined });
  }
  draft.set('networkInterfaces', { ...card, privateAddresses: [primary, ...others] });
}

/**
 * Gives cards that ask for it a public address while their instance runs, unless an Elastic IP is there.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
export function assignPublicAddresses(draft: Draft): void {
  for (const card of draft.all('networkInterfaces')) {
    const [primary = ''] = card.privateAddresses;
    const instance = card.attachment && draft.find('instances', card.attachment.instanceId);
    const runs = instance?.state === 'running' || instance?.state === 'pending';
    const due = card.autoPublic && runs && findAssociation(card.id, primary, draft) === undefined;
    if (due === (card.autoPublicAddress !== undefined)) continue;
    if (due) {
      draft.set('networkInterfaces', { ...card, autoPublicAddress: draft.allocatePublicAddress() });
    } else {
      draft.releasePublicAddress(card.autoPublicAddress ?? '');
      draft.set('networkInterfaces', { ...card, autoPublicAddress: undefined });
    }
  }
}

function groupsIn(
  draft: Draft,
  vpcId: string,
  wanted: readonly string[] | undefined,
): readonly string[] {
  if (wanted === undefined || wanted.length === 0) {
    const group = draft
      .all('securityGroups')
      .find((it) => it.vpcId === vpcId && it.name === 'default');
    return group ? [group.id] : [];
  }
  for (const id of wanted) {
    if (get(draft, 'securityGroups', id).vpcId === vpcId) continue;
    throw new Ec2Error(
      'InvalidGroup.NotFound',
      `The security group '${id}' does not exist in VPC '${vpcId}'`,
    );
  }
  return [...new Set(wanted)];
}
