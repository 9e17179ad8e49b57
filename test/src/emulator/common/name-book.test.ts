import test from 'ava';
import fc from 'fast-check';
import { createNameBook, markOf } from '../../../../src/emulator/common/name-book.ts';

const digest = (text: string): number =>
  [...text].reduce((sum, it) => sum * 31 + it.charCodeAt(0), 7) % 2 ** 32;

test('a name is as it was wanted, and the same for the same key', (t) => {
  const book = createNameBook({ digest });
  t.is(book.node('vnet-a', '/a'), 'vnet-a');
  t.is(book.node('something else', '/a'), 'vnet-a');
});

test('the second of a name ends in its mark, even when only the case differs', (t) => {
  const book = createNameBook({ digest });
  book.node('vnet-a', '/one');
  t.is(book.node('VNET-a', '/two'), `VNET-a-${markOf(digest('/two')).slice(0, 5)}`);
});

test('names of devices fit, and are unique in their node only', (t) => {
  const book = createNameBook({ digest });
  t.is(book.device('router', 'card', '/one'), 'card');
  t.is(book.device('other', 'card', '/two'), 'card');
  const long = book.device('router', 'a-very-long-device', '/three');
  t.is(long, `a-very-lo-${markOf(digest('/three')).slice(0, 5)}`);
  t.is(long.length, 15);
});

test('every router has a link-local address of its own, and none that is not free', (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), (nodes) => {
      const isFree = (address: string): boolean => !/[02468]$/.test(address);
      const book = createNameBook({ digest, isFree });
      const addresses = nodes.map((node) => book.linkAddress(node));
      return (
        new Set(addresses).size === nodes.length &&
        addresses.every((it) => isFree(it) && it.startsWith('169.254.')) &&
        nodes.every((node, index) => book.linkAddress(node) === addresses[index])
      );
    }),
  );
  t.pass();
});
