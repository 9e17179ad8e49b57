import { addressAt, contains, lengthOf, overlaps, sizeOf } from '../../net/prefix.ts';
import { inUse, invalidField, invalidParameter, notEmulated } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { macOf } from './mac.ts';
import type { Body } from './kind.ts';
import { defineKind, referred, referredIn, requiredReference } from './kind.ts';
import { flagIn, present, readPrefix, requiredText, textIn, textsIn } from './read.ts';
import type { Resource, Resources } from './store.ts';

export interface SubnetProperties {
  readonly vcnId: Ocid;
  readonly cidrBlock: string;
  readonly routeTableId: Ocid;
  readonly securityListIds: readonly Ocid[];
  /** Makes it a private subnet: no public addresses on its VNICs. */
  readonly prohibitPublicIpOnVnic: boolean;
  readonly dnsLabel?: string;
  /** Absent for a regional subnet. */
  readonly availabilityDomain?: string;
}

/** A subnet. @see https://docs.oracle.com/iaas/Content/Network/Tasks/Overview_of_VCNs_and_Subnets.htm */
export const subnet = defineKind<'subnets'>({
  ocid: 'subnet',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: ['vcnId'],

  create(body, { draft }) {
    const vcn = requiredReference(body, 'vcnId', 'vcns', draft);
    const cidrBlock = freeBlock(blockIn(body) ?? requiredText(body, 'cidrBlock'), vcn, draft);
    if (textIn(body, 'ipv6CidrBlock') !== undefined) throw notEmulated('IPv6 subnets');
    const dnsLabel = textIn(body, 'dnsLabel');
    const availabilityDomain = textIn(body, 'availabilityDomain');
    return {
      vcnId: vcn.id,
      cidrBlock,
      routeTableId: tableIn(body, vcn.id, draft) ?? vcn.properties.defaultRouteTableId,
      securityListIds: listsIn(body, vcn.id, draft) ?? [vcn.properties.defaultSecurityListId],
      prohibitPublicIpOnVnic:
        flagIn(body, 'prohibitPublicIpOnVnic') ?? flagIn(body, 'prohibitInternetIngress') ?? false,
      ...(dnsLabel !== undefined && { dnsLabel }),
      ...(availabilityDomain !== undefined && { availabilityDomain }),
    };
  },

  update(body, { properties }, { draft }) {
    const wanted = blockIn(body);
    if (wanted !== undefined && wanted !== properties.cidrBlock) {
      throw notEmulated('changing the CIDR block of a subnet');
    }
    return {
      ...properties,
      routeTableId: tableIn(body, properties.vcnId, draft) ?? properties.routeTableId,
      securityListIds: listsIn(body, properties.vcnId, draft) ?? properties.securityListIds,
    };
  },

  refuseDelete({ id }, resources) {
    const user = resources.all('vnics').find(({ properties }) => properties.subnetId === id);
    if (user) throw inUse(id, user.id);
  },

  view: ({ id, properties }, { resources }): Body => {
    const domain = resources.find('vcns', properties.vcnId)?.properties.dnsLabel;
    return present({
      ...properties,
      prohibitInternetIngress: properties.prohibitPublicIpOnVnic,
      ipv4CidrBlocks: [properties.cidrBlock],
      subnetDomainName:
        properties.dnsLabel === undefined || domain === undefined
          ? undefined
          : `${properties.dnsLabel}.${domain}.oraclevcn.com`,
      virtualRouterIp: routerAddress(properties.cidrBlock),
      virtualRouterMac: macOf(id),
    });
  },
});

/** The first address after the network's is its router's. */
export function routerAddress(cidrBlock: string): string {
  return addressAt(cidrBlock, 1);
}

/** The first two addresses and the last are OCI's own. */
export function isReserved(cidrBlock: string, address: string): boolean {
  return [0, 1, -1].some((index) => addressAt(cidrBlock, index) === address);
}

export function lowestFree(cidrBlock: string, taken: ReadonlySet<string>): string | undefined {
  for (let index = 2; index < sizeOf(cidrBlock) - 1; index++) {
    const address = addressAt(cidrBlock, index);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** Either field may name it, or both the same one. */
function blockIn(body: Body): string | undefined {
  const given = [textIn(body, 'cidrBlock') ?? [], textsIn(body, 'ipv4CidrBlocks') ?? []].flat();
  const [block, ...others] = new Set(given);
  if (others.length > 0) throw notEmulated('subnets with several CIDR blocks');
  return block;
}

function freeBlock(text: string, vcn: Resource<'vcns'>, resources: Resources): string {
  const block = readPrefix(text, 'cidrBlock');
  if (lengthOf(block) > 30) throw invalidField('cidrBlock', block, 'a subnet is a /30 at least');
  if (!vcn.properties.cidrBlocks.some((outer) => contains(outer, block))) {
    throw invalidField(
      'cidrBlock',
      block,
      `not in the VCN ${vcn.properties.cidrBlocks.join(', ')}`,
    );
  }
  const other = resources
    .all('subnets')
    .find(({ properties }) => properties.vcnId === vcn.id && overlaps(properties.cidrBlock, block));
  if (other) {
    throw invalidParameter(
      `The requested CIDR ${block} is invalid: subnet ${other.id} with CIDR ${other.properties.cidrBlock} overlaps with this CIDR.`,
    );
  }
  return block;
}

function tableIn(body: Body, vcnId: Ocid, resources: Resources): Ocid | undefined {
  const table = referredIn(body, 'routeTableId', 'routeTables', resources);
  if (table && table.properties.vcnId !== vcnId) {
    throw invalidField('routeTableId', table.id, 'is of another VCN');
  }
  return table?.id;
}

function listsIn(body: Body, vcnId: Ocid, resources: Resources): readonly Ocid[] | undefined {
  const ids = textsIn(body, 'securityListIds');
  if (ids === undefined || ids.length === 0) return undefined;
  if (ids.length > 5) throw invalidField('securityListIds', ids, 'at most 5');
  return ids.map((id) => {
    const list = referred(id, 'securityLists', resources);
    if (list.properties.vcnId === vcnId) return list.id;
    throw invalidField('securityListIds', id, 'is of another VCN');
  });
}
