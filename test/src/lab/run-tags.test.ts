import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import {
  describeTags,
  formatExpiry,
  labelValue,
  lifeMs,
  ownerOf,
  parseExpiry,
  readDescribedTags,
  runTags,
  startOfRun,
} from '../../../src/lab/run-tags.ts';

test('an expiry is read as it was written, to the second', (t) => {
  const time = fc.date({
    min: new Date('2020-01-01'),
    max: new Date('2099-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(time, (at) => {
      const second = Math.floor(at.getTime() / 1000) * 1000;
      t.is(parseExpiry(formatExpiry(at))?.getTime(), second);
    }),
  );
  for (const text of ['', 'soon', '2026-11-21', '2026-13-41t00-00-00z']) {
    t.is(parseExpiry(text), undefined, text);
  }
});

test('values suit the narrowest of the clouds, Google Cloud’s labels', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      t.regex(labelValue(text), /^[a-z0-9_-]{0,63}$/);
    }),
  );
  const tags = runTags({
    lab: 'er-ipsec-backup',
    runId: '2026-11-21T09-39-40Z-9447',
    owner: 'Ada.Lovelace@example.org',
    expiresAt: new Date('2026-11-21T21:00:00Z'),
  });
  t.deepEqual(tags, {
    'wirebook-lab': 'er-ipsec-backup',
    'wirebook-run': '2026-11-21t09-39-40z-9447',
    'wirebook-owner': 'ada-lovelace-example-org',
    'wirebook-expires': '2026-11-21t21-00-00z',
  });
});

test('how long things may stay is set by a duration; nonsense is refused', (t) => {
  t.is(lifeMs({ WIREBOOK_EXPIRES_AFTER: '3h' }), 3 * 3_600_000);
  t.is(lifeMs({}), 12 * 3_600_000);
  t.throws(() => lifeMs({ WIREBOOK_EXPIRES_AFTER: 'soon' }), { message: /soon/ });
});

test('tags written as a description are read again, whatever stands around them', (t) => {
  const expiresAt = new Date('2026-11-21T21:00:00Z');
  fc.assert(
    fc.property(fc.string(), fc.string(), (lab, owner) => {
      const tags = runTags({ lab, owner, runId: '2026-11-21T09-39-40Z-9447', expiresAt });
      const said = Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== ''));
      t.deepEqual(readDescribedTags(`For a lab. ${describeTags(tags)} `), said);
    }),
  );
  t.deepEqual(readDescribedTags('Default route to the Internet.'), {});
});

test('a run’s id says when it began', (t) => {
  t.is(startOfRun('2026-11-21t09-39-40z-9447')?.toISOString(), '2026-11-21T09:39:40.000Z');
  t.is(startOfRun('2026-11-21T09-39-40Z-9447')?.toISOString(), '2026-11-21T09:39:40.000Z');
  for (const text of ['', 'night-7', 'yesterday']) t.is(startOfRun(text), undefined, text);
});

test('whose it is: the first that says something, also where the user has a number only', async (t) => {
  t.is(ownerOf({ WIREBOOK_OWNER: 'ada', GITHUB_ACTOR: 'bob' }), 'ada');
  t.is(ownerOf({ WIREBOOK_OWNER: '', GITHUB_ACTOR: 'bob' }), 'bob');
  t.not(ownerOf({ WIREBOOK_OWNER: '', GITHUB_ACTOR: '' }), '');
  t.is(lifeMs({ WIREBOOK_EXPIRES_AFTER: '' }), lifeMs({}));
  if (process.getuid?.() !== 0) return;
  const file = JSON.stringify(join(import.meta.dirname, '../../../src/lab/run-tags.ts'));
  const script = `import { ownerOf } from ${file}; process.setuid(54321); console.log(ownerOf({}));`;
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  t.is(stdout.trim(), 'uid-54321');
});
