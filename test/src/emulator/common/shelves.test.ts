import test from 'ava';
import { createShelves } from '../../../../src/emulator/common/shelves.ts';

interface Things {
  readonly books: { readonly title: string };
  readonly maps: { readonly scale: number };
}

test('what a transaction puts and removes shows when it is over, in the order of first putting', (t) => {
  const shelves = createShelves<Things>();
  shelves.transaction(({ put }) => {
    put('books', 'b', { title: 'Second letter' });
    put('books', 'a', { title: 'First letter' });
    put('maps', 'a', { scale: 10 });
  });
  const before = shelves.current;
  shelves.transaction(({ put, remove, find, all }) => {
    put('books', 'b', { title: 'Newer' });
    remove('maps', 'a');
    t.deepEqual(find('books', 'b'), { title: 'Newer' });
    t.deepEqual(all('maps'), []);
    t.deepEqual(shelves.current.find('books', 'b'), { title: 'Second letter' });
  });
  t.deepEqual(
    shelves.current.all('books').map(({ title }) => title),
    ['Newer', 'First letter'],
  );
  t.is(shelves.current.find('maps', 'a'), undefined);
  t.deepEqual(before.find('maps', 'a'), { scale: 10 });
  t.deepEqual(before.find('books', 'b'), { title: 'Second letter' });
});

test('what throws changes nothing', (t) => {
  const shelves = createShelves<Things>();
  shelves.transaction(({ put }) => put('books', 'a', { title: 'Old' }));
  t.throws(
    () =>
      shelves.transaction(({ put, remove }) => {
        put('books', 'b', { title: 'New' });
        remove('books', 'a');
        throw new Error('no');
      }),
    { message: 'no' },
  );
  t.deepEqual(shelves.current.all('books'), [{ title: 'Old' }]);
});
