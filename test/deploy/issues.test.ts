import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { actionFor, outcomeOf, titleOf } from '../../deploy/nightly/outcome.ts';
import { createJournal, runStarted, steps } from '../src/report/support/journal.ts';
import { temporaryFolder } from '../support/tiny-lab.ts';

type Ending = 'passed' | 'failed' | 'left something';

/** A reports folder in which a lab ended so. */
function writeRun(reports: string, lab: string, ending: Ending): void {
  const journal = createJournal();
  const verdict = ending === 'failed' ? 'failed' : 'passed';
  journal.add(runStarted(steps({ a: 'Ping' }), { target: 'cloud' }));
  journal.cell('a', { verdict }, (cell) => cell.machine('vm1', 'ping', 'pong\n'.repeat(20_000)));
  journal.add({ type: 'teardown.started' });
  journal.add(
    ending === 'left something'
      ? {
          type: 'teardown.finished',
          outcome: 'incomplete',
          durationMs: 1,
          left: ['azurerm_subnet.a'],
        }
      : { type: 'teardown.finished', outcome: 'done', durationMs: 1 },
  );
  journal.add({ type: 'run.finished', verdict, exitCode: 0, durationMs: 3000 });
  const folder = join(reports, lab, '2026-11-21T03-00-00Z-0001');
  mkdirSync(folder, { recursive: true });
  const lines = journal.events.map((event) => JSON.stringify(event));
  writeFileSync(join(folder, 'journal.ndjson'), `${lines.join('\n')}\n`);
}

test('a night passed when the lab did and nothing was left; its report fits an issue', (t) => {
  const reports = temporaryFolder(t);
  writeRun(reports, 'good', 'passed');
  writeRun(reports, 'bad', 'failed');
  writeRun(reports, 'dirty', 'left something');
  t.true(outcomeOf('good', reports).passed);
  const bad = outcomeOf('bad', reports);
  t.false(bad.passed);
  t.true(bad.body.length < 65_000);
  t.regex(bad.body, /What did not pass:[\s\S]*Ping/);
  const dirty = outcomeOf('dirty', reports);
  t.false(dirty.passed);
  t.regex(dirty.body, /azurerm_subnet\.a/);
  const absent = outcomeOf('absent', reports);
  t.false(absent.passed);
  t.regex(absent.body, /ended before the lab began/);
});

test('one issue a lab: opened, added to, closed', (t) => {
  const failed = { lab: 'er', passed: false, body: 'why' };
  const passed = { lab: 'er', passed: true, body: '' };
  const open = [
    { number: 6, title: titleOf('er-spoke-vpn') },
    { number: 7, title: titleOf('er') },
  ];
  t.deepEqual(actionFor(failed, [], 'link'), {
    type: 'open',
    title: 'Nightly: er does not pass on real clouds',
    body: 'Night: link\n\nwhy',
  });
  t.deepEqual(actionFor(failed, open, 'link'), {
    type: 'comment',
    number: 7,
    body: 'Night: link\n\nwhy',
  });
  t.deepEqual(actionFor(passed, open, 'link'), {
    type: 'close',
    number: 7,
    body: 'It passes again. Night: link',
  });
  t.is(actionFor(passed, [], 'link'), undefined);
});

test('the program tells gh what to do, a call an issue', (t) => {
  const reports = temporaryFolder(t);
  writeRun(reports, 'new-trouble', 'failed');
  writeRun(reports, 'old-trouble', 'failed');
  writeRun(reports, 'mended', 'passed');
  const open = [
    { number: 3, title: titleOf('old-trouble') },
    { number: 4, title: titleOf('mended') },
  ];
  const calls = tell(t, reports, open, ['new-trouble', 'old-trouble', 'mended'], 'failure');
  t.deepEqual(
    calls.map((call) => call.split(' ').slice(0, 3).join(' ')),
    [
      'issue list --state',
      'label create nightly',
      'issue create --title',
      'issue comment 3',
      'issue close 4',
      'label create nightly',
      'issue create --title',
    ],
  );
  t.regex(
    calls[2] ?? '',
    /--title Nightly: new-trouble does not pass on real clouds --label nightly/,
  );
  t.regex(calls[6] ?? '', /--title Nightly: sweep does not pass/);
});

test('a sweep that went well tells nothing', (t) => {
  const calls = tell(t, temporaryFolder(t), [], [], 'success');
  t.is(calls.length, 1);
});

/** Runs the program with a `gh` that writes down how it is called. */
function tell(
  t: ExecutionContext,
  reports: string,
  open: readonly object[],
  labs: readonly string[],
  sweep: string,
): readonly string[] {
  const folder = temporaryFolder(t);
  const gh = join(folder, 'gh');
  const calls = join(folder, 'calls');
  writeFileSync(join(folder, 'open.json'), JSON.stringify(open));
  writeFileSync(
    gh,
    `#!/bin/sh\necho "$*" >>'${calls}'\ncat >/dev/null\n[ "$2" != list ] || cat '${folder}/open.json'\n`,
  );
  chmodSync(gh, 0o755);
  const matrix = JSON.stringify(labs.map((lab) => ({ lab })));
  execFileSync(process.execPath, ['deploy/nightly/issues.ts', reports, matrix, sweep], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, NIGHT_LINK: 'link' },
  });
  return readFileSync(calls, 'utf8').trimEnd().split('\n');
}
