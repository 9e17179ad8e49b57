import type { JournalEvent } from '../../../src/lab/events.ts';
import type { Handles } from '../../../src/lab/handle.ts';
import type { TableRow } from '../../../src/lab/table.ts';

/** What a cell left in the journal. */
export interface CellRecord {
  /** Tables that were checked or shown. */
  readonly tables: readonly { readonly title: string; readonly rows: readonly TableRow[] }[];
  readonly commands: readonly { readonly text: string; readonly output: string }[];
  /** What was deployed when the cell ran. */
  readonly handles: Handles;
}

/** The step cell of that title; none when the run has no such cell. */
export function cellRecord(title: string, events: readonly JournalEvent[]): CellRecord | undefined {
  const outline = events.find((event) => event.type === 'run.started')?.cells ?? [];
  const cell = outline.find((one) => one.kind === 'step' && one.title === title)?.id;
  if (cell === undefined) return undefined;
  const own = events.filter((event) => 'cell' in event && event.cell === cell);
  return {
    tables: own.flatMap((event) => {
      if (event.type === 'table') return [{ title: event.title, rows: event.table.rows }];
      if (event.type !== 'check' || event.comparison.kind !== 'table') return [];
      return [{ title: event.title, rows: event.comparison.seen.rows }];
    }),
    commands: own.flatMap((event) =>
      event.type === 'command.started'
        ? [{ text: event.text, output: outputOf(event.command, own) }]
        : [],
    ),
    handles: handlesAt(cell, events),
  };
}

function outputOf(command: string, events: readonly JournalEvent[]): string {
  return events
    .flatMap((event) =>
      event.type === 'command.output' && event.command === command && event.stream === 'stdout'
        ? [event.text]
        : [],
    )
    .join('');
}

function handlesAt(cell: string, events: readonly JournalEvent[]): Handles {
  const end = events.findLastIndex(
    (event) => event.type === 'cell.finished' && event.cell === cell,
  );
  const deployments = events
    .slice(0, end + 1)
    .flatMap((event) =>
      event.type === 'cell.finished' && event.deployed !== undefined ? [event.deployed] : [],
    );
  return deployments.at(-1)?.handles ?? {};
}
