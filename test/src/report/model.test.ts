import test from 'ava';
import { buildModel, stepCells } from '../../../src/report/model.ts';
import { createJournal, prose, runStarted, steps } from './support/journal.ts';

test('commands at the same time keep their outputs apart, both streams in order', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', {}, ({ add }) => {
    const where = { kind: 'machine', machine: 'vm1', user: 'hans' } as const;
    add({ type: 'command.started', command: 'x', text: 'ping', where });
    add({ type: 'command.started', command: 'y', text: 'date', where });
    add({ type: 'command.output', command: 'x', stream: 'stdout', text: 'one ' });
    add({ type: 'command.output', command: 'y', stream: 'stdout', text: 'today' });
    add({ type: 'command.output', command: 'x', stream: 'stderr', text: 'two' });
    add({ type: 'command.output', command: 'unknown', stream: 'stdout', text: 'lost' });
    add({ type: 'command.finished', command: 'y', exitCode: 0, durationMs: 5 });
  });
  const [cell] = stepCells(buildModel(journal.events));
  const where = { kind: 'machine', machine: 'vm1', user: 'hans' };
  t.deepEqual(cell?.last?.items, [
    { kind: 'command', text: 'ping', where, output: 'one two' },
    { kind: 'command', text: 'date', where, output: 'today', exitCode: 0, durationMs: 5 },
  ]);
});

test('each deployment of a cell has its own resources', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', {}, ({ add }) => {
    const resource = { type: 'resource', address: 'a.b', action: 'update' } as const;
    add({ type: 'plan', drift: [], changes: [] });
    add({ ...resource, status: 'started' });
    add({ ...resource, status: 'done', durationMs: 3 });
    add({ type: 'plan', drift: [], changes: [] });
    add({ ...resource, status: 'started' });
  });
  const [cell] = stepCells(buildModel(journal.events));
  const resources = cell?.last?.items.filter((item) => item.kind === 'resources');
  t.deepEqual(
    resources?.map((item) => item.resources.map(({ status }) => status)),
    [['done'], ['started']],
  );
});

test('an attempt that a dead session left open stays open', (t) => {
  const journal = createJournal();
  const cells = steps({ a: 'First' });
  journal.add(runStarted(cells));
  journal.cell('a', { open: true });
  journal.add(runStarted(cells, { resumed: true }));
  journal.add({ type: 'cell.finished', cell: 'a', attempt: 2, verdict: 'blocked', durationMs: 0 });
  const [cell] = stepCells(buildModel(journal.events));
  t.deepEqual(
    cell?.attempts.map(({ verdict }) => verdict),
    [undefined, 'blocked'],
  );
  t.is(cell?.runs, 1);
});

test('a resumed run reports the lab as it is now, and what ran of what it was', (t) => {
  const journal = createJournal();
  journal.add(runStarted([prose('p', 'Old'), ...steps({ a: 'First', b: 'Second' })]));
  journal.cell('a', {});
  journal.add(runStarted([prose('p', 'New'), ...steps({ b: 'Second' })], { resumed: true }));
  journal.cell('stray', {});
  const { cells } = buildModel(journal.events);
  t.deepEqual(
    cells.map((cell) => (cell.kind === 'prose' ? cell.markdown : cell.title)),
    ['New', 'Second', 'First', 'stray'],
  );
});

test('a resumed run has no verdict until it ends, and is not torn down any more', (t) => {
  const journal = createJournal();
  const cells = steps({ a: 'First' });
  journal.add(runStarted(cells));
  journal.add({ type: 'teardown.finished', outcome: 'kept', durationMs: 0 });
  journal.add({ type: 'run.finished', verdict: 'failed', exitCode: 1, durationMs: 5000 });
  t.is(buildModel(journal.events).verdict, 'failed');
  t.is(buildModel(journal.events).teardown?.outcome, 'kept');
  journal.add(runStarted(cells, { resumed: true }));
  journal.add({ type: 'progress', text: 'at it' }, 2000);
  const model = buildModel(journal.events);
  t.is(model.verdict, undefined);
  t.is(model.teardown, undefined);
  t.is(model.durationMs, 7000);
});
