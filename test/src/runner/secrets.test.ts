import { readFileSync } from 'node:fs';
import test from 'ava';
import { createMemoryTarget } from '../../support/memory-target.ts';
import { ofType, runTiny } from '../../support/run-tiny.ts';
import { act, deployTiny, temporaryFolder, tinyLab } from '../../support/tiny-lab.ts';

test('secrets never reach the journal: outputs, results, errors, split over chunks', async (t) => {
  const password = 'pass "word" with ünicode';
  const lab = tinyLab(({ step, handles: { vm1 } }) => {
    step(deployTiny({ password }));
    step(
      act('Leak', async (context) => {
        const machine = context.resolve(vm1);
        await context.run(machine, 'cat', { stdin: `a ${password} b` });
        await context.run(machine, 'cut -c1-9; sleep 0.1; echo done', { stdin: `${password}\n` });
        await context.run(machine, 'base64 -w0', { stdin: `user:${password}` });
        context.secret('second-secret');
        await context.run(machine, 'printf second-; sleep 0.2; echo secret');
        context.check({
          title: password,
          passed: true,
          comparison: { kind: 'value', expected: password, seen: encodeURIComponent(password) },
        });
        throw new Error(`wrong: ${JSON.stringify(password)}`);
      }),
    );
  });
  const { outcome, events } = await runTiny(lab, {
    reportsFolder: temporaryFolder(t),
    target: createMemoryTarget({ secrets: ['the-token'] }),
  });
  const journal = readFileSync(outcome.journal, 'utf8');
  for (const leaked of ['word\\\\\\"', 'with ünicode', 'second-secret', 'the-token']) {
    t.false(journal.includes(leaked), leaked);
  }
  const outputs = ofType(events, 'command.output').map(({ text }) => text);
  t.is(outputs[0], 'a [redacted] b');
  t.true(outputs.includes('[redacted]\n'));
  t.is(ofType(events, 'cell.finished')[1]?.error?.message, 'wrong: "[redacted]"');
});
