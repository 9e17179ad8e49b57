import test from 'ava';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEntry, JournalEvent } from '../../src/lab/events.ts';
import { temporaryFolder } from '../support/tiny-lab.ts';
import { published as strongswan } from './aws-azure-strongswan.tables.ts';
import { compareLab } from './support/compare.ts';
import { fidelity } from './support/fidelity-command.ts';
import { report } from './support/print.ts';
import type { PublishedLab } from './support/published-table.ts';
import { answers, onePer, printed, shown } from './support/readings.ts';

const published: PublishedLab = {
  lab: 'tiny',
  source: { title: 'Tiny', url: 'https://example.org' },
  tables: [
    {
      where: 'the routes',
      cell: 'Routes',
      columns: ['Prefix'],
      rows: [['10.1.0.0/16'], ['10.2.0.0/16']],
    },
  ],
  exceptions: [],
};

test('rows pair up in any order, as often as they occur', (t) => {
  const { tables, faithful } = compareLab(published, run(['10.2.0.0/16', '10.1.0.0/16']));
  t.true(faithful);
  t.like(tables[0], { expected: 2, matched: 2, missing: [], extra: [] });
  t.false(compareLab(published, run(['10.1.0.0/16', '10.1.0.0/16'])).faithful);
});

test('a documented difference is no fault; one that does not occur is', (t) => {
  const reason = 'Today it is like this.';
  const excepted: PublishedLab = {
    ...published,
    exceptions: [{ where: 'the routes', kind: 'extra', row: ['10.3.0.0/16'], reason }],
  };
  const seen = compareLab(excepted, run(['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']));
  t.true(seen.faithful);
  t.deepEqual(seen.tables[0]?.extra, [{ row: '10.3.0.0/16', reason }]);

  const twice = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.3.0.0/16'];
  t.false(compareLab(excepted, run(twice)).faithful, 'one exception is one row');

  const stale = compareLab(excepted, run(['10.1.0.0/16', '10.2.0.0/16']));
  t.false(stale.faithful);
  t.regex(report([stale]), /a documented exception does not occur \(extra\)\n +10\.3\.0\.0\/16/);
});

test('a lab that did not pass is not faithful, whatever its tables say', (t) => {
  const events = run(['10.1.0.0/16', '10.2.0.0/16'], 'failed');
  t.false(compareLab(published, events).faithful);
  t.regex(report([compareLab(published, events)]), /^tiny: RUN FAILED$/m);
  t.like(compareLab(published, []), { verdict: 'none', faithful: false });
});

test('a published listing that breaks off leaves open what comes after', (t) => {
  const [table] = published.tables;
  const open: PublishedLab = {
    ...published,
    tables: table ? [{ ...table, breaksOffBefore: (row) => row['Prefix'] === '25.0.0.0/8' }] : [],
  };
  const seen = (more: string) =>
    compareLab(open, run(['10.1.0.0/16', '10.2.0.0/16', more])).faithful;
  t.true(seen('25.0.0.0/8'));
  t.false(seen('10.3.0.0/16'));
});

test('rows are read from checks, from what commands print, and from answers to pings', (t) => {
  const cell = {
    tables: [
      { title: 'Peers', rows: [{ Peer: '10.0.0.1', Hops: '10.0.0.4 10.0.0.5' }] },
      { title: 'Routes', rows: [{ Prefix: '10.1.0.0/16' }] },
    ],
    commands: [
      {
        text: 'az network nic show-effective-route-table -o table',
        output:
          'Source    State    Next Hop IP\n--------  -------  -----------\nDefault   Active\nUser      Active   10.0.0.4\n',
      },
      {
        text: 'ping',
        output:
          '64 bytes from 10.0.0.9: icmp_seq=1 ttl=63 time=1 ms\n64 bytes from 10.0.0.9: icmp_seq=2 ttl=63 time=1 ms\n',
      },
    ],
    handles: {},
  };
  t.deepEqual(shown('Routes')(cell), [{ Prefix: '10.1.0.0/16' }]);
  t.deepEqual(onePer('Hops', shown('Peers'))(cell), [
    { Peer: '10.0.0.1', Hops: '10.0.0.4' },
    { Peer: '10.0.0.1', Hops: '10.0.0.5' },
  ]);
  t.deepEqual(printed(cell), [
    { Source: 'Default', State: 'Active', 'Next Hop IP': '-' },
    { Source: 'User', State: 'Active', 'Next Hop IP': '10.0.0.4' },
  ]);
  t.deepEqual(answers(cell), [{ From: '10.0.0.9', TTL: '63' }]);
});

