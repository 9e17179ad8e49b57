import type { Prefix } from '../../net/prefix.ts';
import { comparePrefixes } from '../../net/prefix.ts';
import type { DrgRule } from './drg-routes.ts';
import { activeRules } from './drg-routes.ts';
import type { AttachmentType, Statement } from './route-distribution.ts';
import { accepts } from './route-distribution.ts';

/** What a DRG may tell the router behind a circuit or a tunnel. */
export interface Advertising {
  /** The rules of the DRG route table that the circuit's or tunnel's attachment uses. */
  readonly rules: readonly DrgRule[];
  /** Statements of the attachment's export route distribution; undefined: it has none, and tells nothing. */
  readonly exports: readonly Statement[] | undefined;
  /** The type of an attachment of the DRG; undefined when there is none of that OCID. */
  typeOf(attachmentId: string): AttachmentType | undefined;
}

/**
 * The destinations told to a circuit's or tunnel's peer, in order. What came by a circuit or a tunnel is never told to
 * one, whatever the export distribution says.
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingDRGs.htm#export_distribution
 */
export function advertised({ rules, exports, typeOf }: Advertising): readonly Prefix[] {
  if (exports === undefined) return [];
  const told = activeRules(rules)
    .filter(({ provenance }) => provenance === 'VCN' || provenance === 'STATIC')
    .filter(({ nextHop: id }) => {
      const type = typeOf(id);
      return type !== undefined && accepts(exports, { id, type });
    });
  return [...new Set(told.map(({ destination }) => destination))].toSorted(comparePrefixes);
}
