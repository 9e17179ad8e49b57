import { quote } from '../../src/lab/quote.ts';

/** A `gcloud compute` command line: `gcloudCommand('routers get-status', ['router'], { region: 'us-east1' })`. */
export function gcloudCommand(
  verb: string,
  names: readonly string[],
  options: Readonly<Record<string, string>> = {},
): string {
  const words = Object.entries(options).map(([name, value]) => `--${name}=${quote(value)}`);
  return ['gcloud compute', verb, ...names.map(quote), ...words].join(' ');
}

/** A table as gcloud prints it: upper-case headings, columns as wide as needed, two blanks between. */
export function formatGcloudTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return 'Listed 0 items.\n';
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [headings, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Values as `--format='flattened(…)'` prints them: keys sorted, values in one column. */
export function formatFlattened(values: Readonly<Record<string, string>>): string {
  const keys = Object.keys(values).sort();
  const width = Math.max(0, ...keys.map((key) => key.length)) + 1;
  return keys.map((key) => `${`${key}:`.padEnd(width)} ${values[key] ?? ''}\n`).join('');
}
