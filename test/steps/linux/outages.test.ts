import test from 'ava';
import fc from 'fast-check';
import { findOutages, flowsSteadily } from '../../../steps/linux/outages.ts';

const reply = (sequence: number, at = sequence * 0.2) => ({ sequence, ttl: 64, ms: 1, at });

test('no gap, no outage', (t) => {
  t.deepEqual(findOutages([reply(1), reply(2), reply(3)], 0.2), []);
  t.deepEqual(findOutages([], 0.2), []);
});

test('a gap lasts from its first packet to the next answer', (t) => {
  const replies = [reply(1, 100), reply(2, 100.2), reply(8, 101.4), reply(9, 101.6)];
  t.deepEqual(findOutages(replies, 0.2), [{ from: 3, to: 7, lost: 5, seconds: 1 }]);
});

test('packets lost before the first answer count', (t) => {
  t.deepEqual(findOutages([reply(3)], 0.2), [{ from: 1, to: 2, lost: 2, seconds: 0.4 }]);
});

test('lost packets and answers together are all packets up to the last answer, in whatever order they came', (t) => {
  const sequences = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1 });
  fc.assert(
    fc.property(sequences, (shuffled) => {
      const outages = findOutages(
        shuffled.map((it) => reply(it)),
        0.2,
      );
      const lost = outages.reduce((sum, outage) => sum + outage.lost, 0);
      t.is(lost + shuffled.length, Math.max(...shuffled));
      for (const outage of outages) {
        t.is(outage.to - outage.from + 1, outage.lost);
        t.false(shuffled.includes(outage.from) || shuffled.includes(outage.to));
        t.true(outage.seconds > 0);
      }
    }),
  );
});

test('steady traffic is a run of answers at the end', (t) => {
  t.true(flowsSteadily([reply(1), reply(7), reply(8), reply(9)], 3));
  t.false(flowsSteadily([reply(6), reply(8), reply(9)], 3));
  t.false(flowsSteadily([reply(9)], 3));
});
