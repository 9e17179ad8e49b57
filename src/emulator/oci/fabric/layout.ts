import type { NextHop } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { cardsOf } from '../resources/cards.ts';
import { isGone } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { VcnAttachment } from './vcn-attachments.ts';
import { vcnAttachments } from './vcn-attachments.ts';

/** Everything that compiling one part of the fabric may look at. */
export interface Layout {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: 'fast' | 'real';
  readonly cards: readonly Card[];
  readonly attachments: readonly VcnAttachment[];
}

/** A VNIC of an instance. */
export interface Card {
  readonly vnic: Resource<'vnics'>;
  readonly instance: Resource<'instances'>;
  readonly subnet: Resource<'subnets'>;
  readonly vcnId: Ocid;
  /** `eth0` */
  readonly machineDevice: string;
}

export function createLayout(parameters: Omit<Layout, 'attachments' | 'cards'>): Layout {
  const { resources } = parameters;
  const cards = presentInstances(resources).flatMap((instance) =>
    cardsOf(instance.id, resources).flatMap((vnic, index): readonly Card[] => {
      const subnet = resources.find('subnets', vnic.properties.subnetId);
      if (!subnet) return [];
      const { vcnId } = subnet.properties;
      return [{ vnic, instance, subnet, vcnId, machineDevice: `eth${index}` }];
    }),
  );
  return { ...parameters, cards, attachments: vcnAttachments(resources) };
}

export function presentInstances(resources: Resources): readonly Resource<'instances'>[] {
  return resources.all('instances').filter((instance) => !isGone(instance));
}

export function cardsIn({ id }: { readonly id: Ocid }, { cards }: Layout): readonly Card[] {
  return cards.filter(({ vcnId }) => vcnId === id);
}

/** An enabled internet gateway. */
export function internetGatewayOf(
  { id }: { readonly id: Ocid },
  { resources }: Layout,
): Resource<'internetGateways'> | undefined {
  return resources
    .all('internetGateways')
    .find(({ properties }) => properties.vcnId === id && properties.isEnabled);
}

export function attachmentOf(
  { id }: { readonly id: Ocid },
  { attachments }: Layout,
): VcnAttachment | undefined {
  return attachments.find(({ vcnId }) => vcnId === id);
}

/**
 * Link addresses by role, out of the block for protocol assignments (RFC 6890), so that no customer's choice (tunnels'
 * insides, which are often link-local) meets them. Every link is a network of its own, so roles may repeat.
 */
const linkAddresses = {
  vcn: '192.0.0.1',
  port: '192.0.0.2',
  edge: '192.0.0.3',
  drg: '192.0.0.4',
  internet: '192.0.0.5',
  /** The outer side of a DRG, where its IPSec head-ends have their public addresses. */
  outer: '192.0.0.6',
} as const;

export type Role = keyof typeof linkAddresses;

export function linkAddress(role: Role): string {
  return `${linkAddresses[role]}/32`;
}

/** By a device to what is at its other end. */
export function hop(device: string, role: Role): NextHop {
  return { device, gateway: linkAddresses[role] };
}
