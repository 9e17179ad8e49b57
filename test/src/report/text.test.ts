import test from 'ava';
import fc from 'fast-check';
import { cleanOutput, formatTime, oneLine, outputLines } from '../../../src/report/text.ts';

test('output is what a terminal would leave', (t) => {
  t.is(cleanOutput('\u001B[1;31mred\u001B[0m\r\nnext'), 'red\nnext');
  t.is(cleanOutput('10%\r50%\r100%\r\n'), '100%\n');
  t.is(cleanOutput('a\u0000\u0007b\tc'), 'ab\tc');
  t.is(cleanOutput('lone \uD800'), 'lone \uFFFD');
});

test('cleaning twice changes nothing more', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      t.is(cleanOutput(cleanOutput(text)), cleanOutput(text));
    }),
  );
});

test('lines without the blank ones around them, indentation kept', (t) => {
  t.deepEqual(outputLines('\n\n  a  \n\nb\n\n'), ['  a', '', 'b']);
  t.deepEqual(outputLines(' \n'), []);
  t.is(oneLine(' a\n  b '), 'a b');
});

test('times are told in UTC', (t) => {
  t.is(formatTime('2026-03-02T10:00:00.250+01:00'), '2026-03-02 09:00:00 UTC');
  t.is(formatTime('yesterday'), 'yesterday');
});
