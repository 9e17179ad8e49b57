/** `node bench/redact.ts`: what taking secrets out of a journal costs. It is on the way of every line that a run writes. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createRedactor } from '../src/runner/redact.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 3072,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const key = () => randomBytes(24).toString('base64');

const texts: Readonly<Record<string, string>> = {
  'ping, plain lines': '64 bytes from 10.0.0.4: icmp_seq=1 ttl=62 time=0.412 ms\n',
  'JSON of a cloud':
    '  "id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/x",\n',
  'escapes in every line': String.raw`{"message":"a \"b\" c\n%20d &lt;e&gt; \\\"f\\\""}` + '\n',
};
const secrets: Readonly<Record<string, readonly string[]>> = {
  none: [],
  'one key': [key()],
  'a run’s: two private keys, ten shared ones': [
    privateKey,
    privateKey,
    ...Array.from({ length: 10 }, key),
  ],
  'five hundred keys': Array.from({ length: 500 }, key),
};

const megabyte = 1024 * 1024;
for (const [set, values] of Object.entries(secrets)) {
  const begun = performance.now();
  const redactor = createRedactor(values);
  process.stdout.write(`${set}: ready in ${(performance.now() - begun).toFixed(1)} ms\n`);
  for (const [kind, line] of Object.entries(texts)) {
    const lines = Math.ceil(megabyte / line.length);
    for (let index = 0; index < 1000; index++) redactor.text(line);
    const start = performance.now();
    for (let index = 0; index < lines; index++) redactor.text(line);
    const ms = performance.now() - start;
    const each = ((ms * 1000) / lines).toFixed(1);
    process.stdout.write(
      `  ${kind.padEnd(24)} ${ms.toFixed(0).padStart(5)} ms a MiB, ${each} µs a line\n`,
    );
  }
}
