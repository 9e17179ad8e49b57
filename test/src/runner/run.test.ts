import { existsSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { poll } from '../../../src/lab/wait.ts';
import { readJournal } from '../../../src/runner/journal.ts';
import { createMemoryTarget } from '../../support/memory-target.ts';
import { ofType, runTiny } from '../../support/run-tiny.ts';
import { act, deployTiny, failing, temporaryFolder, tinyLab } from '../../support/tiny-lab.ts';

test('a lab that passes: cells in order, journal, latest, teardown, exit 0', async (t) => {
  const reportsFolder = temporaryFolder(t);
  const lab = tinyLab(({ md, step, handles: { vm1 } }) => {
    void md`
Deploy.
    `;
    step(deployTiny());
    const said = step(
      act('Ask vm1', async (context) => {
        const { stdout } = await context.run(context.resolve(vm1), 'echo hello; echo oops >&2');
        return { said: stdout.trim() };
      }),
    );
    step((context) => act('Repeat', async ({ progress }) => progress(context.result(said).said)), {
      title: 'Repeat',
    });
  });
  const { outcome, events, target, verdicts } = await runTiny(lab, { reportsFolder });

  t.like(outcome, { verdict: 'passed', exitCode: 0 });
  t.deepEqual(verdicts, { deploy: 'passed', 'ask-vm1': 'passed', repeat: 'passed' });
  t.deepEqual(target.log, ['open', 'deploy', 'exec vm1 echo hello; echo oops >&2', 'destroy']);
  t.deepEqual(readJournal(outcome.journal), events);
  t.is(readlinkSync(join(reportsFolder, 'tiny', 'latest')), outcome.runId);
  t.false(existsSync(join(reportsFolder, 'tiny', '.running')));

  const [started] = ofType(events, 'run.started');
  t.deepEqual(started?.versions, { wirebook: '0', memory: '1' });
  t.deepEqual(
    started?.cells.map(({ id }) => id),
    ['text-01', '01-deploy', '02-ask-vm1', '03-repeat'],
  );
  const [command] = ofType(events, 'command.started');
  t.deepEqual(command?.where, { kind: 'machine', machine: 'vm1', user: 'ada' });
  t.deepEqual(
    ofType(events, 'command.output')
      .map(({ stream, text }) => [stream, text])
      .toSorted(),
    [
      ['stderr', 'oops\n'],
      ['stdout', 'hello\n'],
    ],
  );
  t.is(ofType(events, 'command.finished')[0]?.exitCode, 0);
  t.is(ofType(events, 'progress')[0]?.text, 'hello');
  t.is(ofType(events, 'plan')[0]?.changes.length, 2);
  t.deepEqual(events.at(-1)?.type, 'run.finished');
});

test('a file that a step keeps lies beside the report, under the number of its cell', async (t) => {
  const reportsFolder = temporaryFolder(t);
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(
      act('Capture', async ({ keepFile }) => {
        const content = new Uint8Array([1, 2, 3]);
        return { path: await keepFile({ name: 'the circuit.pcap', title: 'Packets', content }) };
      }),
    );
  });
  const { outcome, events } = await runTiny(lab, { reportsFolder });
  t.is(outcome.exitCode, 0);
  const [kept] = ofType(events, 'file');
  t.like(kept, { title: 'Packets', path: 'files/02-the-circuit.pcap', bytes: 3 });
  t.deepEqual([...readFileSync(join(outcome.folder, kept?.path ?? ''))], [1, 2, 3]);
});

test('a failed check fails its cell, blocks what needs it, and exits 1 after the teardown', async (t) => {
  const lab = tinyLab(({ step }) => {
    const deployed = step(deployTiny());
    step(failing('Wrong'));
    step(act('Needs all', () => undefined));
    step(
      act('Needs little', () => undefined),
      { needs: [deployed] },
    );
  });
  const { outcome, verdicts, target, events } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
  });
  t.deepEqual(verdicts, {
    deploy: 'passed',
    wrong: 'failed',
    'needs-all': 'blocked',
    'needs-little': 'passed',
  });
  t.like(outcome, { verdict: 'failed', exitCode: 1 });
  t.is(target.log.at(-1), 'destroy');
  const blocked = ofType(events, 'cell.finished').find(({ verdict }) => verdict === 'blocked');
  t.is(blocked?.error?.message, 'Not run: it needs "Wrong", which failed.');
});

