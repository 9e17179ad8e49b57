import test from 'ava';
import { ttlRules } from '../../../../../src/emulator/linux/plan/ttl.ts';

test('a TTL is lowered between the devices named, and one way where only that is asked for', (t) => {
  const lowered = ttlRules({
    decrementBetween: ['t0', 't1'],
    decrementFromTo: [['t0', 'twin']],
  }).filter((rule) => rule.startsWith('-A FORWARD'));
  t.deepEqual(lowered, [
    '-A FORWARD -i t0 -o t0 -j TTL --ttl-dec 1',
    '-A FORWARD -i t0 -o t1 -j TTL --ttl-dec 1',
    '-A FORWARD -i t1 -o t0 -j TTL --ttl-dec 1',
    '-A FORWARD -i t1 -o t1 -j TTL --ttl-dec 1',
    '-A FORWARD -i t0 -o twin -j TTL --ttl-dec 1',
  ]);
  t.deepEqual(ttlRules(false), []);
});
