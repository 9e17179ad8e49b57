import { Ec2Error, invalidParameter } from '../query/error.ts';
import { getImage, isInstanceType } from './images.ts';
import { getKeyPair } from './key-pair.ts';
import type { Tagged } from './kinds.ts';
import type { InterfaceInput, NetworkInterface } from './network-interface.ts';
import { attachCard, createNetworkInterface, removeCard } from './network-interface.ts';
import { cardsOf } from './cards.ts';
import type { Draft } from './store.ts';
import { get } from './store.ts';
import { defaultVpc } from './vpc-blocks.ts';

export interface Instance extends Tagged {
  readonly reservationId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly state: InstanceState;
  /** When the state was entered last; terminated ones stay listed for an hour. */
  readonly stateChangedAt: number;
  readonly launchedAt: number;
  readonly launchIndex: number;
  readonly keyName?: string | undefined;
  /** An OpenSSH line: as at launch, whatever becomes of the key pair. */
  readonly publicKey?: string | undefined;
  /** Base64, as the API takes it. */
  readonly userData?: string | undefined;
  readonly disableApiTermination: boolean;
  readonly monitoring: boolean;
  /** Terminated instances no longer have a card to tell it. */
  readonly privateDnsName: string;
}

export type InstanceState =
  'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** A card to make at launch, or one that is there. */
export type CardInput =
  | (Partial<InterfaceInput> & { readonly deleteOnTermination?: boolean | undefined })
  | { readonly networkInterfaceId: string; readonly deleteOnTermination?: boolean | undefined };

export interface InstanceInput {
  readonly imageId: string;
  readonly instanceType?: string | undefined;
  readonly keyName?: string | undefined;
  readonly userData?: string | undefined;
  readonly subnetId?: string | undefined;
  /** By device index. */
  readonly cards: readonly CardInput[];
  readonly disableApiTermination?: boolean | undefined;
  readonly monitoring?: boolean | undefined;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly tags?: Tagged['tags'];
}

