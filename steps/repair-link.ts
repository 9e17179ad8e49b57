import { WirebookError } from '../src/lab/errors.ts';
import type { ResultRef, Step } from '../src/lab/step.ts';
import type { FailoverResult } from './failover.ts';
import { linkOfKind, type BreakLinkResult } from './links/index.ts';

export type RepairLinkResult = {
  /** What was repaired: `route`, `sharedKey`. */
  readonly kind: string;
};

/**
 * Undoes a {@link breakLink}, or the one inside a {@link failover}, the way it was done: by deploying,
 * through the SDK, or on the machine.
 *
 * @example
 * ```ts
 * const failure = step(breakLink(lng1, { peeringAddress: '10.4.0.253', behindTerraform: true }));
 * step(repairLink(failure));
 * ```
 */
export function repairLink(
  broken: ResultRef<BreakLinkResult> | ResultRef<FailoverResult>,
): Step<RepairLinkResult> {
  return {
    kind: 'repairLink',
    title: 'Repair the link',
    uses: [],
    reads: [broken],
    async run(context) {
      const result = context.result<BreakLinkResult | FailoverResult>(broken);
      const failure = 'during' in result ? breakAmong(result.during) : result;
      const link = linkOfKind(failure.kind);
      if (link === undefined) throw unknownRepair(failure);
      await link.repair(context, failure);
      return { kind: failure.kind };
    },
  };
}

function breakAmong(results: FailoverResult['during']): BreakLinkResult {
  const found = results.find(
    (it) =>
      typeof it === 'object' && it !== null && 'kind' in it && linkOfKind(it['kind'] as never),
  );
  if (found !== undefined) return found as BreakLinkResult;
  throw new WirebookError({
    code: 'nothing-to-repair',
    message: 'Nothing was broken during that failover.',
    next: 'Give `repairLink` the result of a breakLink, or of a failover with one in its `during`.',
    exitCode: 2,
  });
}

function unknownRepair(failure: object): WirebookError {
  return new WirebookError({
    code: 'unknown-repair',
    message: `The link was broken in a way that this version cannot repair: ${JSON.stringify(failure)}`,
    next: 'The run was started by another version: destroy it and run the lab again.',
  });
}
