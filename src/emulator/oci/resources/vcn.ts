import { overlaps, lengthOf } from '../../net/prefix.ts';
import { invalidField, missingParameter } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { present, readPrefix, textIn, textsIn } from './read.ts';

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

  create(body) {
    const dnsLabel = textIn(body, 'dnsLabel');
    return {
      cidrBlocks: blocksIn(body),
      ...(dnsLabel !== undefined && { dnsLabel }),
      defaultRouteTableId: '',
      defaultSecurityListId: '',
    };
  },

  view: ({ properties }): Body =>
    present({
      cidrBlock: properties.cidrBlocks[0],
      cidrBlocks: properties.cidrBlocks,
      dnsLabel: properties.dnsLabel,
      vcnDomainName:
        properties.dnsLabel === undefined ? undefined : `${properties.dnsLabel}.oraclevcn.com`,
      defaultRouteTableId: properties.defaultRouteTableId,
      defaultSecurityListId: properties.defaultSecurityListId,
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
