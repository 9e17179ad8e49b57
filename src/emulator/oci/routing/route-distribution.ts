export type AttachmentType =
  'VCN' | 'VIRTUAL_CIRCUIT' | 'IPSEC_TUNNEL' | 'REMOTE_PEERING_CONNECTION' | 'LOOPBACK';

/** One statement of a route distribution. Its action is always ACCEPT. */
export interface Statement {
  readonly id: string;
  /** Lower is earlier. */
  readonly priority: number;
  /** All must match; none: everything matches. */
  readonly criteria: readonly MatchCriterion[];
}

export type MatchCriterion =
  | { readonly matchType: 'MATCH_ALL' }
  | { readonly matchType: 'DRG_ATTACHMENT_TYPE'; readonly attachmentType: AttachmentType }
  | { readonly matchType: 'DRG_ATTACHMENT_ID'; readonly drgAttachmentId: string };

/** What the distributions that OCI makes itself say. */
export const generated = {
  /** Import for VCN attachments: from attachments of every type. */
  importAll: [{ matchType: 'MATCH_ALL' }],
  /** Import for attachments of circuits, tunnels and peerings: from VCNs only. */
  importVcns: [{ matchType: 'DRG_ATTACHMENT_TYPE', attachmentType: 'VCN' }],
  exportAll: [{ matchType: 'MATCH_ALL' }],
} as const satisfies Record<string, readonly MatchCriterion[]>;

/** Whether a distribution lets through what comes from an attachment. What no statement accepts is left out. */
export function accepts(
  statements: readonly Statement[],
  attachment: { readonly id: string; readonly type: AttachmentType },
): boolean {
  return statements.some(({ criteria }) =>
    criteria.every((criterion) => matches(criterion, attachment)),
  );
}

function matches(
  criterion: MatchCriterion,
  attachment: { readonly id: string; readonly type: AttachmentType },
): boolean {
  switch (criterion.matchType) {
    case 'MATCH_ALL':
      return true;
    case 'DRG_ATTACHMENT_TYPE':
      return criterion.attachmentType === attachment.type;
    case 'DRG_ATTACHMENT_ID':
      return criterion.drgAttachmentId === attachment.id;
    default:
      return criterion satisfies never;
  }
}
