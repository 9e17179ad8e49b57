import { createHash } from 'node:crypto';
import { invalidField, notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { AttachmentType, MatchCriterion, Statement } from '../routing/route-distribution.ts';
import type { Body } from './kind.ts';
import { requiredReference } from './kind.ts';
import { bodiesIn, choiceIn, numberWithin, requiredText } from './read.ts';
import type { Resources } from './store.ts';

const attachmentTypes = [
  'VCN',
  'VIRTUAL_CIRCUIT',
  'IPSEC_TUNNEL',
  'REMOTE_PEERING_CONNECTION',
  'LOOPBACK',
] as const satisfies readonly AttachmentType[];

/** Statements with the given ones added. Throws {@link OciError}. */
export function withStatements(
  before: readonly Statement[],
  owner: Ocid,
  bodies: readonly Body[],
  resources: Resources,
): readonly Statement[] {
  const added = bodies.map((body, index): Statement => {
    const priority = numberWithin(body, 'priority', [0, 65_535]) ?? before.length + index + 1;
    choiceIn(body, 'action', ['ACCEPT']);
    return {
      id: statementId(owner, JSON.stringify(body) + String(index)),
      priority,
      criteria: criteriaIn(body, resources),
    };
  });
  return inOrder([...before, ...added]);
}

/** Statements with changes to those that the bodies name. Throws {@link OciError}. */
export function withChangedStatements(
  before: readonly Statement[],
  bodies: readonly Body[],
  resources: Resources,
): readonly Statement[] {
  const changes = new Map(bodies.map((body) => [requiredText(body, 'id'), body]));
  refuseUnknown([...changes.keys()], before);
  const after = before.map((statement): Statement => {
    const body = changes.get(statement.id);
    if (!body) return statement;
    return {
      ...statement,
      priority: numberWithin(body, 'priority', [0, 65_535]) ?? statement.priority,
      criteria:
        body['matchCriteria'] === undefined ? statement.criteria : criteriaIn(body, resources),
    };
  });
  return inOrder(after);
}

export function withoutStatements(
  before: readonly Statement[],
  ids: readonly string[],
): readonly Statement[] {
  refuseUnknown(ids, before);
  return before.filter(({ id }) => !ids.includes(id));
}

export function statementView({ id, priority, criteria }: Statement): Body {
  return { id, priority, action: 'ACCEPT', matchCriteria: criteria };
}

/** Twelve hexadecimal digits. */
export function statementId(owner: Ocid, seed: string): string {
  return createHash('sha256').update(`${owner} ${seed}`).digest('hex').slice(0, 12);
}

function refuseUnknown(ids: readonly string[], statements: readonly Statement[]): void {
  const unknown = ids.find((id) => !statements.some((statement) => statement.id === id));
  if (unknown !== undefined) throw notFound(unknown);
}

function inOrder(statements: readonly Statement[]): readonly Statement[] {
  const sorted = statements.toSorted((one, other) => one.priority - other.priority);
  const twice = sorted.find(({ priority }, index) => priority === sorted[index - 1]?.priority);
  if (!twice) return sorted;
  throw invalidField('priority', twice.priority, 'must be unique in its route distribution');
}

function criteriaIn(body: Body, resources: Resources): readonly MatchCriterion[] {
  return (bodiesIn(body, 'matchCriteria') ?? []).map((criterion): MatchCriterion => {
    const matchType =
      choiceIn(criterion, 'matchType', ['MATCH_ALL', 'DRG_ATTACHMENT_TYPE', 'DRG_ATTACHMENT_ID']) ??
      'MATCH_ALL';
    switch (matchType) {
      case 'MATCH_ALL':
        return { matchType };
      case 'DRG_ATTACHMENT_TYPE': {
        const attachmentType = choiceIn(criterion, 'attachmentType', attachmentTypes);
        if (attachmentType) return { matchType, attachmentType };
        throw invalidField(
          'attachmentType',
          undefined,
          `must be one of ${attachmentTypes.join(', ')}`,
        );
      }
      case 'DRG_ATTACHMENT_ID': {
        const { id } = requiredReference(criterion, 'drgAttachmentId', 'drgAttachments', resources);
        return { matchType, drgAttachmentId: id };
      }
      default:
        return matchType satisfies never;
    }
  });
}
