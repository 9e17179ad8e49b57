import { quote } from '../../src/lab/quote.ts';
import { textOf, type Equivalent } from '../expect-rows.ts';

/** An `oci network` command line: `ociCommand('virtual-circuit get', { 'virtual-circuit-id': 'ocid1…' })`. */
export function ociCommand(verb: string, options: Readonly<Record<string, string>>): string {
  const words = Object.entries(options).map(([name, value]) => `--${name} ${quote(value)}`);
  return ['oci network', verb, ...words].join(' ');
}

/** An `oci … --output table` and what it prints of rows. */
export interface OciTable<Row extends object> {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
  /** A JMESPath query that makes the rows. */
  readonly query: string;
  /** The query's keys and the fields under them. */
  readonly headings: Readonly<Record<string, keyof Row & string>>;
}

/** The `oci` command that shows a view's rows. */
export function ociTable<Row extends object>({
  command,
  options,
  query,
  headings,
}: OciTable<Row>): (rows: readonly Row[]) => Equivalent {
  const columns = Object.entries(headings);
  return (rows) => ({
    cloud: 'oci',
    command: `${ociCommand(command, { ...options, query })} --output table`,
    output: formatOciTable(
      columns.map(([heading]) => heading),
      rows.map((row) => columns.map(([, field]) => textOf(row[field]) || 'None')),
    ),
  });
}

/** A table as the OCI command line prints it: ruled, columns as wide as needed. */
export function formatOciTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const line = (cells: readonly string[]) =>
    `|${widths.map((width, column) => ` ${(cells[column] ?? '').padEnd(width)} `).join('|')}|\n`;
  return [rule, line(headings), rule, ...rows.map(line), rule].join('');
}
