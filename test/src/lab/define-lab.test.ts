import test from 'ava';
import { defineLab } from '../../../src/lab/define-lab.ts';
import type { Cell, Notebook } from '../../../src/lab/lab.ts';
import {
  act,
  tinyLab,
  tinyStack,
  type TinyHandles,
  type TinyProps,
} from '../../support/tiny-lab.ts';

const nothing = () => undefined;
const ids = (cells: readonly Cell[]) => cells.map(({ id }) => id);

test('cells keep their order; ids are numbered, slugged and unique', (t) => {
  const { cells } = tinyLab(({ md, step }) => {
    void md`
One
    `;
    step(act('VM1 pings 8.8.4.4', nothing));
    step(act('Again', nothing));
    step(act('Again', nothing));
    step(() => act('x', nothing), { title: 'Zwölf – «Größe»!' });
  });
  t.deepEqual(ids(cells.slice(1)), [
    '01-vm1-pings-8-8-4-4',
    '02-again',
    '03-again',
    '04-zwolf-große',
  ]);
});

test('prose loses the indentation that its lines share', (t) => {
  const { cells } = tinyLab(({ md }) => {
    // prettier-ignore
    void md`
      # Title

      - item
        - nested ${'with\n  a value'}

          code
    `;
  });
  t.like(cells[0], {
    kind: 'prose',
    id: 'text-01',
    markdown: '# Title\n\n- item\n  - nested with\n  a value\n\n    code',
  });
});

test('a cell needs all step cells before it, unless it says which', (t) => {
  const { cells } = tinyLab(({ step }) => {
    const first = step(act('a', nothing));
    step(act('b', nothing));
    step(act('c', nothing));
    step(act('d', nothing), { needs: [first] });
    step(act('e', nothing), { needs: [] });
  });
  const needs = cells.map((cell) => (cell.kind === 'step' ? cell.needs : undefined));
  t.deepEqual(needs, [[], ['01-a'], ['01-a', '02-b'], ['01-a'], []]);
});

test('handles are references by name; the stack is not loaded', (t) => {
  let loaded = false;
  const load = async () => {
    loaded = true;
    return { default: tinyStack };
  };
  defineLab({ title: 'T', summary: 'S', stack: load }, ({ handles, stack }) => {
    t.deepEqual(handles.vm1, { ref: 'vm1' });
    t.is(stack.load, load);
  });
  t.false(loaded);
});

test('a cell written after the body has returned is refused', (t) => {
  let late: Notebook<TinyProps, TinyHandles> | undefined;
  tinyLab((notebook) => {
    late = notebook;
  });
  t.throws(() => late?.step(act('Late', nothing)), { message: /wrote a cell after its body/ });
});
