import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { type Attributes, ProviderError, type ProviderTypes, type Value } from '../../provider.ts';
import type { Random } from '../random-source.ts';
import { toOpenSsh } from './openssh.ts';

const computed = { type: 'string', readOnly: true } as const;
const secret = { type: 'string', readOnly: true, sensitive: true } as const;

/** `hashicorp/tls`: private keys. */
export const createTlsProvider = (random: Random): ProviderTypes => ({
  provider: 'tls',
  resources: {
    tls_private_key: {
      schema: {
        attributes: {
          algorithm: { type: 'string', required: true, forceNew: true },
          rsa_bits: { type: 'number', default: 2048, forceNew: true },
          ecdsa_curve: { type: 'string', default: 'P224', forceNew: true },
          id: computed,
          private_key_pem: secret,
          private_key_openssh: secret,
          private_key_pem_pkcs8: secret,
          public_key_pem: computed,
          public_key_openssh: computed,
          public_key_fingerprint_md5: computed,
          public_key_fingerprint_sha256: computed,
        },
      },
      create: async (config) => ({ ...config, ...describeKey(await generate(config), random) }),
      read: async (state) => state,
      update: async (state, config) => ({ ...state, ...config }),
      delete: async () => {},
    },
  },
});

type Pem = 'pkcs1' | 'sec1' | 'pkcs8';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** The container in which the provider gives such a key as PEM. */
  readonly pem: Pem;
}

const curves = new Map<Value, string>([
  ['P224', 'secp224r1'],
  ['P256', 'prime256v1'],
  ['P384', 'secp384r1'],
  ['P521', 'secp521r1'],
]);

const newPair = promisify(generateKeyPair);

async function generate(config: Attributes): Promise<Pair> {
  switch (config['algorithm']) {
    case 'ED25519':
      return { ...(await newPair('ed25519')), pem: 'pkcs8' };
    case 'RSA':
      return {
        ...(await newPair('rsa', { modulusLength: Number(config['rsa_bits']) })),
        pem: 'pkcs1',
      };
    case 'ECDSA': {
      const namedCurve = curves.get(config['ecdsa_curve'] ?? null);
      if (namedCurve !== undefined)
        return { ...(await newPair('ec', { namedCurve })), pem: 'sec1' };
      throw invalid('ecdsa_curve', config['ecdsa_curve'], [...curves.keys()]);
    }
    default:
      throw invalid('algorithm', config['algorithm'], ['RSA', 'ECDSA', 'ED25519']);
  }
}

const invalid = (name: string, value: Value | undefined, known: readonly Value[]): ProviderError =>
  new ProviderError(
    'InvalidAttributeValue',
    `${name} must be one of ${known.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')}, got ${JSON.stringify(value)}`,
  );

function describeKey({ publicKey, privateKey, pem }: Pair, random: Random): Attributes {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const openSsh = toOpenSsh(privateKey, random.bytes);
  // The provider leaves these empty for keys that OpenSSH does not know.
  const known = openSsh ?? { publicKey: '', privateKey: '', publicBlob: undefined };
  return {
    id: createHash('sha1').update(der).digest('hex'),
    private_key_pem: privateKey.export({ type: pem, format: 'pem' }).toString(),
    private_key_pem_pkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    private_key_openssh: known.privateKey,
    public_key_pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    public_key_openssh: known.publicKey && `${known.publicKey}\n`,
    public_key_fingerprint_md5: md5Fingerprint(known.publicBlob),
    public_key_fingerprint_sha256: sha256Fingerprint(known.publicBlob),
  };
}

function md5Fingerprint(blob: Buffer | undefined): string {
  if (!blob) return '';
  const hex = createHash('md5').update(blob).digest('hex');
  return hex.replaceAll(/..(?=.)/g, '$&:');
}

function sha256Fingerprint(blob: Buffer | undefined): string {
  if (!blob) return '';
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
