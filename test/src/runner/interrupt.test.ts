import test from 'ava';
import { systemClock } from '../../../src/lab/clock.ts';
import { createMemoryTarget } from '../../support/memory-target.ts';
import { createFakeProcess, ofType, runTiny } from '../../support/run-tiny.ts';
import { act, deployTiny, temporaryFolder, tinyLab } from '../../support/tiny-lab.ts';

test("a cell's deadline aborts it, saying what the step last saw", async (t) => {
  const lab = tinyLab(({ step, handles: { vm1 } }) => {
    step(deployTiny());
    step(
      act('Sleep', async (context) => {
        await context.run(context.resolve(vm1), 'sleep 1000');
      }),
      { timeoutMs: 50 },
    );
    step(act('After', () => undefined));
  });
  const { outcome, events, verdicts } = await runTiny(lab, { reportsFolder: temporaryFolder(t) });
  t.deepEqual(verdicts, { deploy: 'passed', sleep: 'aborted', after: 'blocked' });
  t.like(outcome, { verdict: 'aborted', exitCode: 3 });
  t.regex(
    ofType(events, 'cell.finished')[1]?.error?.message ?? '',
    /"Sleep" did not end within 50ms/,
  );
  t.is(ofType(events, 'command.finished')[0]?.exitCode, null);
});

test("the run's own deadline ends it, and it is torn down", async (t) => {
  const lab = tinyLab(({ step }) => {
    step(act('Wait', ({ clock, signal }) => clock.sleep(60_000, signal)));
    step(act('After', () => undefined));
  });
  const { outcome, verdicts, target } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    timeoutMs: 50,
  });
  t.deepEqual(verdicts, { wait: 'aborted' });
  t.like(outcome, { verdict: 'aborted', exitCode: 3, error: { code: 'deadline-passed' } });
  t.deepEqual(target.log, ['open', 'destroy']);
});

test('Ctrl-C once: no new cells, teardown, 130', async (t) => {
  const process = createFakeProcess();
  const lab = tinyLab(({ step }) => {
    step(act('Wait', ({ clock, signal }) => clock.sleep(60_000, signal)));
    step(act('After', () => undefined));
  });
  const { outcome, events, verdicts, target } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    process,
    onEach: ({ type }) => type === 'cell.started' && process.send('SIGINT'),
  });
  t.deepEqual(verdicts, { wait: 'aborted' });
  t.like(outcome, { verdict: 'aborted', exitCode: 130 });
  t.deepEqual(target.log, ['open', 'destroy']);
  t.is(ofType(events, 'run.interrupted')[0]?.signal, 'SIGINT');
  t.is(outcome.teardown?.outcome, 'done');
});

/** A lab that waits, on a target that can't be torn down. */
function neverTornDown() {
  return {
    process: createFakeProcess(),
    target: createMemoryTarget({ destroy: () => new Promise(() => undefined) }),
    lab: tinyLab(({ step }) => {
      step(act('Wait', ({ clock, signal }) => clock.sleep(60_000, signal)));
    }),
  };
}

test('Ctrl-C twice: it says what is left and goes', async (t) => {
  const { process, target, lab } = neverTornDown();
  const { outcome } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    process,
    target,
    onEach({ type }) {
      if (type === 'cell.started' || type === 'teardown.started')
        setImmediate(process.send, 'SIGTERM');
    },
  });
  t.like(outcome, { exitCode: 143, teardown: { outcome: 'incomplete' } });
  t.regex(outcome.teardown?.left?.[0] ?? '', new RegExp(outcome.runId));
});

test('Ctrl-C twice before the teardown began: it does not wait for one', async (t) => {
  const { process, target, lab } = neverTornDown();
  const { outcome } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    process,
    target,
    onEach({ type }) {
      if (type !== 'cell.started') return;
      process.send('SIGINT');
      process.send('SIGINT');
    },
  });
  t.like(outcome, { exitCode: 130, teardown: { outcome: 'incomplete' } });
});

test('a step that ignores its signal is left behind', async (t) => {
  const process = createFakeProcess();
  const lab = tinyLab(({ step }) => {
    step(act('Deaf', () => new Promise<void>(() => undefined)));
  });
  const { outcome, verdicts } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    process,
    clock: { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) },
    onEach: ({ type }) => type === 'cell.started' && setImmediate(process.send, 'SIGINT'),
  });
  t.deepEqual(verdicts, { deaf: 'aborted' });
  t.is(outcome.exitCode, 130);
});
