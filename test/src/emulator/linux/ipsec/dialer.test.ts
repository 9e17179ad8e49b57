import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { createDialer } from '../../../../../src/emulator/linux/ipsec/dialer.ts';

function counted(busy: () => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let dials = 0;
  const dialer = createDialer({
    busy: async () => busy(),
    dial: async () => {
      dials += 1;
      if (dials === 3) resolve();
      if (dials === 2) throw new Error('refused');
    },
  });
  return { dialer, dials: () => dials, third: promise };
}

test('an initiator calls again and again, also when charon refused', async (t) => {
  // The dialer's own timers keep no process alive.
  const alive = setInterval(() => undefined, 1000);
  t.teardown(() => clearInterval(alive));
  const { dialer, dials, third } = counted(() => false);
  dialer.start({ role: 'initiator', retryMs: 1, first: true });
  await third;
  dialer.stop();
  t.true(dials() >= 3);
});

test('nobody calls while something is up, and a responder never', async (t) => {
  const up = counted(() => true);
  up.dialer.start({ role: 'both', retryMs: 1, first: true });
  const waiting = counted(() => false);
  waiting.dialer.start({ role: 'responder', retryMs: 1, first: true });
  waiting.dialer.again();
  await sleep(60);
  up.dialer.stop();
  t.is(up.dials(), 0);
  t.is(waiting.dials(), 0);
});

test('after a stop nothing is called', async (t) => {
  const { dialer, dials } = counted(() => false);
  dialer.start({ role: 'initiator', retryMs: 1, first: true });
  dialer.stop();
  dialer.again();
  await sleep(60);
  t.is(dials(), 0);
});
