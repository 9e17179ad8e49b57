import { lengthOf, overlaps } from '../../net/prefix.ts';
import { inUse, invalidField, missingParameter } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { present, readPrefix, textIn, textsIn } from './read.ts';
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

  refuseDelete(resource, resources) {
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

/** Its default route table and security list go with it. */
function userOf({ id, properties }: Resource<'vcns'>, resources: Resources): Resource | undefined {
  const own: readonly Ocid[] = [properties.defaultRouteTableId, properties.defaultSecurityListId];
  const attachment = resources
    .all('drgAttachments')
    .find(({ properties: { network } }) => network.type === 'VCN' && network.id === id);
  if (attachment) return attachment;
  return (['subnets', 'internetGateways', 'routeTables', 'securityLists'] as const)
    .flatMap((kind): readonly Resource<typeof kind>[] => resources.all(kind))
    .find((part) => part.properties.vcnId === id && !own.includes(part.id));
}
