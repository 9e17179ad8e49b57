import test from 'ava';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLineBuffer } from '../../../src/runner/line-buffer.ts';
import { createRedactor, redacted } from '../../../src/runner/redact.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const secrets = fc
  .string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
  .filter((text) => text.trim().length >= 8);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');

/** What programs do to a text that they pass on. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
  'JSON in ASCII': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(
        /[^ -~]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
  URL: (text) => encodeURIComponent(text),
  'URL, in small letters': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (byte) => byte.toLowerCase()),
  'URL, every byte': (text) => hex(text).replaceAll(/../g, '%$&'),
  'URL in URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'form in a URL': (text) => new URLSearchParams({ x: text }).toString().slice(2),
  base64,
  'base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  hex,
  'hex in capitals': (text) => hex(text).toUpperCase(),
  'hex with colons': (text) => hex(text).replaceAll(/..(?=.)/g, '$&:'),
  'escaped bytes': (text) => hex(text).replaceAll(/../g, String.raw`\x$&`),
  "shell's single quotes": (text) => text.replaceAll("'", String.raw`'\''`),
  "shell's other quotes": (text) => text.replaceAll("'", `'"'"'`),
  "shell's backslashes": (text) => text.replaceAll(/[^\w\n]/gu, String.raw`\$&`),
  XML: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
};

for (const [name, encode] of Object.entries(encodings)) {
  test(`a secret is redacted in every place: ${name}`, (t) => {
    fc.assert(
      fc.property(secrets, fc.constantFrom('', ' ', '\n', '"', 'key='), (secret, edge) => {
        const shown = createRedactor([secret]).text(`${edge}${encode(secret)}${edge}`);
        t.is(shown, `${edge}${redacted}${edge}`);
      }),
    );
  });
}

test('inside of something that is encoded as a whole', (t) => {
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      const redactor = createRedactor([secret]);
      const text = `${before}${secret}${after}`;
      for (const encode of [base64, hex, encodeURIComponent]) {
        t.true(redactor.text(encode(text)).includes(redacted));
      }
      const url = Buffer.from(text).toString('base64url');
      t.true(redactor.text(url).includes(redacted));
    }),
  );
});

const longKeys = fc.uint8Array({ minLength: 64, maxLength: 300 }).map((it) => base64(it.join(' ')));

test('base64 in lines of any usual length, indented or not', (t) => {
  const widths = fc.constantFrom(60, 64, 70, 76);
  const breaks = fc.constantFrom('\n', '\r\n', '\n    ');
  fc.assert(
    fc.property(secrets, longKeys, widths, breaks, (secret, around, width, lineBreak) => {
      const encoded = base64(`${around} ${secret}`);
      const lines = encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      const shown = createRedactor([secret]).text(lines.join(lineBreak));
      t.true(shown.includes(redacted));
    }),
  );
});

test('no part of 16 characters of a long key is shown, whatever breaks it into lines', (t) => {
  fc.assert(
    fc.property(longKeys, fc.integer({ min: 20, max: 100 }), (key, width) => {
      const redactor = createRedactor([key]);
      for (const text of [key, base64(key)]) {
        const lines = text.match(new RegExp(`.{${width}}`, 'g')) ?? [];
        for (const line of lines) t.is(redactor.text(`| ${line} |`), `| ${redacted} |`);
      }
    }),
  );
});

test('a private key: each line of it, also in base64 and in one line; its public key is not secret', (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const redactor = createRedactor([privateKey]);
  const lines = privateKey.trim().split('\n').slice(1, -1);
  for (const line of lines.slice(0, -1)) {
    t.is(redactor.text(`  ${line},`), `  ${redacted},`);
    t.is(redactor.text(base64(line)), redacted);
  }
  t.is(redactor.text(lines.join('')), redacted);
  t.is(redactor.text(privateKey), `${redacted}`);
  const wrapped = base64(privateKey).match(/.{1,76}/g) ?? [];
  // Its first line is the heading's.
  for (const line of wrapped.slice(1, -1)) t.is(redactor.text(line), redacted);
  t.is(redactor.text(publicKey), publicKey);
  t.is(redactor.text('-----BEGIN PRIVATE KEY-----'), '-----BEGIN PRIVATE KEY-----');
});

for (const type of ['ed25519', 'rsa', 'ecdsa']) {
  test(`a private key of OpenSSH: its public key stays readable (${type})`, (t) => {
    for (let turn = 0; turn < (type === 'rsa' ? 2 : 10); turn++) {
      const file = join(temporaryFolder(t), 'key');
      execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file]);
      const privateKey = readFileSync(file, 'utf8');
      const redactor = createRedactor([privateKey]);
      const publicKey = readFileSync(`${file}.pub`, 'utf8');
      t.is(redactor.text(publicKey), publicKey);
      const lines = privateKey.trim().split('\n').slice(1, -2);
      const secret = lines.filter((line) => !publicKey.includes(line));
      t.true(secret.length > 1);
      for (const line of secret) t.true(redactor.text(line).includes(redacted));
      t.is(redactor.text(privateKey), redacted);
    }
  });
}

test('data is redacted in every string and key, and stays what it is otherwise', (t) => {
  const redactor = createRedactor(['hunter22']);
  t.deepEqual(redactor.data({ hunter22: [1, null, true, 'is hunter22!'], n: { d: 'x' } }), {
    [redacted]: [1, null, true, `is ${redacted}!`],
    n: { d: 'x' },
  });
});

test('files: text as text; in anything else the secret is overwritten and nothing moves', (t) => {
  const redactor = createRedactor(['hünter22']);
  t.is(Buffer.from(redactor.bytes(Buffer.from('a hünter22 b'))).toString(), `a ${redacted} b`);
  const binary = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a hünter22 b')]);
  const shown = Buffer.from(redactor.bytes(binary));
  t.is(shown.length, binary.length);
  t.is(shown.subarray(2).toString(), 'a ********* b');
  t.is(createRedactor().bytes(binary), binary);
});

test('a secret that contains another is redacted as a whole', (t) => {
  t.is(createRedactor(['passwo', 'password']).text('password passwo'), `${redacted} ${redacted}`);
});

test('each line of a key is secret, its header and short lines are not', (t) => {
  const key = '-----BEGIN KEY-----\nabcdefghijklmnop\nqrstuvwxyz012345\nshort\n-----END KEY-----\n';
  const redactor = createRedactor([key]);
  t.is(
    redactor.text('short line qrstuvwxyz012345 of -----BEGIN KEY-----'),
    `short line ${redacted} of -----BEGIN KEY-----`,
  );
});

test('a document that is secret as a whole: what it names is not', (t) => {
  const redactor = createRedactor([
    '<vpn_connection id="vpn-043edfdf70e1d3521">\n  <psk>Some0Key0That1Is2Long3</psk>\n</vpn_connection>',
  ]);
  t.is(redactor.text('id: vpn-043edfdf70e1d3521'), 'id: vpn-043edfdf70e1d3521');
  t.is(redactor.text('  <psk>Some0Key0That1Is2Long3</psk>'), `  ${redacted}`);
});

test('values of less than six characters are not redacted, and that is said; patterns are no traps', (t) => {
  const redactor = createRedactor();
  for (const short of ['', 'a', 'true', '12345', '  ab   ']) {
    t.false(redactor.add(short));
    t.is(redactor.text(`${short} is a truth`), `${short} is a truth`);
  }
  t.true(redactor.add('a.*b+c('));
  t.is(redactor.text('a.*b+c( aXbc('), `${redacted} aXbc(`);
});

test('words of everyday stay, whatever the secrets are', (t) => {
  const everyday = `
    64 bytes from 10.0.0.4: icmp_seq=1 ttl=62 time=0.412 ms, 0% packet loss, 100%25
    {"name": "westeurope", "properties": {"provisioningState": "Succeeded\\n"}}
    /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network
    ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ &lt;StrictHostKeyChecking&gt; C:\\new it'\\''s
    <tunnel_inside_address><ip_address>169.254.21.1</ip_address></tunnel_inside_address>`;
  const keys = fc.oneof(
    fc.base64String({ minLength: 12, maxLength: 500 }),
    fc.uuid(),
    fc.array(fc.base64String({ minLength: 20 }), { maxLength: 4 }).map((it) => it.join('\n')),
  );
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 5 }), (several) => {
      t.is(createRedactor(several.filter((it) => !everyday.includes(it))).text(everyday), everyday);
    }),
  );
});

test('however output is cut into chunks, the secret does not come through', (t) => {
  const secret = 'S3cr3t-and-more';
  const text = `before ${secret} after\nuser=${secret}\r\n${secret}`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
      t.is(pushed(createRedactor([secret]), text, cuts), text.replaceAll(secret, redacted));
    }),
  );
});

test('a secret of several lines, and base64 in lines, cut into chunks', (t) => {
  const secret = 'one\ntwo or\nthree';
  const encoded = base64(`${'x'.repeat(50)}${secret}${'x'.repeat(50)}`).replaceAll(
    /.{76}/g,
    '$&\n',
  );
  const text = `a\n${secret}\nb one\ntwo\n${encoded}\nthe end`;
  const whole = createRedactor([secret]).text(text);
  t.is(whole.split(redacted).length, 3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
      t.is(pushed(createRedactor([secret]), text, cuts), whole);
    }),
  );
});

test('a line without end is passed on in parts, and a secret across them is redacted', (t) => {
  const filler = '. '.repeat(40_000);
  for (const secret of [
    'S3cr3t-and-more',
    base64('a long key of its own, in base64: 0123456789'),
  ]) {
    for (let cut = 1; cut < secret.length; cut++) {
      const buffer = createLineBuffer(createRedactor([secret]));
      const shown = [
        buffer.push(`${filler}${secret.slice(0, cut)}`),
        buffer.push(`${secret.slice(cut)}${filler}`),
        buffer.end(),
      ];
      t.true((shown[0]?.length ?? 0) > 0);
      t.is(shown.join(''), `${filler}${redacted}${filler}`);
    }
  }
});

function pushed(
  redactor: ReturnType<typeof createRedactor>,
  text: string,
  cuts: readonly number[],
): string {
  const buffer = createLineBuffer(redactor);
  const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
  const shown = edges.slice(1).map((end, index) => buffer.push(text.slice(edges[index], end)));
  return [...shown, buffer.end()].join('');
}
