import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { fakeTerraform } from '../../support/fake-terraform.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const project = resolve(import.meta.dirname, '../../..');

test('one Ctrl-C at a terminal reaches each lab of `run --all` once: it tears down', async (t) => {
  const folder = temporaryFolder(t);
  const { program, control } = fakeTerraform(folder);
  for (const step of ['apply', 'destroy']) writeFileSync(join(control, `hold-${step}`), '');
  const lab = join(project, 'test/fixtures/built-in/lab.ts');
  const parent = spawn(
    process.execPath,
    [
      join(project, 'test/support/run-lab-process.ts'),
      ...['run', lab, '--on', 'cloud', '--reports', join(folder, 'reports')],
    ],
    {
      // A terminal signals the whole group in its foreground: here that of this process.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, WIREBOOK_TERRAFORM: program, NODE_NO_WARNINGS: '1' },
    },
  );
  const events: JournalEvent[] = [];
  createInterface({ input: parent.stdout }).on('line', (line) => {
    if (line.startsWith('{"at"')) events.push(JSON.parse(line) as JournalEvent);
  });
  while (!existsSync(join(control, 'at-apply'))) await sleep(20);
  process.kill(-(parent.pid ?? 0), 'SIGINT');
  const ended = once(parent, 'close');
  while (!existsSync(join(control, 'at-destroy')) && parent.exitCode === null) await sleep(20);
  rmSync(join(control, 'hold-destroy'));
  await ended;
  t.is(events.filter(({ type }) => type === 'run.interrupted').length, 1);
  t.like(
    events.find(({ type }) => type === 'teardown.finished'),
    { outcome: 'done' },
  );
});
