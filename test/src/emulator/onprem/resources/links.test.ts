import test from 'ava';
import fc from 'fast-check';
import { addressFromNumber } from '../../../../../src/emulator/net/address.ts';
import { networkOf } from '../../../../../src/emulator/net/prefix.ts';
import {
  addressOf,
  farAddress,
  isInterfaceAddress,
  isUsable,
} from '../../../../../src/emulator/onprem/resources/links.ts';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(addressFromNumber);
const linkAddress = fc
  .tuple(address, fc.constantFrom(30, 31))
  .map(([own, length]) => `${own}/${length}`)
  .filter(isInterfaceAddress);

test('each end of a link is the far end of the other', (t) => {
  fc.assert(
    fc.property(linkAddress, (own) => {
      const length = own.split('/')[1];
      const far = `${farAddress(own)}/${length}`;
      t.true(isInterfaceAddress(far));
      t.is(networkOf(far), networkOf(own));
      t.not(far, own);
      t.is(farAddress(far), addressOf(own));
    }),
  );
});

test('a device has any address of its network but the first and the last', (t) => {
  t.true(isUsable('10.0.0.1', '10.0.0.0/24'));
  t.false(isUsable('10.0.0.0', '10.0.0.0/24'));
  t.false(isUsable('10.0.0.255', '10.0.0.0/24'));
  t.false(isUsable('10.0.1.1', '10.0.0.0/24'));
  t.true(isUsable('10.0.0.0', '10.0.0.0/31'));
});

test('an address needs the length of its subnet', (t) => {
  for (const text of ['10.0.0.1', '10.0.0.1/33', '10.0.0.01/30', '10.0.0.0/30', '/30', '1/30/1']) {
    t.false(isInterfaceAddress(text), text);
  }
});