const usageErrors: readonly (readonly [readonly string[], RegExp])[] = [
  [['nolab'], /^No published walk-through is retold by a lab "nolab"\. There are: /],
  [['er-ipsec-bakup'], /Did you mean "er-ipsec-backup"\?$/],
  [['a', 'b'], /^One lab at most: a, b\.$/],
  [['--frm', 'x'], /^Unknown option '--frm'\. .* shows the options\.$/],
  [['--from', '/nonexistent'], /^\/nonexistent is no folder\.$/],
];

for (const [args, said] of usageErrors) {
  test(`wrong usage is one clear line: ${args.join(' ')}`, async (t) => {
    const { code, out, err } = await command(args);
    t.is(code, 2);
    t.deepEqual(out, []);
    t.is(err.length, 1);
    t.regex(err[0] ?? '', said);
  });
}

test('journals that are there already are compared, as text and as JSON', async (t) => {
  const reports = temporaryFolder(t);
  t.is((await command(['--from', reports, strongswan.lab])).code, 2, 'no run is there');

  const folder = join(reports, strongswan.lab, 'run-1');
  await mkdir(folder, { recursive: true });
  const journal = run([]).map((event) => JSON.stringify(event));
  await writeFile(join(folder, 'journal.ndjson'), `${journal.join('\n')}\n`);
  await cp(folder, join(reports, strongswan.lab, 'latest'), { recursive: true });

  const text = await command(['--from', reports, strongswan.lab]);
  t.is(text.code, 1);
  t.regex(text.out.join('\n'), /the run has no cell "Set strongSwan up and wait for the tunnel"/);
  t.regex(text.out.join('\n'), /^Not faithful: aws-azure-strongswan\. /m);

  const json = await command(['--from', reports, strongswan.lab, '--json']);
  const { totals } = JSON.parse(json.out.join('')) as {
    totals: { expected: number; matched: number };
  };
  t.like(totals, { expected: 3, matched: 0 });
});

async function command(args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await fidelity(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** A run with one cell, "Routes", that saw these prefixes. */
function run(
  prefixes: readonly string[],
  verdict: 'passed' | 'failed' = 'passed',
): readonly JournalEvent[] {
  const table = { columns: ['Prefix'], rows: prefixes.map((Prefix) => ({ Prefix })) };
  const entries: readonly JournalEntry[] = [
    {
      type: 'run.started',
      runId: 'run-1',
      lab: { name: 'tiny', title: 'Tiny', file: 'lab.ts' },
      target: 'local',
      timers: 'fast',
      versions: {},
      cells: [
        { id: '01-routes', kind: 'step', step: 'effectiveRoutes', title: 'Routes', needs: [] },
      ],
    },
    {
      type: 'check',
      cell: '01-routes',
      title: 'Routes of vm1',
      passed: true,
      comparison: {
        kind: 'table',
        expected: table,
        seen: table,
        difference: { matched: table.rows, missing: [], extra: [] },
      },
    },
    { type: 'cell.finished', cell: '01-routes', attempt: 1, verdict, durationMs: 1 },
    { type: 'run.finished', verdict, exitCode: verdict === 'passed' ? 0 : 1, durationMs: 1 },
  ];
  return entries.map((entry) => ({ at: '2026-01-01T00:00:00.000Z', ...entry }));
}
