import { inUse, invalid, invalidField, notEmulated, staleFingerprint } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import { nameOf, placeOf, selfLink } from '../compute/link.ts';
import { addressAt, comparePrefixes, contains, lengthOf, overlaps } from '../../net/prefix.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredLink } from './kind.ts';
import { bodiesIn, choiceIn, flagIn, present, readPrefix, requiredText, textIn } from './read.ts';
import type { Resource, Resources } from './store.ts';

export interface SubnetworkProperties {
  readonly network: string;
  readonly ipCidrRange: string;
  readonly description?: string;
  readonly privateIpGoogleAccess: boolean;
}

/** Ranges in which no subnet may be. @see https://cloud.google.com/vpc/docs/subnets#prohibited-ipv4-ranges */
const prohibited = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '199.36.153.4/30',
  '199.36.153.8/30',
];

export const subnetwork = defineKind<'subnetworks'>({
  scope: 'regions',
  noun: 'subnetwork',

  prepare(body, context) {
    const { existing, path, resources } = context;
    refuseStale(body, existing);
    const network = requiredLink(body, 'network', 'networks', context, 'global');
    const text = requiredText(body, 'ipCidrRange');
    const ipCidrRange = readPrefix(text, 'resource.ipCidrRange');
    refuseRange(ipCidrRange);
    if (bodiesIn(body, 'secondaryIpRanges').length > 0) throw notEmulated('secondary IP ranges');
    if (
      (choiceIn(body, 'stackType', ['IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY']) ?? 'IPV4_ONLY') !==
      'IPV4_ONLY'
    ) {
      throw notEmulated('IPv6 in subnetworks');
    }
    const purpose = textIn(body, 'purpose') ?? 'PRIVATE';
    if (purpose !== 'PRIVATE') throw notEmulated(`subnetworks of purpose ${purpose}`);
    if (existing) refuseShrinking(existing.properties, network.path, ipCidrRange);
    const conflict = resources
      .all('subnetworks')
      .find(
        (other) =>
          other.path !== path &&
          other.properties.network === network.path &&
          overlaps(other.properties.ipCidrRange, ipCidrRange),
      );
    if (conflict) {
      throw invalid(
        `Invalid IPCidrRange: ${ipCidrRange} conflicts with existing subnetwork '${conflict.name}' in region '${placeOf(conflict.scope)}'.`,
        { late: true },
      );
    }
    const description = textIn(body, 'description');
    return {
      network: network.path,
      ipCidrRange,
      ...(description !== undefined && { description }),
      privateIpGoogleAccess: flagIn(body, 'privateIpGoogleAccess') ?? false,
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources
      .all('instances')
      .find(({ properties }) =>
        properties.networkInterfaces.some((card) => card.subnetwork === path),
      );
    if (user) throw inUse('subnetwork', path, user.path);
  },

  view(resource): Body {
    const { properties, scope } = resource;
    return present({
      description: properties.description,
      network: selfLink(properties.network),
      ipCidrRange: properties.ipCidrRange,
      gatewayAddress: gatewayAddress(resource),
      region: selfLink(`${resource.path.split('/').slice(0, 2).join('/')}/${scope}`),
      privateIpGoogleAccess: properties.privateIpGoogleAccess,
      privateIpv6GoogleAccess: 'DISABLE_GOOGLE_ACCESS',
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
      fingerprint: fingerprint(properties),
    });
  },
});

export function autoSubnetwork(network: string, ipCidrRange: string): SubnetworkProperties {
  return { network, ipCidrRange, privateIpGoogleAccess: false };
}

/** The first address after the network's. */
export function gatewayAddress({ properties }: Resource<'subnetworks'>): string {
  return addressAt(properties.ipCidrRange, 1);
}

/**
 * Addresses that no card gets: the first two and the last two.
 * @see https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet
 */
export function isReserved(range: string, address: string): boolean {
  return [0, 1, -2, -1].some((index) => addressAt(range, index) === address);
}

export function subnetworksOf(
  network: string,
  resources: Resources,
): readonly Resource<'subnetworks'>[] {
  return resources
    .all('subnetworks')
    .filter(({ properties }) => properties.network === network)
    .toSorted((a, b) => comparePrefixes(a.properties.ipCidrRange, b.properties.ipCidrRange));
}

function refuseRange(range: string): void {
  if (lengthOf(range) > 29 || lengthOf(range) < 4) {
    throw invalidField(
      'resource.ipCidrRange',
      range,
      'The prefix length must be between /4 and /29.',
    );
  }
  const inside = prohibited.find((other) => overlaps(other, range));
  if (inside) {
    throw invalidField(
      'resource.ipCidrRange',
      range,
      `Subnet ranges must not overlap the prohibited range ${inside}.`,
    );
  }
}

function refuseShrinking(before: SubnetworkProperties, network: string, range: string): void {
  if (before.network !== network) {
    throw invalidField('resource.network', nameOf(network), 'The network cannot be changed.');
  }
  if (!contains(range, before.ipCidrRange)) {
    throw invalidField(
      'resource.ipCidrRange',
      range,
      `The new range must contain the existing range ${before.ipCidrRange}.`,
    );
  }
}

function refuseStale(body: Body, existing: Resource<'subnetworks'> | undefined): void {
  const supplied = textIn(body, 'fingerprint');
  if (existing && supplied !== undefined && supplied !== fingerprint(existing.properties)) {
    throw staleFingerprint('resource');
  }
}
