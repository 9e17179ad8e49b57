import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readJournal } from '../../../src/runner/journal.ts';
import { ofType, verdictsOf } from '../../support/run-tiny.ts';
import { writeLab } from '../../support/spawn-lab.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const body = `
  md\`Prose before the **deployment**.\`;
  step(deployTiny());
  md\`Prose before the question.\`;
  step(act('Ask vm1', (context) => context.run(context.resolve(vm1), 'echo hello')));
  step(failing('Wrong'));
  step(act('Last', () => {}));
`;

/** The workshop on a terminal of its own (script(1)). */
function startWorkshop(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', body);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ssh'), '#!/bin/sh\necho "shell: $@"\n', { mode: 0o755 });
  const command = resolve('test/support/lab-command.ts');
  const { CI: _ci, FORCE_COLOR: _color, ...inherited } = process.env;
  const child = spawn(
    'script',
    [
      '-qec',
      `'${process.execPath}' '${command}' '${file}' --reports '${folder}' --step`,
      '/dev/null',
    ],
    {
      env: { ...inherited, PATH: `${bin}:${process.env['PATH']}`, TERM: 'xterm', NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  t.timeout(30_000, 'The workshop waits for something else than the test does.');
  t.teardown(() => child.kill());
  let text = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return {
    /** What appeared since the last look, once the pattern has. */
    saw: (pattern: RegExp) =>
      new Promise<string>((done, reject) => {
        const look = () => {
          const found = pattern.exec(text.slice(from));
          if (found === null) return;
          child.stdout.off('data', look);
          const shown = text.slice(from, from + found.index + found[0].length);
          from += shown.length;
          done(shown);
        };
        child.stdout.on('data', look);
        look();
        void ended.then(() => reject(new Error(`It ended without ${String(pattern)}: ${text}`)));
      }),
    press: (keys: string) => child.stdin.write(keys),
    ended,
    journal: () => readJournal(join(folder, 'mine', 'latest', 'journal.ndjson')),
  };
}

const prompt = /\? help > /;

test('read, run, look around on a machine, repeat, skip, keep', async (t) => {
  const workshop = startWorkshop(t);
  const first = await workshop.saw(prompt);
  t.regex(first, /Prose before the deployment\./);
  t.regex(first, /01 Deploy/);
  t.notRegex(first, /Prose before the question/);

  workshop.press('r');
  t.regex(await workshop.saw(prompt), /No cell has run yet/);
  workshop.press('\r');
  t.regex(await workshop.saw(prompt), /✔ 01 Deploy[^]*Prose before the question[^]*02 Ask vm1/);

  workshop.press('b');
  await workshop.saw(/Shell on which machine/);
  workshop.press('\u001B[B\r');
  t.regex(await workshop.saw(prompt), /shell: -o BatchMode=yes ada@vm2/);

  workshop.press('\r');
  t.regex(await workshop.saw(prompt), /ada@vm1\$ echo hello\s+hello/);
  workshop.press('r');
  t.regex(await workshop.saw(prompt), /✔ 02 Ask vm1/);
  workshop.press('s');
  t.regex(await workshop.saw(prompt), /04 Last/);
  workshop.press('k');
  await workshop.saw(/kept {4}run/);
  t.is(await workshop.ended, 0);

  const events = workshop.journal();
  t.deepEqual(verdictsOf(events), {
    deploy: 'passed',
    'ask-vm1': 'passed',
    wrong: 'skipped',
    last: 'skipped',
  });
  t.is(ofType(events, 'cell.started').filter(({ cell }) => cell === '02-ask-vm1').length, 2);
  t.is(ofType(events, 'teardown.finished')[0]?.outcome, 'kept');
});

test('a cell that needs a failed one says so and can be run all the same; q destroys, exit 1', async (t) => {
  const workshop = startWorkshop(t);
  for (const _ of ['deploy', 'ask', 'wrong']) {
    await workshop.saw(prompt);
    workshop.press('\r');
  }
  const last = await workshop.saw(prompt);
  t.regex(last, /✘ 03 Wrong/);
  t.regex(last, /needs "Wrong", which did not pass/);
  workshop.press('\r');
  t.regex(await workshop.saw(prompt), /✔ 04 Last[^]*That was the last cell/);
  workshop.press('q');
  t.is(await workshop.ended, 1);
  t.is(ofType(workshop.journal(), 'teardown.finished')[0]?.outcome, 'done');
});

test('Ctrl-C at a prompt: torn down, 130', async (t) => {
  const workshop = startWorkshop(t);
  await workshop.saw(prompt);
  workshop.press('\r');
  await workshop.saw(prompt);
  workshop.press('\u0003');
  t.is(await workshop.ended, 130);
  const events = workshop.journal();
  t.is(ofType(events, 'teardown.finished')[0]?.outcome, 'done');
  t.like(events.at(-1), { type: 'run.finished', verdict: 'aborted' });
});
