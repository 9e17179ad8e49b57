import { textOf, type Equivalent } from '../expect-rows.ts';
import { azCommand } from './command.ts';
import { formatAzTable } from './format-table.ts';

/** An `az … -o table` and what it prints of rows. */
export interface AzTable<Row extends object> {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
  /** Headings of `-o table` and the fields under them. */
  readonly headings: Readonly<Record<string, keyof Row & string>>;
}

/** The `az` command that shows a view's rows. */
export function azTable<Row extends object>({
  command,
  options,
  headings,
}: AzTable<Row>): (rows: readonly Row[]) => Equivalent {
  return (rows) => ({
    cloud: 'azure',
    command: `${azCommand(command, options)} -o table`,
    output: formatAzTable({
      columns: Object.keys(headings),
      rows: rows.map((row) =>
        Object.fromEntries(
          Object.entries(headings).map(([heading, field]) => [heading, textOf(row[field])]),
        ),
      ),
    }),
  });
}
