import test from 'ava';
import fc from 'fast-check';
import { inShard, parseShard, parseWorkers } from '../../../src/cli/shard.ts';

test('every lab is in exactly one shard, and shards differ by one lab at most', (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 9 }), (labs, of) => {
      const shards = Array.from({ length: of }, (_, index) =>
        inShard(labs, { index: index + 1, of }),
      );
      t.deepEqual(shards.flat().toSorted(), labs.toSorted());
      const sizes = shards.map(({ length }) => length);
      t.true(Math.max(...sizes) - Math.min(...sizes) <= 1);
    }),
  );
});

test('a shard is written part/parts', (t) => {
  t.deepEqual(parseShard('2/4'), { index: 2, of: 4 });
  for (const text of ['', '1', '0/4', '5/4', '1/0', 'a/b', '1/4 ', '-1/4', '1.5/4']) {
    t.like(
      t.throws(() => parseShard(text)),
      { code: 'usage', exitCode: 2 },
      text,
    );
  }
});

test('workers are a whole number, at least one', (t) => {
  t.is(parseWorkers('3'), 3);
  t.true(parseWorkers(undefined) >= 1);
  for (const text of ['0', '-1', '1.5', 'two', '']) {
    t.like(
      t.throws(() => parseWorkers(text)),
      { code: 'usage', exitCode: 2 },
      text,
    );
  }
});
