import test from 'ava';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { formatEvent, summarize } from '../../../src/report/view.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';
import { createJournal, runStarted, steps } from './support/journal.ts';

const cells = steps({ a: 'First', b: 'Second' });

function show(events: readonly JournalEvent[], output = false): string {
  const start = events.find((event) => event.type === 'run.started');
  const outline = start?.cells ?? cells;
  return events
    .map((event) => formatEvent(event, { color: false, cells: outline, output }))
    .filter((text) => text !== undefined)
    .join('\n');
}

test('a run in plain lines', (t) => {
  t.snapshot(show(erIpsecBackup({ failing: true })));
});

test('the workshop view streams output and shows tables', (t) => {
  const journal = createJournal();
  journal.add(runStarted(cells));
  journal.cell('a', {}, (cell) => {
    cell.machine(
      'vm1',
      'ip route',
      '\u001B[1mdefault\u001B[0m via 10.1.0.1\n10.1.0.0/24 dev eth0\n',
    );
    cell.add({
      type: 'table',
      title: 'Routes',
      table: { columns: ['Prefix', 'Via'], rows: [{ Prefix: '10.0.0.0/8', Via: 'vm3' }] },
    });
    cell.add({
      type: 'plan',
      drift: [],
      changes: [{ address: 'a_vnet.one', type: 'a_vnet', action: 'create' }],
    });
  });
  t.snapshot(show(journal.events, true));
});

test('errors say what to do next', (t) => {
  const journal = createJournal();
  journal.cell('b', {
    attempt: 2,
    verdict: 'errored',
    error: { code: 'x', message: 'vm1 is away', facts: { port: '22' }, next: 'Wait.' },
  });
  t.is(
    show(journal.events),
    '\n2/2 Second (attempt 2)\n  ⚠ errored in 2.3s\n    vm1 is away\n      port: 22\n      → Wait.',
  );
});

test('teardown tells what is left', (t) => {
  const event: JournalEvent = {
    at: '2026-03-02T09:00:00Z',
    type: 'teardown.finished',
    outcome: 'incomplete',
    durationMs: 10,
    left: ['a_vnet.one'],
  };
  t.is(formatEvent(event, { color: false }), 'Teardown is incomplete: 1 thing left\n  a_vnet.one');
});

test('colours only when wanted', (t) => {
  const event: JournalEvent = {
    at: '2026-03-02T09:00:00Z',
    type: 'check',
    cell: 'a',
    title: 'answers',
    passed: true,
    comparison: { kind: 'value', expected: '3', seen: '3' },
  };
  t.is(formatEvent(event, { color: false }), '  ✔ answers: 3');
  t.is(formatEvent(event, { color: true }), '  \u001B[32m✔\u001B[39m answers: 3');
});

test('no escape sequence of a machine reaches the terminal', (t) => {
  const event: JournalEvent = {
    at: '2026-03-02T09:00:00Z',
    type: 'command.output',
    cell: 'a',
    command: 'c1',
    stream: 'stdout',
    text: 'a\u001B]0;title\u0007b\u001B[2Jc\u009B31md\n',
  };
  t.is(formatEvent(event, { color: true, output: true }), '  abcd');
});

test('the summary tells verdicts, the first differences and what is left', (t) => {
  t.is(
    summarize(erIpsecBackup({ failing: true })),
    [
      '✘ failed  15 passed, 1 failed, 1 blocked, in 41.3s',
      '  ✘ VNG2 has learned 10.1.0.0/16',
      '      Learned routes of vng2: expected and not seen: 10.1.0.0/16 · Network · 10.3.0.254 (and 1 more row)',
      '  ⊘ 1 step blocked by these',
    ].join('\n'),
  );
  t.is(summarize(erIpsecBackup()), '✔ passed  17 passed, in 41.3s');
});
