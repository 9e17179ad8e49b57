import fc from 'fast-check';
import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { createRandom } from '../../../../../src/emulator/terraform/builtin/random-source.ts';

async function make(type: string, config: Record<string, unknown>) {
  const engine = createEngine({ providers: [] });
  const json = { resource: { [type]: { it: config } } };
  const plan = await engine.plan(json, {}, {});
  await engine.apply(plan, { onResource: () => {} });
  const again = await engine.plan(json, {}, {});
  return { attributes: engine.state()[0]?.attributes ?? {}, plan, again };
}

test('random_password has the letters that are asked for', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        lower: fc.boolean(),
        upper: fc.boolean(),
        numeric: fc.boolean(),
        min_upper: fc.nat(4),
        min_numeric: fc.nat(4),
        min_special: fc.nat(4),
        length: fc.integer({ min: 12, max: 30 }),
      }),
      async (config) => {
        const { attributes, again } = await make('random_password', {
          ...config,
          override_special: '_-',
        });
        const result = String(attributes['result']);
        const count = (pattern: RegExp) => [...result.matchAll(pattern)].length;
        return (
          result.length === config.length &&
          count(/[A-Z]/g) >= config.min_upper &&
          count(/[0-9]/g) >= config.min_numeric &&
          count(/[_-]/g) >= config.min_special &&
          (config.lower || count(/[a-z]/g) === 0) &&
          (config.upper || config.min_upper > 0 || count(/[A-Z]/g) === 0) &&
          (config.numeric || config.min_numeric > 0 || count(/[0-9]/g) === 0) &&
          again.changes.length === 0
        );
      },
    ),
    { numRuns: 40 },
  );
  t.pass();
});

test('random_password refuses what cannot be', async (t) => {
  const short = await t.throwsAsync(make('random_password', { length: 2, min_upper: 3 }));
  t.regex(String((short as { problems?: unknown }).problems), /length \(2\) must be at least/);
});

test('random_id gives one number in several forms', async (t) => {
  const { attributes } = await make('random_id', { byte_length: 8, prefix: 'p-' });
  const hex = String(attributes['hex']).slice(2);
  t.regex(hex, /^[0-9a-f]{16}$/);
  t.is(attributes['dec'], `p-${BigInt(`0x${hex}`)}`);
  t.is(attributes['b64_url'], `p-${String(attributes['id'])}`);
  t.is(attributes['b64_std'], `p-${Buffer.from(hex, 'hex').toString('base64')}`);
});

test('random_pet, random_integer, random_uuid and random_shuffle', async (t) => {
  const pet = await make('random_pet', { length: 3, prefix: 'vm' });
  t.regex(String(pet.attributes['id']), /^vm-[a-z]+-[a-z]+-[a-z]+$/);
  const integer = await make('random_integer', { min: 3, max: 5 });
  t.true([3, 4, 5].includes(Number(integer.attributes['result'])));
  const uuid = await make('random_uuid', {});
  t.regex(String(uuid.attributes['result']), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  const seeded = { input: ['a', 'b', 'c'], seed: 's', result_count: 5 };
  const [one, other] = [await make('random_shuffle', seeded), await make('random_shuffle', seeded)];
  t.deepEqual(one.attributes['result'], other.attributes['result']);
  t.is((one.attributes['result'] as readonly string[]).length, 5);
});

test('keepers make a new one', async (t) => {
  const engine = createEngine({ providers: [] });
  const json = (keeper: string) => ({
    resource: { random_string: { it: { length: 8, keepers: { keeper } } } },
  });
  await engine.apply(await engine.plan(json('a'), {}, {}), { onResource: () => {} });
  const { changes } = await engine.plan(json('b'), {}, {});
  t.deepEqual(changes, [
    {
      address: 'random_string.it',
      type: 'random_string',
      action: 'replace',
      attributes: [{ path: 'keepers.keeper', before: 'a', after: 'b', forcesReplacement: true }],
    },
  ]);
});

test('a random number is below its limit, whatever the bytes', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 70n }), (limit) => {
      const value = createRandom().below(limit);
      return value >= 0n && value < limit;
    }),
  );
  t.pass();
});
