import test from 'ava';
import { findCell, planCells } from '../../../src/runner/selection.ts';
import { act, tinyLab } from '../../support/tiny-lab.ts';

const nothing = () => undefined;
const lab = tinyLab(({ step }) => {
  step(act('Deploy', nothing));
  step(act('vm1 reaches vm2', nothing, { observes: true }));
  step(act('Break the link', nothing));
  step(act('vm1 reaches vm3', nothing, { observes: true }));
});
const plan = (...parameters: Parameters<typeof planCells>) => [
  ...planCells(...parameters).values(),
];

test('a cell is found by number, id, title or a part that only it has', (t) => {
  for (const text of ['3', '03-break-the-link', 'break the link', 'LINK']) {
    t.is(findCell(lab, text).id, '03-break-the-link', text);
  }
  t.throws(() => findCell(lab, 'reaches'), { message: '"reaches" fits 2 cells.' });
  t.throws(() => findCell(lab, '9'), { message: 'The lab has no cell "9".' });
  t.throws(() => findCell(lab, ''), { message: 'The lab has no cell "".' });
});

test('a cell that is not there: near ones are named', (t) => {
  const error = t.throws<Error & { facts: object }>(() => findCell(lab, 'Brake the link'));
  t.deepEqual(error.facts, { cells: '03-break-the-link' });
});

test('on a fresh target, cells before --from run unless they only look', (t) => {
  t.deepEqual(plan({ lab, selection: {} }), ['run', 'run', 'run', 'run']);
  t.deepEqual(plan({ lab, selection: { until: '2' } }), ['run', 'run', 'skip', 'skip']);
  t.deepEqual(plan({ lab, selection: { from: '3' } }), ['run', 'skip', 'run', 'run']);
  t.deepEqual(plan({ lab, selection: { only: '2' } }), ['run', 'run', 'skip', 'skip']);
  t.throws(() => plan({ lab, selection: { from: '3', until: '2' } }), {
    message: /nothing is left/,
  });
});

test('on a target that is still there, what passed is done and --from runs again from its cell', (t) => {
  const earlier = new Map([
    ['01-deploy', 'passed'],
    ['02-vm1-reaches-vm2', 'failed'],
    ['03-break-the-link', 'passed'],
  ] as const);
  t.deepEqual(plan({ lab, selection: {}, earlier }), ['done', 'run', 'done', 'run']);
  t.deepEqual(plan({ lab, selection: { from: '3' }, earlier }), ['done', 'skip', 'run', 'run']);
});

test('a cell that only looks runs before --from when a later one reads its result', (t) => {
  const reading = tinyLab(({ step }) => {
    step(act('Deploy', nothing));
    const before = step(act('Snapshot before', nothing, { observes: true }));
    step(act('vm1 reaches vm2', nothing, { observes: true }));
    step(act('Difference', nothing, { observes: true, reads: [before] }));
    step(act('Repair', nothing));
  });
  t.deepEqual(plan({ lab: reading, selection: { from: '4' } }), [
    'run',
    'run',
    'skip',
    'run',
    'run',
  ]);
  t.deepEqual(plan({ lab: reading, selection: { from: '5' } }), [
    'run',
    'skip',
    'skip',
    'skip',
    'run',
  ]);
});
