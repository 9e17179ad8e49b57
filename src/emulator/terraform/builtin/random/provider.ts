import { createHash } from 'node:crypto';
import { type Attributes, ProviderError, type ProviderTypes, type Value } from '../../provider.ts';
import { createRandom, type Random } from '../random-source.ts';
import { uuidv4 } from '../uuid.ts';
import { petName } from './pet.ts';
import { randomType } from './random-type.ts';
import { randomPassword, randomString } from './text.ts';

/** `hashicorp/random`. `random_password` has no `bcrypt_hash` here. */
export const createRandomProvider = (random: Random): ProviderTypes => ({
  provider: 'random',
  resources: {
    random_password: randomPassword(random),
    random_string: randomString(random),
    random_id: randomType(
      {
        byte_length: { type: 'number', required: true },
        prefix: { type: 'string' },
        b64_std: { type: 'string', readOnly: true },
        b64_url: { type: 'string', readOnly: true },
        dec: { type: 'string', readOnly: true },
        hex: { type: 'string', readOnly: true },
      },
      (config) => makeId(random.bytes(positive(config, 'byte_length')), text(config['prefix'])),
    ),
    random_bytes: randomType(
      {
        length: { type: 'number', required: true },
        base64: { type: 'string', readOnly: true, sensitive: true },
        hex: { type: 'string', readOnly: true, sensitive: true },
      },
      (config) => {
        const bytes = Buffer.from(random.bytes(positive(config, 'length')));
        return { base64: bytes.toString('base64'), hex: bytes.toString('hex') };
      },
    ),
    random_integer: randomType(
      {
        min: { type: 'number', required: true },
        max: { type: 'number', required: true },
        seed: { type: 'string' },
        result: { type: 'number', readOnly: true },
      },
      (config) => makeInteger(seeded(random, config['seed']), config),
    ),
    random_pet: randomType(
      {
        length: { type: 'number', default: 2 },
        prefix: { type: 'string' },
        separator: { type: 'string', default: '-' },
      },
      (config) => {
        const words = petName(random, positive(config, 'length'));
        const prefix = text(config['prefix']);
        return { id: [...(prefix ? [prefix] : []), ...words].join(text(config['separator'])) };
      },
    ),
    random_shuffle: randomType(
      {
        input: { type: 'list', elements: 'string', required: true },
        result_count: { type: 'number' },
        seed: { type: 'string' },
        result: { type: 'list', elements: 'string', readOnly: true },
      },
      (config) => ({ id: '-', result: shuffle(seeded(random, config['seed']), config) }),
    ),
    random_uuid: randomType({ result: { type: 'string', readOnly: true } }, () => {
      const result = uuidv4(random);
      return { id: result, result };
    }),
  },
});

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function positive(config: Attributes, name: string): number {
  const value = Number(config[name]);
  if (Number.isInteger(value) && value > 0) return value;
  throw new ProviderError('InvalidAttributeValue', `${name} must be at least 1, got ${value}`);
}

function makeId(source: Uint8Array, prefix: string): Attributes {
  const bytes = Buffer.from(source);
  const hex = bytes.toString('hex');
  const url = bytes.toString('base64url');
  return {
    id: url,
    b64_url: prefix + url,
    b64_std: prefix + bytes.toString('base64'),
    hex: prefix + hex,
    dec: prefix + BigInt(`0x${hex}`).toString(),
  };
}

function makeInteger(random: Random, config: Attributes): Attributes {
  const [min, max] = [Number(config['min']), Number(config['max'])];
  if (max < min) {
    throw new ProviderError(
      'InvalidAttributeValue',
      `max (${max}) must not be less than min (${min})`,
    );
  }
  const result = min + Number(random.below(BigInt(max - min) + 1n));
  return { id: String(result), result };
}

/** As many as `result_count`; the items start over when there are too few. */
function shuffle(random: Random, config: Attributes): readonly Value[] {
  const input = (config['input'] ?? []) as readonly Value[];
  const count = Number(config['result_count'] ?? input.length);
  const result: Value[] = [];
  while (result.length < count && input.length > 0) result.push(...random.shuffle(input));
  return result.slice(0, count);
}

/** With a seed, always the same values (though not those of the real provider). */
function seeded(random: Random, seed: Value | undefined): Random {
  if (typeof seed !== 'string') return random;
  let block = 0;
  return createRandom((size) => {
    const parts: Buffer[] = [];
    for (let length = 0; length < size; length += 32) {
      block += 1;
      parts.push(createHash('sha256').update(`${seed} ${block}`).digest());
    }
    return Buffer.concat(parts).subarray(0, size);
  });
}
