import type { PlannedChange } from '../engine.ts';
import type { ProviderTypes } from '../provider.ts';
import { fromAttributes } from '../schema.ts';
import { findType, type State } from '../state.ts';
import { differences } from './diff.ts';
import type { PlannedRun } from './planned.ts';
import { renderDifference } from './render.ts';

/** What is no longer as the last apply left it. */
export function describeDrift(
  providers: readonly ProviderTypes[],
  before: State,
  after: State,
): readonly PlannedChange[] {
  return [...before.values()].flatMap((record): PlannedChange[] => {
    const { address, type, attributes, sensitivePaths } = record;
    const found = after.get(address);
    if (!found) return [{ address, type, action: 'delete' }];
    const { schema } = findType(providers, type);
    const changed = differences(
      schema,
      fromAttributes(schema, attributes, sensitivePaths),
      fromAttributes(schema, found.attributes, sensitivePaths),
    ).map((difference) => renderDifference({ ...difference, forcesReplacement: false }));
    return changed.length ? [{ address, type, action: 'update', attributes: changed }] : [];
  });
}

/** What the plan will do, deletions last. */
export function describeChanges({ instances, deletions }: PlannedRun): readonly PlannedChange[] {
  const changes = [...instances.values()].flatMap(
    ({ address, block, action, differences: changed }): PlannedChange[] =>
      action === 'none'
        ? []
        : [{ address, type: block.type, action, attributes: changed.map(renderDifference) }],
  );
  const deleted = deletions.map(({ address, type }): PlannedChange => {
    return { address, type, action: 'delete' };
  });
  return [...changes, ...deleted];
}
