import test from 'ava';
import fc from 'fast-check';
import { takeAnswer } from '../../../../../src/emulator/linux/frr/vty.ts';

test('answers are taken one by one, whatever follows', (t) => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('\0')),
      fc.integer({ min: 1, max: 20 }),
      fc.uint8Array({ maxLength: 6 }),
      (output, status, rest) => {
        const answer = Buffer.concat([Buffer.from(output), Buffer.of(0, 0, 0, status)]);
        t.deepEqual(takeAnswer(Buffer.concat([answer, rest])), {
          output,
          status,
          length: answer.length,
        });
      },
    ),
  );
});

test('success is a zero like those before it', (t) => {
  t.deepEqual(takeAnswer(Buffer.from('ok\0\0\0\0next')), { output: 'ok', status: 0, length: 6 });
  t.is(takeAnswer(Buffer.from('ok\0\0\0')), undefined);
  t.is(takeAnswer(Buffer.from('ok')), undefined);
});
