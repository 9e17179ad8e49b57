import test from 'ava';
import fc from 'fast-check';
import {
  decodeMessage,
  encodeMessage,
  encodePacket,
  takePacket,
  type ViciMessage,
  type ViciPacket,
} from '../../../../../src/emulator/linux/ipsec/vici.ts';

const key = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text !== '__proto__');
const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const { message } = fc.letrec<{ message: ViciMessage }>((tie) => ({
  message: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 3 }, text, fc.array(text, { maxLength: 4 }), tie('message')),
    { maxKeys: 5, noNullPrototype: true },
  ),
}));
const packet: fc.Arbitrary<ViciPacket> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), command: key, message }),
  fc.record({ kind: fc.constant('event' as const), event: key, message }),
  fc.record({ kind: fc.constant('response' as const), message }),
  fc.record({ kind: fc.constant('register' as const), event: key }),
  fc.record({ kind: fc.constant('confirmed' as const) }),
);

test('a message comes back as it went', (t) => {
  fc.assert(
    fc.property(message, (sent) => {
      t.deepEqual(decodeMessage(encodeMessage(sent)), sent);
    }),
  );
});

test('a packet comes back as it went, whatever follows it', (t) => {
  fc.assert(
    fc.property(packet, fc.uint8Array({ maxLength: 9 }), (sent, rest) => {
      const bytes = encodePacket(sent);
      t.deepEqual(takePacket(Buffer.concat([bytes, rest])), { packet: sent, length: bytes.length });
    }),
  );
});

test('a packet is not taken before all of it is there', (t) => {
  fc.assert(
    fc.property(packet, fc.nat(), (sent, cut) => {
      const bytes = encodePacket(sent);
      t.is(takePacket(bytes.subarray(0, cut % bytes.length)), undefined);
    }),
  );
});

test('bytes that are no message are refused', (t) => {
  for (const bytes of [[1], [3, 1], [1, 1, 97], [4, 1, 97, 3], [9, 1, 97], [3, 1, 97, 0, 5, 98]]) {
    t.throws(() => decodeMessage(Buffer.from(bytes)), { message: /^vici: / });
  }
});

test('the bytes are those of the protocol', (t) => {
  const bytes = encodePacket({
    kind: 'request',
    command: 'initiate',
    message: { child: 'x', list: ['a'], section: { b: '' } },
  });
  t.is(
    bytes.toString('hex'),
    '0000002e' +
      '00' +
      '08696e697469617465' +
      '03056368696c64000178' +
      '04046c697374' +
      '05000161' +
      '06' +
      '010773656374696f6e' +
      '0301620000' +
      '02',
  );
});
