import type { Connection, Machine, Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import {
  bgpPeersView,
  connectionView,
  effectiveRoutesView,
  learnedRoutesView,
} from './azure/views.ts';
import { toTable, type CloudView } from './expect-rows.ts';

export interface SnapshotParameters {
  /** Whose effective routes to keep, of every interface card. */
  readonly machines?: readonly Ref<Machine>[];
  /** Whose BGP peers and learned routes to keep. */
  readonly gateways?: readonly Ref<VirtualNetworkGateway>[];
  /** Whose tunnel states to keep. */
  readonly connections?: readonly Ref<Connection>[];
}

export type SnapshotResult = { readonly tables: readonly SnapshotTable[] };

/** A table without the columns that change by themselves. */
export type SnapshotTable = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly [column: string]: string }[];
};

/**
 * Keeps routes, BGP peers and tunnel states as they are now, for {@link diff}.
 *
 * @example
 * ```ts
 * const before = step(snapshot({ machines: [vm1], gateways: [vng1], connections: [vng1ToVng3] }));
 * ```
 */
export function snapshot(parameters: SnapshotParameters): Step<SnapshotResult> {
  const { machines = [], gateways = [], connections = [] } = parameters;
  const uses = [...machines, ...gateways, ...connections];
  return {
    kind: 'snapshot',
    title: `Snapshot of ${uses.map(({ ref }) => ref).join(', ')}`,
    uses,
    observes: true,
    async run(context) {
      const azure = await context.azure();
      const perMachine = machines.map((ref) => context.resolve(ref));
      const perGateway = gateways.map((ref) => context.resolve(ref));
      const tables = await Promise.all([
        ...perMachine.flatMap((machine) =>
          machine.networkInterfaces.map((id) =>
            take(context, effectiveRoutesView(azure, machine, id)),
          ),
        ),
        ...perGateway.map((gateway) => take(context, bgpPeersView(azure, gateway))),
        ...perGateway.map((gateway) => take(context, learnedRoutesView(azure, gateway))),
        ...connections.map((ref) => take(context, connectionView(azure, context.resolve(ref)))),
      ]);
      context.show('Kept', {
        columns: ['Table', 'Rows'],
        rows: tables.map(({ title, rows }) => ({ Table: title, Rows: String(rows.length) })),
      });
      return { tables };
    },
  };
}

async function take<Row extends object>(
  context: StepContext,
  view: CloudView<Row>,
): Promise<SnapshotTable> {
  const steady = Object.entries<string>(view.headings).filter(
    ([field]) => !view.volatile?.some((it) => it === field),
  );
  const rows = await view.read(context.signal);
  return { title: view.title, ...toTable(rows, Object.fromEntries(steady)) };
}
