import test from 'ava';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quote } from '../../../src/lab/quote.ts';

test('plain words stay as they are', (t) => {
  for (const word of ['eth0', '-br', '10.0.0.0/8', 'user@host:', 'a=b,c']) {
    t.is(quote(word), word);
  }
  t.is(quote(''), "''");
  t.is(quote("it's"), `'it'\\''s'`);
});

test('a shell gives any words back', (t) => {
  const word = fc.string({ unit: 'binary-ascii' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      const script = `printf '%s\\0' ${words.map(quote).join(' ')}`;
      const printed = execFileSync('sh', ['-c', script], { encoding: 'latin1' });
      t.deepEqual(printed.split('\0').slice(0, -1), words);
    }),
  );
});
