import test from 'ava';
import fc from 'fast-check';
import { formatExpiry } from '../../../src/lab/run-tags.ts';
import { leftoverOf, select } from '../../../src/sweep/select.ts';
import { sweptClouds } from '../../../src/sweep/index.ts';
import type { Found } from '../../../src/sweep/index.ts';

const now = new Date('2026-11-21T12:00:00Z');
const hour = 3_600_000;
/** Within a month around now, to the second, as an expiry is written. */
const time = fc
  .integer({ min: -30 * 24 * 3600, max: 30 * 24 * 3600 })
  .map((seconds) => new Date(now.getTime() + seconds * 1000));
const expiry = fc.oneof(
  time.map(formatExpiry),
  fc.constantFrom('', 'never', '2026-13-41t00-00-00z', '2026-11-20', '1795000000'),
);
const runId = fc.oneof(
  time.map((at) => `${formatExpiry(at)}-4f1c`),
  fc.constantFrom('', 'night-7'),
);
const tags = fc.record(
  {
    'wirebook-run': runId,
    'wirebook-lab': fc.constantFrom('', 'er', 'oci'),
    'wirebook-owner': fc.string(),
    'wirebook-expires': expiry,
    Name: fc.string(),
  },
  { requiredKeys: [] },
);
const found: fc.Arbitrary<Found> = fc
  .record({
    cloud: fc.constantFrom(...sweptClouds),
    id: fc.uuid(),
    tags: tags.map((it) => ({ ...it })),
    createdAt: fc.option(time, { nil: undefined }),
  })
  .map(({ createdAt, ...rest }) => ({
    ...rest,
    kind: 'network',
    name: rest.id,
    place: 'global',
    ...(createdAt !== undefined && { createdAt }),
  }));
const all = fc.uniqueArray(found, { selector: ({ id }) => id });
const olderThan = fc.option(fc.integer({ min: 0, max: 40 * 24 * hour }), { nil: undefined });

function rule(olderThanMs: number | undefined) {
  return { now, ...(olderThanMs !== undefined && { olderThanMs }) };
}

test('what lacks the tags of a run is a stranger’s and is never chosen', (t) => {
  fc.assert(
    fc.property(all, olderThan, (things, olderThanMs) => {
      const { expired, undated } = select(things, rule(olderThanMs));
      const chosen = new Set([...expired, ...undated].map(({ id }) => id));
      for (const { id, tags: marks } of things) {
        if (!marks['wirebook-run'] || !marks['wirebook-lab']) t.false(chosen.has(id));
      }
    }),
  );
});

test('what has not expired is never chosen, however it is asked', (t) => {
  fc.assert(
    fc.property(all, olderThan, (things, olderThanMs) => {
      for (const { expiresAt } of select(things, rule(olderThanMs)).expired) {
        if (expiresAt === undefined) continue;
        t.true(expiresAt.getTime() + (olderThanMs ?? 0) <= now.getTime());
      }
    }),
  );
});

test('without --older-than nothing goes whose expiry cannot be read; all that has expired does', (t) => {
  fc.assert(
    fc.property(all, (things) => {
      const { expired, undated } = select(things, { now });
      t.true(expired.every(({ expiresAt }) => expiresAt !== undefined));
      t.true(undated.every(({ expiresAt }) => expiresAt === undefined));
      const ours = things.flatMap((thing) => leftoverOf(thing) ?? []);
      const fresh = ours.filter(({ expiresAt }) => expiresAt && expiresAt > now);
      t.is(expired.length + undated.length + fresh.length, ours.length);
    }),
  );
});

test('with --older-than, what has no readable expiry goes only if both the cloud and the run’s id say it is old', (t) => {
  const one = (run: string, createdAt?: Date): Found => ({
    cloud: 'aws',
    kind: 'VPC',
    id: 'vpc-1',
    name: 'vpc-1',
    place: 'us-east-1',
    tags: { 'wirebook-run': run, 'wirebook-lab': 'er', 'wirebook-expires': 'soon' },
    ...(createdAt && { createdAt }),
  });
  const [old, young] = [new Date(now.getTime() - 5 * hour), new Date(now.getTime() - hour)];
  const goes = (thing: Found) => select([thing], { now, olderThanMs: 2 * hour }).expired.length > 0;
  t.true(goes(one('2026-11-20t09-00-00z-4f1c')));
  t.false(goes(one('2026-11-21t11-00-00z-4f1c')));
  t.true(goes(one('2026-11-20t09-00-00z-4f1c', old)));
  t.false(goes(one('2026-11-20t09-00-00z-4f1c', young)));
  t.false(goes(one('2026-11-21t11-00-00z-4f1c', old)));
  t.true(goes(one('night-7', old)));
  t.false(goes(one('night-7')), 'nobody knows how old it is');
  t.is(select([one('night-7')], { now, olderThanMs: 2 * hour }).undated.length, 1);
});
