import type { Duration } from '../src/lab/duration.ts';
import type { DrgAttachment, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { expectRows, type Expected } from './expect-rows.ts';
import { drgRoutesView, type DrgRouteRow } from './oci/drg-views.ts';

export interface DrgRoutesParameters {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<DrgRouteRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type DrgRoutesResult = readonly DrgRouteRow[];

/**
 * Reads the DRG route table that an attachment has, as OCI's console shows it with "Get all routes", and
 * waits until it is as expected.
 *
 * @example
 * ```ts
 * step(drgRoutes(vcnAttachment, {
 *   expect: [
 *     { destination: '10.0.0.0/16', attachmentType: 'VIRTUAL_CIRCUIT', status: 'Active' },
 *     { destination: '10.0.0.0/16', attachmentType: 'IPSEC_TUNNEL', status: 'Conflict' },
 *     { destination: '172.16.0.0/16', attachmentType: 'VCN', status: 'Active' },
 *   ],
 * }));
 * ```
 */
export function drgRoutes(
  attachment: Ref<DrgAttachment>,
  parameters: DrgRoutesParameters = {},
): Step<DrgRoutesResult> {
  const { expect, within } = parameters;
  return {
    kind: 'drgRoutes',
    title: `DRG routes of ${attachment.ref}`,
    uses: [attachment],
    observes: true,
    async run(context) {
      const view = drgRoutesView(await context.oci(), context.resolve(attachment));
      return await expectRows(context, { view, expect, within });
    },
  };
}
