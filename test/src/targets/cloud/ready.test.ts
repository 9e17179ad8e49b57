import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { cloudPlace, last, onCloud } from '../../../support/cloud-place.ts';

/** What is looked at before something is made in real clouds, and when. */
const computed = { cells: `step(() => deploy(stack, {}), { title: 'Deploy' });` };

test.serial(
  'a lab whose deployment is computed runs; what cannot be told before is said',
  async (t) => {
    const { run, file } = cloudPlace(t, computed);
    for (const limit of [['--plan'], ['--max-cost', '1']]) {
      const { exitCode, stderr } = await run(file, '--on', 'cloud', ...limit);
      t.is(exitCode, 2, stderr);
      t.regex(stderr, /cannot be told before it runs: "Deploy" is computed/);
    }
    const passed = await run(file, ...onCloud);
    t.is(passed.exitCode, 0, passed.stderr);
    t.is(last(passed, 'teardown.finished')?.outcome, 'done');
  },
);

test.serial('--resume of what is gone is a new deployment: it is looked at as one', async (t) => {
  const { run, put, take, file, state } = cloudPlace(t);
  put('fail-apply', 'no room');
  t.is((await run(file, ...onCloud)).exitCode, 3);
  take('fail-apply');
  const stack = join(file, '../stack.ts');
  const inAws = readFileSync(stack, 'utf8').replace(
    '{ terraform_data:',
    '{ aws_eip: { a: {} }, azurerm_subnet: {}, x:',
  );
  writeFileSync(stack, inAws);
  const tooMuch = await run(file, ...onCloud, '--resume', '--max-cost', '0.001');
  t.is(tooMuch.exitCode, 2, tooMuch.stderr);
  t.regex(tooMuch.stderr, /costs about \$0\.005 an hour/);
  const notReady = await run(file, ...onCloud, '--resume');
  t.is(notReady.exitCode, 3);
  t.regex(notReady.stderr, /are not ready for this lab/);
  t.deepEqual(state(), []);
});

test.serial('--plan makes nothing, also not with --resume', async (t) => {
  const { run, file } = cloudPlace(t);
  const { exitCode, stderr } = await run(file, '--on', 'cloud', '--plan', '--resume');
  t.is(exitCode, 2);
  t.regex(stderr, /--plan makes nothing, and --resume goes on/);
});

test.serial('a run that goes on after it has expired says what that means', async (t) => {
  const { run, file, env } = cloudPlace(t);
  env['WIREBOOK_EXPIRES_AFTER'] = '1ms';
  t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
  const resumed = await run(file, ...onCloud, '--resume');
  t.is(resumed.exitCode, 0, resumed.stderr);
  t.regex(resumed.stderr, /expired at 20.*: a sweep may delete it/);
});
