import test from 'ava';
import * as fc from 'fast-check';
import {
  addressFromNumber,
  addressToNumber,
  compareAddresses,
  isAddress,
} from '../../../../src/emulator/net/address.ts';
import {
  addressAt,
  comparePrefixes,
  contains,
  hostRoute,
  isPrefix,
  lastUsable,
  lengthOf,
  longestMatch,
  networkOf,
  overlaps,
  sizeOf,
  subtract,
} from '../../../../src/emulator/net/prefix.ts';

const numbers = fc.integer({ min: 0, max: 0xffff_ffff });
const addresses = numbers.map(addressFromNumber);
const prefixes = fc
  .tuple(addresses, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => networkOf(`${address}/${length}`));

test('addresses and numbers are each other’s inverse, and order agrees', (t) => {
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      t.is(addressToNumber(addressFromNumber(left)), left);
      const order = compareAddresses(addressFromNumber(left), addressFromNumber(right));
      t.is(Math.sign(order), Math.sign(left - right));
    }),
  );
});

for (const text of ['10.1.0', '10.1.0.256', '010.1.0.1', '0x0a.0.0.1', '10.1.0.4/24', '::1', '']) {
  test(`'${text}' is no address`, (t) => {
    t.false(isAddress(text));
    t.throws(() => addressToNumber(text), { instanceOf: RangeError });
  });
}

for (const text of ['10.1.0.4/24', '10.1.0.0', '10.1.0.0/33', '10.1.0.0/024', '10.1.0.0/8/8']) {
  test(`'${text}' is no prefix`, (t) => t.false(isPrefix(text)));
}

test('a network has no host bits and holds the address it was made of', (t) => {
  fc.assert(
    fc.property(addresses, fc.integer({ min: 0, max: 32 }), (address, length) => {
      const network = networkOf(`${address}/${length}`);
      t.true(isPrefix(network));
      t.is(lengthOf(network), length);
      t.true(contains(network, address));
      t.is(networkOf(network), network);
    }),
  );
});

test('a prefix contains its first and last address and not the ones beside them', (t) => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const [first, last] = [addressAt(prefix, 0), addressAt(prefix, -1)];
      t.true(contains(prefix, first) && contains(prefix, last));
      t.is(addressToNumber(last) - addressToNumber(first) + 1, sizeOf(prefix));
      const below = addressToNumber(first) - 1;
      const above = addressToNumber(last) + 1;
      if (below >= 0) t.false(contains(prefix, addressFromNumber(below)));
      if (above <= 0xffff_ffff) t.false(contains(prefix, addressFromNumber(above)));
    }),
  );
});

test('containing is a partial order, and overlapping means that one contains the other', (t) => {
  fc.assert(
    fc.property(prefixes, prefixes, (left, right) => {
      t.true(contains(left, left));
      if (contains(left, right) && contains(right, left)) t.is(left, right);
      t.is(overlaps(left, right), overlaps(right, left));
      const apart =
        compareAddresses(addressAt(left, -1), addressAt(right, 0)) < 0 ||
        compareAddresses(addressAt(right, -1), addressAt(left, 0)) < 0;
      t.is(overlaps(left, right), !apart);
      t.is(comparePrefixes(left, right) === 0, left === right);
    }),
  );
});

test('the longest match is the most specific prefix that contains the destination', (t) => {
  fc.assert(
    fc.property(fc.array(prefixes, { maxLength: 12 }), addresses, (list, address) => {
      const candidates = list.map((prefix) => ({ prefix }));
      const match = longestMatch(candidates, address);
      const lengths = list.filter((prefix) => contains(prefix, address)).map(lengthOf);
      t.is(match === undefined ? -1 : lengthOf(match.prefix), Math.max(-1, ...lengths));
    }),
  );
});

test('the last usable address of a /24 is .254, of a /27 .30', (t) => {
  t.is(lastUsable('10.2.0.0/24'), '10.2.0.254');
  t.is(lastUsable('10.12.255.0/27'), '10.12.255.30');
});

test('there is no address outside a prefix', (t) => {
  t.throws(() => addressAt('10.0.0.0/30', 4), { instanceOf: RangeError });
  t.throws(() => addressAt('10.0.0.0/30', -5), { instanceOf: RangeError });
  t.is(hostRoute('10.0.0.1'), '10.0.0.1/32');
});

test('what is left of a space has exactly the addresses that no hole has', (t) => {
  fc.assert(
    fc.property(fc.array(prefixes, { maxLength: 8 }), addresses, (holes, address) => {
      const left = subtract('0.0.0.0/0', holes);
      const inHole = holes.some((hole) => contains(hole, address));
      t.is(left.filter((prefix) => contains(prefix, address)).length, inHole ? 0 : 1);
    }),
  );
});
