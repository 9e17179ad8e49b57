import type { Difference, LabFidelity } from './compare.ts';

export interface Totals {
  readonly tables: number;
  readonly expected: number;
  readonly matched: number;
  readonly missing: number;
  readonly extra: number;
  /** Differences among these that are documented. */
  readonly documented: number;
  readonly stale: number;
}

export function totals(labs: readonly LabFidelity[]): Totals {
  const tables = labs.flatMap((lab) => lab.tables);
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
  const differences = tables.flatMap(({ missing, extra }) => [...missing, ...extra]);
  return {
    tables: tables.length,
    expected: sum(tables.map(({ expected }) => expected)),
    matched: sum(tables.map(({ matched }) => matched)),
    missing: sum(tables.map(({ missing }) => missing.length)),
    extra: sum(tables.map(({ extra }) => extra.length)),
    documented: differences.filter(({ reason }) => reason !== null).length,
    stale: sum(labs.map(({ stale }) => stale.length)),
  };
}

/** All labs: a line a published table, the differences under each lab, the totals at the end. */
export function report(labs: readonly LabFidelity[]): string {
  const width = Math.max(
    ...labs.flatMap((lab) => lab.tables.map(({ where }) => where.length)),
    'Published table'.length,
  );
  const line = (name: string, figures: readonly (string | number)[]) =>
    `  ${name.padEnd(width)}${figures.map((figure) => String(figure).padStart(10)).join('')}`;
  const sumLine = (name: string, of: readonly LabFidelity[]) => {
    const { expected, matched, missing, extra } = totals(of);
    return line(name, [expected, matched, missing, extra]);
  };
  const headings = line('Published table', ['expected', 'matched', 'missing', 'extra']);

  const parts = labs.map((lab) => [
    `${lab.lab}: ${verdictOf(lab)}`,
    `  ${lab.source.title}`,
    `  ${lab.source.url}`,
    '',
    headings,
    ...lab.tables.map(({ where, expected, matched, missing, extra }) =>
      line(where, [expected, matched, missing.length, extra.length]),
    ),
    sumLine(count(lab.tables.length, 'table'), [lab]),
    ...indented(describeDifferences(lab)),
    '',
  ]);
  const all = totals(labs);
  return [
    ...parts.flat(),
    `In all: ${count(labs.length, 'lab')}, ${count(all.tables, 'published table')}`,
    headings.replace('Published table', ' '.repeat('Published table'.length)),
    sumLine('rows', labs),
    '',
    conclusion(labs, all),
  ].join('\n');
}

/** Every difference of a lab with its reason, each reason once; then exceptions that do not occur. */
export function describeDifferences(lab: LabFidelity): readonly string[] {
  const parts = lab.tables.flatMap(({ where, cell, ran, missing, extra }) => {
    if (!ran) return [`${where}: the run has no cell "${cell}"`];
    const rows = [
      ...missing.map((difference) => ({ sign: '-', ...difference })),
      ...extra.map((difference) => ({ sign: '+', ...difference })),
    ];
    if (rows.length === 0) return [];
    return [where, ...byReason(rows).flatMap(([reason, of]) => [...of, `    ${reason}`])];
  });
  return [
    ...parts,
    ...lab.stale.flatMap(({ where, kind, row, reason }) => [
      `${where}: a documented exception does not occur (${kind})`,
      `    ${row.join(' | ')}`,
      `    ${reason}`,
    ]),
  ];
}

function byReason(
  rows: readonly (Difference & { readonly sign: string })[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = Map.groupBy(rows, ({ reason }) => reason ?? 'NOT DOCUMENTED');
  return [...groups].map(([reason, of]) => [reason, of.map(({ sign, row }) => `  ${sign} ${row}`)]);
}

function verdictOf({ verdict, faithful }: LabFidelity): string {
  if (verdict === 'none') return 'DID NOT RUN TO ITS END';
  if (verdict !== 'passed') return `RUN ${verdict.toUpperCase()}`;
  return faithful ? 'passed' : 'passed, but DIFFERS';
}

function conclusion(labs: readonly LabFidelity[], all: Totals): string {
  const unfaithful = labs.filter(({ faithful }) => !faithful).map(({ lab }) => lab);
  const exceptions = `${count(all.documented, 'difference')} documented`;
  if (unfaithful.length === 0) {
    return `Faithful: ${all.matched} of ${all.expected} rows as published, ${exceptions}, no other.`;
  }
  const others = all.missing + all.extra - all.documented;
  return `Not faithful: ${unfaithful.join(', ')}. ${count(others, 'undocumented difference')}, ${count(all.stale, 'stale exception')}, ${exceptions}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `  ${line}`)];
}
