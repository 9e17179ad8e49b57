import { createHash, generateKeyPairSync } from 'node:crypto';
import { Ec2Error } from '../query/error.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';

export interface KeyPair extends Tagged {
  readonly name: string;
  readonly type: 'rsa' | 'ed25519';
  /** An OpenSSH line. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly createdAt: number;
}

export function importKeyPair(
  draft: Draft,
  input: { readonly name: string; readonly publicKey: string; readonly tags?: Tagged['tags'] },
): KeyPair {
  refuseDuplicate(draft, input.name);
  const publicKey = input.publicKey.trim();
  const [kind = '', blob = ''] = publicKey.split(/\s+/);
  const type = ({ 'ssh-rsa': 'rsa', 'ssh-ed25519': 'ed25519' } as const)[kind];
  const data = Buffer.from(blob, 'base64');
  if (type === undefined || readText(data) !== kind) {
    throw new Ec2Error('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
  }
  return add(draft, { ...input, publicKey, type, tags: input.tags ?? {} });
}

/** Gives the private half too; nobody keeps it. */
export function createKeyPair(
  draft: Draft,
  input: { readonly name: string; readonly type: KeyPair['type']; readonly tags?: Tagged['tags'] },
): { readonly pair: KeyPair; readonly privateKey: string } {
  refuseDuplicate(draft, input.name);
  const { publicKey, privateKey } = input.type === 'rsa' ? makeRsa() : makeEd25519();
  const pair = add(draft, { ...input, publicKey, tags: input.tags ?? {} });
  return { pair, privateKey };
}

export function findKeyPair(name: string, resources: Resources): KeyPair | undefined {
  return resources.all('keyPairs').find((pair) => pair.name === name);
}

export function getKeyPair(name: string, resources: Resources): KeyPair {
  const pair = findKeyPair(name, resources);
  if (pair) return pair;
  throw new Ec2Error('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

function refuseDuplicate(draft: Draft, name: string): void {
  if (findKeyPair(name, draft)) {
    throw new Ec2Error('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
  }
}

function add(draft: Draft, input: Pick<KeyPair, 'name' | 'type' | 'publicKey' | 'tags'>): KeyPair {
  const { name, type, publicKey, tags } = input;
  const pair: KeyPair = {
    id: draft.newId('key'),
    name,
    type,
    publicKey,
    fingerprint: fingerprintOf(publicKey, type),
    createdAt: draft.now,
    tags,
  };
  draft.set('keyPairs', pair);
  return pair;
}

/** MD5 with colons for RSA, base64 SHA-256 for Ed25519, as EC2 shows imported keys. */
function fingerprintOf(publicKey: string, type: KeyPair['type']): string {
  const blob = Buffer.from(publicKey.split(/\s+/)[1] ?? '', 'base64');
  if (type === 'ed25519') return createHash('sha256').update(blob).digest('base64');
  const digest = createHash('md5').update(blob).digest('hex');
  return (digest.match(/../g) ?? []).join(':');
}

function makeRsa(): { readonly publicKey: string; readonly privateKey: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
  const blob = Buffer.concat([
    field(Buffer.from('ssh-rsa')),
    field(positive(Buffer.from(e, 'base64url'))),
    field(positive(Buffer.from(n, 'base64url'))),
  ]);
  return {
    publicKey: `ssh-rsa ${blob.toString('base64')}`,
    privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
  };
}

/** OpenSSH reads Ed25519 private keys only in its own format: PROTOCOL.key of OpenSSH. */
function makeEd25519(): { readonly publicKey: string; readonly privateKey: string } {
  const pair = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = pair.privateKey.export({ format: 'jwk' });
  const [own, secret] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')];
  const kind = field(Buffer.from('ssh-ed25519'));
  const blob = Buffer.concat([kind, field(own)]);
  const check = own.subarray(0, 4);
  const inner = Buffer.concat([
    check,
    check,
    blob,
    field(Buffer.concat([secret, own])),
    field(Buffer.from('')),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1),
  );
  const none = field(Buffer.from('none'));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    field(Buffer.from('')),
    number(1),
    field(blob),
    field(Buffer.concat([inner, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  const name = 'OPENSSH PRIVATE KEY';
  return {
    publicKey: `ssh-ed25519 ${blob.toString('base64')}`,
    privateKey: `-----BEGIN ${name}-----\n${lines.join('\n')}\n-----END ${name}-----\n`,
  };
}

function field(data: Buffer): Buffer {
  return Buffer.concat([number(data.length), data]);
}

function number(value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(value);
  return data;
}

/** An mpint of RFC 4251: no leading bit that would read as a sign. */
function positive(data: Buffer): Buffer {
  return (data[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), data]) : data;
}

function readText(data: Buffer): string | undefined {
  if (data.length < 4) return undefined;
  return data.subarray(4, 4 + data.readUInt32BE(0)).toString();
}