test('a step that throws is errored: exit 3', async (t) => {
  const lab = tinyLab(({ step }) => {
    step(
      act('Throw', () => {
        throw new TypeError('no such thing');
      }),
    );
  });
  const { outcome, events, target } = await runTiny(lab, { reportsFolder: temporaryFolder(t) });
  t.like(outcome, { verdict: 'errored', exitCode: 3 });
  t.like(ofType(events, 'cell.finished')[0], {
    verdict: 'errored',
    error: { code: 'unexpected', message: 'no such thing' },
  });
  t.deepEqual(target.log, ['open', 'destroy']);
});

test('a handle used before its deployment is one clear error', async (t) => {
  const lab = tinyLab(({ step, handles: { vm1 } }) => {
    step(act('Early', () => undefined, { uses: [vm1] }));
  });
  const { events } = await runTiny(lab, { reportsFolder: temporaryFolder(t) });
  t.is(ofType(events, 'cell.finished')[0]?.error?.code, 'handle-not-deployed');
});

test('a handle that the stack lacks is found at the deployment, before anything is deployed', async (t) => {
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
    step(act('Typo', () => undefined, { uses: [{ ref: 'vm11' }] }));
  });
  const { events, target } = await runTiny(lab, { reportsFolder: temporaryFolder(t) });
  t.like(ofType(events, 'cell.finished')[0]?.error, {
    code: 'unknown-handle',
    next: 'Did you mean "vm1"?',
  });
  t.deepEqual(target.log, ['open', 'destroy']);
});

test('an incomplete teardown exits 4 with what is left and the command that finishes it', async (t) => {
  const target = createMemoryTarget({ destroy: async () => ['azurerm_subnet.a'] });
  const lab = tinyLab(({ step }) => {
    step(failing('Wrong'));
  });
  const { outcome } = await runTiny(lab, { reportsFolder: temporaryFolder(t), target });
  t.like(outcome, { verdict: 'failed', exitCode: 4 });
  t.deepEqual(outcome.teardown?.left, ['azurerm_subnet.a']);
  t.is(outcome.teardown?.error?.next, 'Finish it with: npm run lab -- destroy tiny');
});

test('a target that does not open: exit 3, and the journal says why', async (t) => {
  const target = createMemoryTarget({
    open: async () => {
      throw new Error('no daemon');
    },
  });
  const { outcome, events } = await runTiny(
    tinyLab(({ step }) => void step(deployTiny())),
    { reportsFolder: temporaryFolder(t), target },
  );
  t.like(outcome, { verdict: 'errored', exitCode: 3, teardown: undefined });
  t.deepEqual(
    events.map(({ type }) => type),
    ['run.started', 'run.finished'],
  );
  t.is(ofType(events, 'run.finished')[0]?.error?.message, 'no daemon');
});

test('two runs of one lab at once: the second is refused, naming the first', async (t) => {
  const reportsFolder = temporaryFolder(t);
  let release: () => void = () => undefined;
  const lab = tinyLab(({ step }) => {
    step(act('Hold', () => new Promise<void>((resolve) => (release = resolve))));
  });
  const running = runTiny(lab, { reportsFolder, findKept: async () => undefined });
  const lock = join(reportsFolder, 'tiny', '.running');
  await poll({ probe: () => existsSync(lock), until: Boolean, within: '5s' });
  const error = await t.throwsAsync(
    runTiny(lab, { reportsFolder, findKept: async () => undefined }),
  );
  await poll({ probe: () => release.length === 1, until: Boolean, within: '5s' });
  release();
  const { outcome } = await running;
  t.true(error?.message.includes(outcome.runId));
  t.true(error?.message.includes(`process ${process.pid}`));
});

test('a reports folder that cannot be written is one error, and nothing is started', async (t) => {
  const folder = temporaryFolder(t);
  const blocked = join(folder, 'file');
  writeFileSync(blocked, '');
  const target = createMemoryTarget();
  const error = await t.throwsAsync(
    runTiny(
      tinyLab(() => undefined),
      { reportsFolder: blocked, target },
    ),
  );
  t.like(error, { code: 'journal-unwritable' });
  t.deepEqual(target.log, []);
  t.true(lstatSync(blocked).isFile());
});

test('a run that was kept while the lock was waited for is still up', async (t) => {
  const reportsFolder = temporaryFolder(t);
  const answers = [undefined, { runId: 'another' }];
  const lab = tinyLab(({ step }) => {
    step(deployTiny());
  });
  await t.throwsAsync(runTiny(lab, { reportsFolder, findKept: async () => answers.shift() }), {
    code: 'lab-still-up',
    message: /still up from run another/,
  });
});