export function runInstance(draft: Draft, input: InstanceInput): Instance {
  getImage(input.imageId);
  const instanceType = input.instanceType ?? 'm1.small';
  if (!isInstanceType(instanceType)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Invalid value '${instanceType}' for InstanceType.`,
    );
  }
  const publicKey =
    input.keyName === undefined ? undefined : getKeyPair(input.keyName, draft).publicKey;
  const id = draft.newId('i');
  const cards = input.cards.map((card) => makeCard(draft, card, input.subnetId));
  const [primary] = cards;
  if (!primary) throw new Ec2Error('MissingInput', 'No subnets found for the default VPC.');
  const instance: Instance = {
    id,
    reservationId: input.reservationId,
    vpcId: primary.card.vpcId,
    subnetId: primary.card.subnetId,
    imageId: input.imageId,
    instanceType,
    state: 'pending',
    stateChangedAt: draft.now,
    launchedAt: draft.now,
    launchIndex: input.launchIndex,
    keyName: input.keyName,
    publicKey,
    userData: input.userData,
    disableApiTermination: input.disableApiTermination ?? false,
    monitoring: input.monitoring ?? false,
    privateDnsName: privateDnsName(primary.card.privateAddresses[0] ?? '', draft.region),
    tags: input.tags ?? {},
  };
  draft.set('instances', instance);
  cards.forEach(({ card, deleteOnTermination }, deviceIndex) =>
    attachCard(draft, card.id, { instanceId: id, deviceIndex, deleteOnTermination }),
  );
  return instance;
}

function makeCard(
  draft: Draft,
  input: CardInput,
  subnetId: string | undefined,
): { readonly card: NetworkInterface; readonly deleteOnTermination: boolean } {
  if ('networkInterfaceId' in input) {
    const card = get(draft, 'networkInterfaces', input.networkInterfaceId);
    if (card.attachment) {
      throw new Ec2Error('InvalidNetworkInterface.InUse', `Interface: [${card.id}] in use.`);
    }
    return { card, deleteOnTermination: input.deleteOnTermination ?? false };
  }
  const subnet = get(draft, 'subnets', input.subnetId ?? subnetId ?? defaultSubnetId(draft));
  const card = createNetworkInterface(draft, {
    ...input,
    subnetId: subnet.id,
    autoPublic: input.autoPublic ?? subnet.mapPublicIpOnLaunch,
  });
  return { card, deleteOnTermination: input.deleteOnTermination ?? true };
}

function defaultSubnetId(draft: Draft): string {
  const vpc = defaultVpc(draft);
  const subnet = draft.all('subnets').find((it) => it.vpcId === vpc?.id && it.defaultForAz);
  if (subnet) return subnet.id;
  throw vpc
    ? new Ec2Error(
        'MissingInput',
        `No subnets found for the default VPC '${vpc.id}'. Please specify a subnet.`,
      )
    : new Ec2Error(
        'VPCIdNotSpecified',
        'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.',
      );
}

/** `ip-10-0-0-4.ec2.internal`, elsewhere `….eu-west-1.compute.internal`. */
export function privateDnsName(address: string, region: string): string {
  const zone = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${address.replaceAll('.', '-')}.${zone}`;
}

const allowedFrom = {
  stopped: ['pending', 'running', 'stopping', 'stopped'],
  running: ['stopped', 'pending', 'running'],
} as const satisfies Record<string, readonly InstanceState[]>;

const transitional = { stopped: 'stopping', running: 'pending' } as const;

export function startInstance(draft: Draft, id: string): StateChange {
  return move(draft, id, 'running');
}

export function stopInstance(draft: Draft, id: string): StateChange {
  return move(draft, id, 'stopped');
}

export interface StateChange {
  readonly id: string;
  readonly before: InstanceState;
  readonly now: InstanceState;
}

function move(draft: Draft, id: string, to: 'running' | 'stopped'): StateChange {
  const instance = get(draft, 'instances', id);
  const { state } = instance;
  if (!allowedFrom[to].some((allowed) => allowed === state)) {
    throw new Ec2Error(
      'IncorrectInstanceState',
      `The instance '${id}' is not in a state from which it can be ${to === 'running' ? 'started' : 'stopped'}.`,
    );
  }
  if (state === to || state === transitional[to]) return { id, before: state, now: state };
  const now = transitional[to];
  draft.set('instances', {
    ...instance,
    state: now,
    stateChangedAt: draft.now,
    ...(to === 'running' && { launchedAt: draft.now }),
  });
  return { id, before: state, now };
}

/** Its cards that go with it are gone at once, the others are free. */
export function terminateInstance(draft: Draft, id: string): StateChange {
  const instance = get(draft, 'instances', id);
  if (instance.disableApiTermination) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  }
  const { state } = instance;
  if (state === 'terminated' || state === 'shutting-down') return { id, before: state, now: state };
  for (const card of cardsOf(id, draft)) {
    if (card.attachment?.deleteOnTermination) removeCard(draft, card);
    else draft.set('networkInterfaces', { ...card, attachment: undefined });
  }
  draft.set('instances', { ...instance, state: 'shutting-down', stateChangedAt: draft.now });
  return { id, before: state, now: 'shutting-down' };
}

export interface InstanceChange {
  readonly sourceDestCheck?: boolean | undefined;
  readonly groupIds?: readonly string[] | undefined;
  readonly instanceType?: string | undefined;
  readonly disableApiTermination?: boolean | undefined;
  readonly userData?: string | undefined;
}

export function changeInstance(draft: Draft, id: string, change: InstanceChange): void {
  const instance = get(draft, 'instances', id);
  const needsStop = change.instanceType !== undefined || change.userData !== undefined;
  if (needsStop && instance.state !== 'stopped') {
    throw new Ec2Error(
      'IncorrectInstanceState',
      `The instance '${id}' is not in the 'stopped' state.`,
    );
  }
  if (change.instanceType !== undefined && !isInstanceType(change.instanceType)) {
    throw invalidParameter('instanceType', change.instanceType, 'There is no such type.');
  }
  draft.set('instances', {
    ...instance,
    instanceType: change.instanceType ?? instance.instanceType,
    disableApiTermination: change.disableApiTermination ?? instance.disableApiTermination,
    userData: change.userData ?? instance.userData,
  });
}

/** What is gone stays listed for about an hour. */
const listedAfterwardsMs = 60 * 60 * 1000;

/** Transitions that Linux has followed are over; what has long been gone is forgotten. */
export function finishInstances(draft: Draft): void {
  const next = { pending: 'running', stopping: 'stopped', 'shutting-down': 'terminated' } as const;
  for (const instance of draft.all('instances')) {
    const { state } = instance;
    if (state === 'pending' || state === 'stopping' || state === 'shutting-down') {
      draft.set('instances', { ...instance, state: next[state], stateChangedAt: draft.now });
    }
    if (state === 'terminated' && draft.now - instance.stateChangedAt > listedAfterwardsMs) {
      draft.remove('instances', instance.id);
    }
  }
}
