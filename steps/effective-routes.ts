import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { effectiveRoutesView, type EffectiveRouteRow } from './azure/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface EffectiveRoutesParameters {
  /**
   * All rows, in any order; only the fields given are compared. Azure's reserved prefixes (next hop
   * type `None`) differ between subscriptions and years: they count only when expected.
   * Without, the table is shown and not checked.
   */
  readonly expect?: readonly Expected<EffectiveRouteRow>[];
  /** Which interface card, from 0. @default 0 */
  readonly card?: number;
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type EffectiveRoutesResult = readonly EffectiveRouteRow[];

/**
 * Reads the effective routes of a machine's interface card, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(effectiveRoutes(vm1, {
 *   expect: [
 *     { source: 'Default', addressPrefix: '10.1.0.0/16', nextHopType: 'VnetLocal' },
 *     { source: 'Default', addressPrefix: '0.0.0.0/0', nextHopType: 'Internet' },
 *   ],
 * }));
 * ```
 */
export function effectiveRoutes(
  machine: Ref<Machine>,
  parameters: EffectiveRoutesParameters = {},
): Step<EffectiveRoutesResult> {
  const { expect, within, card = 0 } = parameters;
  return {
    kind: 'effectiveRoutes',
    title: `Effective routes of ${machine.ref}`,
    uses: [machine],
    observes: true,
    async run(context) {
      const resolved = context.resolve(machine);
      const networkInterface = resolved.networkInterfaces[card];
      if (networkInterface === undefined) throw noSuchCard(resolved, card);
      const view = effectiveRoutesView(await context.azure(), resolved, networkInterface);
      const ignore = (row: EffectiveRouteRow) =>
        row.source === 'Default' && row.nextHopType === 'None';
      return await expectRows(context, { view, expect, within, ignore });
    },
  };
}

function noSuchCard(machine: Machine, card: number): WirebookError {
  return new WirebookError({
    code: 'no-such-card',
    message: `${machine.name} has no interface card ${card}.`,
    facts: { cards: String(machine.networkInterfaces.length) },
    next: 'Cards are counted from 0: `card: 0` is eth0.',
    exitCode: 2,
  });
}
