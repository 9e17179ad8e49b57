import { lengthOf, overlaps } from '../../net/prefix.ts';
import {
  incorrectState,
  inUse,
  invalidField,
  missingParameter,
  notEmulated,
} from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { flagIn, present, readPrefix, textIn, textsIn } from './read.ts';
import { defaultSecurityRules } from './security-rules.ts';
import type { Resource, Resources } from './store.ts';

export interface VcnProperties {
  readonly cidrBlocks: readonly string[];
  readonly dnsLabel?: string;
  readonly defaultRouteTableId: Ocid;
  readonly defaultSecurityListId: Ocid;
}

/** A virtual cloud network. @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/Vcn */
export const vcn = defineKind<'vcns'>({
  ocid: 'vcn',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: [],

  create(body, { id, displayName, make }) {
    refuseIpv6(body);
    const cidrBlocks = blocksIn(body);
    const dnsLabel = textIn(body, 'dnsLabel');
    const table = make('routeTables', {
      displayName: `Default Route Table for ${displayName}`,
      properties: { vcnId: id, routeRules: [] },
    });
    const list = make('securityLists', {
      displayName: `Default Security List for ${displayName}`,
      properties: { vcnId: id, ...defaultSecurityRules(cidrBlocks) },
    });
    return {
      cidrBlocks,
      ...(dnsLabel !== undefined && { dnsLabel }),
      defaultRouteTableId: table.id,
      defaultSecurityListId: list.id,
    };
  },

  /** Terraform's provider changes these in place, each by an operation of its own; the API's update has none of them. */
  update(body, { properties }) {
    refuseIpv6(body);
    const wanted = textsIn(body, 'cidrBlocks');
    if (wanted && wanted.join() !== properties.cidrBlocks.join()) {
      throw notEmulated('changing the CIDR blocks of a VCN');
    }
    return properties;
  },

  refuseDelete(resource, resources) {
    const gateway = gatewayOf(resource.id, resources);
    if (gateway) {
      throw incorrectState(
        `The VCN ${resource.id} cannot be deleted: its gateway ${gateway.id} is in use.`,
      );
    }
    const user = userOf(resource, resources);
    if (user) throw inUse(resource.id, user.id);
  },

  deleted({ properties }, draft) {
    draft.remove('routeTables', properties.defaultRouteTableId);
    draft.remove('securityLists', properties.defaultSecurityListId);
  },

  view: ({ properties }): Body =>
    present({
      ...properties,
      cidrBlock: properties.cidrBlocks[0],
      vcnDomainName:
        properties.dnsLabel === undefined ? undefined : `${properties.dnsLabel}.oraclevcn.com`,
    }),
});

/** `cidrBlock` is the older word for a single one. */
function blocksIn(body: Body): readonly string[] {
  const single = textIn(body, 'cidrBlock');
  const blocks = textsIn(body, 'cidrBlocks') ?? (single === undefined ? [] : [single]);
  if (blocks.length === 0) throw missingParameter('cidrBlocks');
  if (blocks.length > 5) throw invalidField('cidrBlocks', blocks, 'at most 5');
  blocks.forEach((block, index) => {
    readPrefix(block, 'cidrBlocks');
    if (lengthOf(block) < 16 || lengthOf(block) > 30) {
      throw invalidField('cidrBlocks', block, 'a VCN’s block is between /16 and /30');
    }
    const other = blocks.slice(0, index).find((earlier) => overlaps(earlier, block));
    if (other !== undefined) throw invalidField('cidrBlocks', block, `overlaps ${other}`);
  });
  return blocks;
}

function refuseIpv6(body: Body): void {
  if (flagIn(body, 'isIpv6Enabled') === true) throw notEmulated('IPv6 in VCNs');
}

/**
 * Every gateway of a VCN, an attached DRG among them, is refused alike, and not as other parts are.
 * @see https://github.com/oracle/oci-cli/issues/1108
 */
function gatewayOf(id: Ocid, resources: Resources): Resource | undefined {
  return (
    resources
      .all('drgAttachments')
      .find(({ properties: { network } }) => network.type === 'VCN' && network.id === id) ??
    resources.all('internetGateways').find(({ properties }) => properties.vcnId === id)
  );
}

/** Its default route table and security list go with it. */
function userOf({ id, properties }: Resource<'vcns'>, resources: Resources): Resource | undefined {
  const own: readonly Ocid[] = [properties.defaultRouteTableId, properties.defaultSecurityListId];
  return (['subnets', 'routeTables', 'securityLists'] as const)
    .flatMap((kind): readonly Resource<typeof kind>[] => resources.all(kind))
    .find((part) => part.properties.vcnId === id && !own.includes(part.id));
}
