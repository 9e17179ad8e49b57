import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';

const run = promisify(execFile);

type Key = Readonly<
  Record<
    | 'ecdsa_curve'
    | 'private_key_pem'
    | 'private_key_openssh'
    | 'public_key_pem'
    | 'public_key_openssh'
    | 'public_key_fingerprint_sha256'
    | 'public_key_fingerprint_md5',
    string
  >
>;

async function makeKey(config: Record<string, unknown>): Promise<Key> {
  const engine = createEngine({ providers: [] });
  const plan = await engine.plan({ resource: { tls_private_key: { key: config } } }, {}, {});
  await engine.apply(plan, { onResource: () => {} });
  return engine.state()[0]?.attributes as unknown as Key;
}

/** What ssh-keygen makes of a private key. */
async function readWithOpenSsh(privateKey: string): Promise<readonly [string, string, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  try {
    const file = join(folder, 'key');
    await writeFile(file, privateKey, { mode: 0o600 });
    const publicKey = (await run('ssh-keygen', ['-y', '-f', file])).stdout;
    await writeFile(`${file}.pub`, publicKey);
    const sha256 = (await run('ssh-keygen', ['-l', '-f', `${file}.pub`])).stdout.split(' ')[1];
    const md5 = (await run('ssh-keygen', ['-l', '-E', 'md5', '-f', `${file}.pub`])).stdout;
    return [publicKey.trim(), sha256 ?? '', md5.split(' ')[1]?.replace('MD5:', '') ?? ''];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const configurations = [
  { algorithm: 'ED25519' },
  { algorithm: 'RSA', rsa_bits: 2048 },
  { algorithm: 'ECDSA', ecdsa_curve: 'P256' },
  { algorithm: 'ECDSA', ecdsa_curve: 'P384' },
  { algorithm: 'ECDSA', ecdsa_curve: 'P521' },
];

for (const config of configurations) {
  test(`OpenSSH reads a key of ${Object.values(config).join(' ')}`, async (t) => {
    const key = await makeKey(config);
    const [publicKey, sha256, md5] = await readWithOpenSsh(key.private_key_openssh);
    t.is(`${publicKey}\n`, key.public_key_openssh);
    t.is(sha256, key.public_key_fingerprint_sha256);
    t.is(md5, key.public_key_fingerprint_md5);
    const derived = createPublicKey(key.private_key_pem);
    t.is(derived.export({ type: 'spki', format: 'pem' }), key.public_key_pem);
  });
}

test('a P-224 key has no form that OpenSSH knows', async (t) => {
  const key = await makeKey({ algorithm: 'ECDSA' });
  t.is(key.ecdsa_curve, 'P224');
  t.is(key.public_key_openssh, '');
  t.is(key.private_key_openssh, '');
  t.true(key.private_key_pem.startsWith('-----BEGIN EC PRIVATE KEY-----'));
});

test('an unknown algorithm is refused with the known ones', async (t) => {
  const error = await t.throwsAsync(makeKey({ algorithm: 'DSA' }));
  t.like(error, {
    problems: [
      'tls_private_key.key: InvalidAttributeValue: algorithm must be one of RSA, ECDSA, ED25519, got "DSA"',
    ],
  });
});
