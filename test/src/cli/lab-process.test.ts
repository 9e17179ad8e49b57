import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { fakeTerraform } from '../../support/fake-terraform.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const project = resolve(import.meta.dirname, '../../..');

/** A lab that `run --all` has started, held in the middle of its deployment. */
async function startHeld(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  const reports = join(folder, 'reports');
  const { program, control } = fakeTerraform(folder);
  for (const step of ['apply', 'destroy']) writeFileSync(join(control, `hold-${step}`), '');
  const lab = join(project, 'test/fixtures/built-in/lab.ts');
  const parent = spawn(
    process.execPath,
    [
      join(project, 'test/support/run-lab-process.ts'),
      ...['run', lab, '--on', 'cloud', '--reports', reports],
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
  return { parent, control, events, reports };
}

test('one Ctrl-C at a terminal reaches each lab of `run --all` once: it tears down', async (t) => {
  const { parent, control, events } = await startHeld(t);
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

test('kill -9 of `run --all`: each lab stops and tears down, as if it had been asked to', async (t) => {
  const { parent, control, reports } = await startHeld(t);
  parent.kill('SIGKILL');
  while (!existsSync(join(control, 'at-destroy'))) await sleep(20);
  rmSync(join(control, 'hold-destroy'));
  const journal = join(reports, 'built-in/latest/journal.ndjson');
  const said = () => readFileSync(journal, 'utf8').trimEnd().split('\n');
  while (!said().some((line) => line.includes('"type":"run.finished"'))) await sleep(20);
  const events = said().map((line) => JSON.parse(line) as JournalEvent);
  t.is(events.filter(({ type }) => type === 'run.interrupted').length, 1);
  t.like(
    events.find(({ type }) => type === 'teardown.finished'),
    { outcome: 'done' },
  );
});
