import test from 'ava';
import fc from 'fast-check';
import { createLineBuffer } from '../../../src/runner/line-buffer.ts';
import { createRedactor, redacted } from '../../../src/runner/redact.ts';

const secrets = fc
  .string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
  .filter((text) => text.trim().length >= 8);

test('a secret is redacted plain, JSON-escaped, URL-encoded and in base64 at any offset', (t) => {
  fc.assert(
    fc.property(secrets, fc.string(), (secret, around) => {
      const redactor = createRedactor([secret]);
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      t.is(redactor.text(secret), redacted);
      t.is(redactor.text(encodeURIComponent(secret)), redacted);
      t.is(redactor.text(JSON.stringify(secret)), `"${redacted}"`);
      t.is(redactor.text(base64(secret)), redacted);
      t.true(redactor.text(base64(`${around}${secret}${around}`)).includes(redacted));
    }),
  );
});

test('data is redacted in every string and key, and stays what it is otherwise', (t) => {
  const redactor = createRedactor(['hunter22']);
  t.deepEqual(redactor.data({ hunter22: [1, null, true, 'is hunter22!'], n: { d: 'x' } }), {
    [redacted]: [1, null, true, `is ${redacted}!`],
    n: { d: 'x' },
  });
});

test('a secret that contains another is redacted as a whole', (t) => {
  t.is(createRedactor(['pass', 'password']).text('password pass'), `${redacted} ${redacted}`);
});

test('each line of a key is secret, its header is not', (t) => {
  const key = '-----BEGIN KEY-----\nabcdefghijklmnop\nqrstuvwxyz012345\n-----END KEY-----\n';
  const redactor = createRedactor([key]);
  t.is(
    redactor.text('line qrstuvwxyz012345 of -----BEGIN KEY-----'),
    `line ${redacted} of -----BEGIN KEY-----`,
  );
});

test('short values and patterns are no traps', (t) => {
  t.is(createRedactor(['', 'a', 'true']).text('a true'), `a ${redacted}`);
  t.is(createRedactor(['a.*b+c(']).text('a.*b+c( aXbc('), `${redacted} aXbc(`);
});

test('however output is cut into chunks, the secret does not come through', (t) => {
  const secret = 'S3cr3t-and-more';
  const text = `before ${secret} after\nuser=${secret}\r\n${secret}`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
      const buffer = createLineBuffer(createRedactor([secret]));
      const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const shown = edges.slice(1).map((end, index) => buffer.push(text.slice(edges[index], end)));
      t.is([...shown, buffer.end()].join(''), text.replaceAll(secret, redacted));
    }),
  );
});

test('a line without end is passed on in parts, and a secret across them is redacted', (t) => {
  const secret = 'S3cr3t-and-more';
  const buffer = createLineBuffer(createRedactor([secret]));
  const filler = 'x'.repeat(70_000);
  const shown = [buffer.push(`${filler}S3cr3t`), buffer.push(`-and-more${filler}`), buffer.end()];
  t.true((shown[0]?.length ?? 0) > 0);
  t.is(shown.join(''), `${filler}${redacted}${filler}`);
});
