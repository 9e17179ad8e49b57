import { contains } from '../../net/prefix.ts';
import {
  invalidField,
  invalidParameter,
  limitExceeded,
  missingParameter,
  notEmulated,
} from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { macOf } from './mac.ts';
import type { Body, Context } from './kind.ts';
import { defineKind, referred } from './kind.ts';
import { flagIn, present, readAddress, textIn, textsIn } from './read.ts';
import type { Resource, Resources } from './store.ts';
import { isReserved, lowestFree } from './subnet.ts';

export interface VnicProperties {
  readonly subnetId: Ocid;
  readonly privateIp: string;
  /** Has an ephemeral public address as long as it lives. */
  readonly hasPublicIp: boolean;
  /** Given once it is committed. */
  readonly publicIp?: string;
  readonly skipSourceDestCheck: boolean;
  readonly hostnameLabel?: string;
  readonly availabilityDomain: string;
  readonly isPrimary: boolean;
}

/** An instance's interface card. It comes and goes by `instances` and `vnicAttachments`. */
export const vnic = defineKind<'vnics'>({
  ocid: 'vnic',
  operations: ['get', 'update'],
  states: { initial: 'AVAILABLE' },
  filters: [],

  create() {
    throw notEmulated('VNICs that belong to no instance');
  },

  update(body, { properties }) {
    refuseGroups(body);
    const hostnameLabel = textIn(body, 'hostnameLabel') ?? properties.hostnameLabel;
    return {
      ...properties,
      skipSourceDestCheck: flagIn(body, 'skipSourceDestCheck') ?? properties.skipSourceDestCheck,
      ...(hostnameLabel !== undefined && { hostnameLabel }),
    };
  },

  view({ id, properties }): Body {
    const { hasPublicIp: _, ...shown } = properties;
    return present({ ...shown, macAddress: macOf(id), nsgIds: [] });
  },

  publicAddresses: {
    held: ({ publicIp }) => (publicIp === undefined ? [] : [publicIp]),
    assign: (properties, allocate) =>
      properties.hasPublicIp && properties.publicIp === undefined
        ? { ...properties, publicIp: allocate() }
        : properties,
  },
});

/** Makes a VNIC with its private IP, as `createVnicDetails` says. */
export function makeVnic(
  details: Body,
  { make, draft, displayName }: Pick<Context, 'make' | 'draft' | 'displayName'>,
  place: { readonly availabilityDomain: string; readonly isPrimary: boolean },
): Resource<'vnics'> {
  refuseGroups(details);
  const subnetId = textIn(details, 'subnetId');
  if (subnetId === undefined) throw missingParameter('createVnicDetails.subnetId');
  const subnet = referred(subnetId, 'subnets', draft);
  const privateIp = privateAddress(textIn(details, 'privateIp'), subnet, draft);
  const hostnameLabel = textIn(details, 'hostnameLabel');
  const name = textIn(details, 'displayName') ?? displayName;
  const made = make('vnics', {
    displayName: name,
    properties: {
      ...place,
      subnetId,
      privateIp,
      hasPublicIp: hasPublicIp(details, subnet),
      skipSourceDestCheck: flagIn(details, 'skipSourceDestCheck') ?? false,
      ...(hostnameLabel !== undefined && { hostnameLabel }),
    },
  });
  make('privateIps', {
    displayName: name,
    properties: { vnicId: made.id, subnetId, ipAddress: privateIp, isPrimary: true },
  });
  return made;
}

/** In a public subnet, a VNIC has a public address unless it is told not to have one. */
function hasPublicIp(details: Body, { id, properties }: Resource<'subnets'>): boolean {
  const wanted = flagIn(details, 'assignPublicIp');
  if (wanted === true && properties.prohibitPublicIpOnVnic) {
    throw invalidParameter(`The subnet ${id} is private: assignPublicIp cannot be true.`);
  }
  return wanted ?? !properties.prohibitPublicIpOnVnic;
}

function privateAddress(
  wanted: string | undefined,
  { id, properties }: Resource<'subnets'>,
  resources: Resources,
): string {
  const { cidrBlock } = properties;
  const taken = new Set(
    resources
      .all('privateIps')
      .filter((other) => other.properties.subnetId === id)
      .map((other) => other.properties.ipAddress),
  );
  if (wanted === undefined) {
    const free = lowestFree(cidrBlock, taken);
    if (free === undefined) throw limitExceeded(`The subnet ${id} has no free address.`);
    return free;
  }
  const address = readAddress(wanted, 'privateIp');
  if (!contains(cidrBlock, address))
    throw invalidField('privateIp', address, `not in ${cidrBlock}`);
  if (isReserved(cidrBlock, address)) {
    throw invalidField('privateIp', address, 'is reserved by OCI in its subnet');
  }
  if (taken.has(address)) throw invalidField('privateIp', address, 'is already in use');
  return address;
}

function refuseGroups(body: Body): void {
  if ((textsIn(body, 'nsgIds') ?? []).length > 0) throw notEmulated('network security groups');
}
