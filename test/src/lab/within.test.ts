import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { within } from '../../../src/lab/within.ts';

const late = () => new Error('too late');

test('what is in time is passed on, good or bad', async (t) => {
  t.is(await within(1000, Promise.resolve(1), late), 1);
  await t.throwsAsync(within(1000, Promise.reject(new Error('no')), late), { message: 'no' });
});

test('what takes too long is given up, and what it does later harms nobody', async (t) => {
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<never>((_, reject) => (fail = reject));
  await t.throwsAsync(within(5, work, late), { message: 'too late' });
  fail(new Error('later'));
  await sleep(5);
});
