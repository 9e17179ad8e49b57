import test from 'ava';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/lab/duration.ts';

test('durations as people write them', (t) => {
  const cases: readonly [string | number, number][] = [
    ['500ms', 500],
    ['90s', 90_000],
    ['2m', 120_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    [250, 250],
  ];
  for (const [text, ms] of cases) t.is(parseDuration(text), ms, String(text));
});

test('anything else is refused, saying how to write it', (t) => {
  for (const bad of ['', '5', 'soon', '5 m', '-1s', '1d', '10sm', Number.NaN, -1]) {
    t.throws(() => parseDuration(bad), { message: /is not a duration/ }, String(bad));
  }
});

test('whole seconds from a minute on, and milliseconds below a second, read back as they were', (t) => {
  const readable = fc.oneof(
    fc.integer({ min: 0, max: 999 }),
    fc.integer({ min: 10, max: 599 }).map((tenths) => tenths * 100),
    fc.integer({ min: 60, max: 200_000 }).map((seconds) => seconds * 1000),
  );
  fc.assert(fc.property(readable, (ms) => t.is(parseDuration(formatDuration(ms)), ms)));
});

test('what is shown never rounds up into a minute', (t) => {
  t.is(formatDuration(59_999), '59.9s');
  t.is(formatDuration(60_000), '1m');
  t.is(formatDuration(3_661_000), '1h1m1s');
});
