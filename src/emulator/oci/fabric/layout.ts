import type { NextHop } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import type { VcnAttachment } from './vcn-attachments.ts';
import { vcnAttachments } from './vcn-attachments.ts';

/** Everything that compiling one part of the fabric may look at. */
export interface Layout {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: 'fast' | 'real';
  readonly attachments: readonly VcnAttachment[];
}

export function createLayout(parameters: Omit<Layout, 'attachments'>): Layout {
  return { ...parameters, attachments: vcnAttachments(parameters.resources) };
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
