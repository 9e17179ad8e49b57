import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { readJournal } from '../../../src/runner/journal.ts';
import { ofType, runTiny } from '../../support/run-tiny.ts';
import { act, deployTiny, failing, temporaryFolder, tinyLab } from '../../support/tiny-lab.ts';

test('kept, then resumed on the same target: what passed is not run again', async (t) => {
  const reportsFolder = temporaryFolder(t);
  let fixed = false;
  const lab = tinyLab(({ step, handles: { vm1 } }) => {
    step(deployTiny({ size: 'large' }));
    const number = step(act('Number', () => 42));
    step(
      act('Flaky', async (context) => {
        await context.run(context.resolve(vm1), 'true');
        const seen = String(context.result(number));
        context.check({
          title: 'works',
          passed: fixed,
          comparison: { kind: 'value', expected: '', seen },
        });
        return context.lastDeployment()?.props;
      }),
    );
  });
  const first = await runTiny(lab, { reportsFolder, keep: 'on-failure' });
  t.like(first.outcome, { verdict: 'failed', exitCode: 1, teardown: { outcome: 'kept' } });
  t.is(first.target.log.at(-1), 'release');

  await t.throwsAsync(runTiny(lab, { reportsFolder }), { message: /is still up from run/ });

  fixed = true;
  const second = await runTiny(lab, { reportsFolder, resume: {} });
  t.is(second.outcome.runId, first.outcome.runId);
  t.like(second.outcome, { verdict: 'passed', exitCode: 0, teardown: { outcome: 'done' } });
  t.is(second.target.log[0], 'attach');
  t.deepEqual(
    ofType(second.events, 'cell.started').map(({ cell, attempt }) => [cell, attempt]),
    [['03-flaky', 2]],
  );
  t.deepEqual(ofType(second.events, 'cell.finished')[0]?.result, { size: 'large' });
  t.is(readJournal(second.outcome.journal).length, first.events.length + second.events.length);
});

test('resumed after the target has gone: from the first cell, in the same run', async (t) => {
  const reportsFolder = temporaryFolder(t);
  let fixed = false;
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(act('Flaky', () => (fixed ? undefined : Promise.reject(new Error('not yet')))));
  });
  const first = await runTiny(lab, { reportsFolder });
  fixed = true;
  const second = await runTiny(lab, { reportsFolder, resume: {} });
  t.is(second.outcome.runId, first.outcome.runId);
  t.deepEqual(second.target.log, ['attach', 'open', 'deploy', 'destroy']);
  t.deepEqual(second.verdicts, { deploy: 'passed', flaky: 'passed' });
  t.regex(ofType(second.events, 'progress')[0]?.text ?? '', /is gone/);

  await t.throwsAsync(runTiny(lab, { reportsFolder, resume: {} }), {
    message: /no unfinished run/,
  });
});

test('a run that died in the middle of a line and a cell is resumed all the same', async (t) => {
  const reportsFolder = temporaryFolder(t);
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(act('Next', () => undefined));
  });
  const first = await runTiny(lab, { reportsFolder, keep: 'always', selection: { until: '1' } });
  const lines = readFileSync(first.outcome.journal, 'utf8').split('\n');
  const end = lines.findIndex((line) => line.includes('"skipped"'));
  writeFileSync(first.outcome.journal, `${lines.slice(0, end).join('\n')}\n{"at":"2026-`);

  const second = await runTiny(lab, { reportsFolder, resume: {} });
  t.deepEqual(second.verdicts, { next: 'passed' });
  t.is(readJournal(second.outcome.journal).at(-1)?.type, 'run.finished');
});

test('--from on a fresh target runs what changes something before it, and skips what only looks', async (t) => {
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(act('Look', () => undefined, { observes: true }));
    step(act('Change', () => undefined));
    step(act('From here', () => undefined, { observes: true }));
    step(act('Last', () => undefined));
  });
  const { verdicts, outcome } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    selection: { from: 'from here', until: '4' },
  });
  t.deepEqual(verdicts, {
    deploy: 'passed',
    look: 'skipped',
    change: 'passed',
    'from-here': 'passed',
    last: 'skipped',
  });
  t.is(outcome.verdict, 'passed');
});

test('a conductor skips, repeats and quits; what it keeps is kept', async (t) => {
  const answers = ['run', 'again', 'skip', 'run', 'keep'] as const;
  let asked = 0;
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(failing('Skipped'));
    step(act('Third', () => undefined));
    step(act('Fourth', () => undefined));
  });
  const { verdicts, events, target, outcome } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    conductor: { next: async () => answers[asked++] ?? 'destroy' },
  });
  t.deepEqual(verdicts, {
    deploy: 'passed',
    skipped: 'skipped',
    third: 'passed',
    fourth: 'skipped',
  });
  t.deepEqual(
    ofType(events, 'cell.started').map(({ cell, attempt }) => [cell, attempt]),
    [
      ['01-deploy', 1],
      ['01-deploy', 2],
      ['03-third', 1],
    ],
  );
  t.is(target.log.at(-1), 'release');
  t.is(outcome.exitCode, 0);
});

test('resumed, then deployed again with a prop that was secret: one error, and no mark is deployed as a password', async (t) => {
  const reportsFolder = temporaryFolder(t);
  const lab = tinyLab(({ step }) => {
    step(deployTiny({ size: 'large', password: 'not-for-the-journal' }));
    step(
      act('Again', async (context) => {
        const last = context.lastDeployment();
        if (last === undefined) throw new Error('nothing is deployed');
        await context.deploy({ stack: last.stack, props: { ...last.props, size: 'small' } });
      }),
    );
  });
  await runTiny(lab, { reportsFolder, keep: 'always', selection: { until: '1' } });
  const resumed = await runTiny(lab, { reportsFolder, resume: {}, keep: 'always' });
  t.is(resumed.outcome.exitCode, 3);
  const error = ofType(resumed.events, 'cell.finished')[0]?.error;
  t.like(error, { code: 'secret-not-kept', facts: { props: 'password' } });
  t.deepEqual(resumed.target.log, ['attach', 'release'], 'nothing was deployed');
  const again = await runTiny(lab, { reportsFolder, resume: {}, selection: { from: '1' } });
  t.is(again.outcome.exitCode, 0, 'the cell itself knows the secret');
});
