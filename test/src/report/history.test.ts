import test from 'ava';
import fc from 'fast-check';
import type { Verdict } from '../../../src/lab/events.ts';
import { historiesOf, isFlaky } from '../../../src/report/history.ts';
import { renderHistories } from '../../../src/report/markdown-history.ts';
import { buildModel } from '../../../src/report/model.ts';
import { createJournal, runStarted, steps } from './support/journal.ts';

/** A run of the lab `small`, as many days after the first. */
function run(day: number, verdict: Verdict, lab = 'small') {
  const journal = createJournal();
  const runId = `run-${day}`;
  const place = { name: lab, title: lab, file: `labs/${lab}/lab.ts` };
  journal.add(runStarted(steps({ a: 'Step a' }), { runId, lab: place }));
  journal.cell('a', { verdict });
  journal.add({ type: 'run.finished', verdict, exitCode: 0, durationMs: 3000 });
  const events = journal.events.map((event) => ({
    ...event,
    at: new Date(Date.parse(event.at) + day * 86_400_000).toISOString(),
  }));
  return { model: buildModel(events), report: `${lab}/${runId}/report.md` };
}

const verdict = fc.constantFrom<Verdict>('passed', 'failed', 'errored', 'aborted', 'skipped');

test('one change is a break or a mend, two are flakiness; what was stopped says nothing', (t) => {
  t.false(isFlaky([]));
  t.false(isFlaky(['passed', 'passed', 'passed']));
  t.false(isFlaky(['failed', 'passed', 'passed']));
  t.false(isFlaky(['passed', 'aborted', 'passed']));
  t.false(isFlaky(['failed', 'errored', undefined, 'passed']));
  t.true(isFlaky(['passed', 'failed', 'passed']));
  t.true(isFlaky(['failed', 'skipped', 'passed', 'errored']));
});

test('flaky forwards is flaky backwards', (t) => {
  fc.assert(
    fc.property(fc.array(verdict), (verdicts) => {
      t.is(isFlaky(verdicts), isFlaky(verdicts.toReversed()));
    }),
  );
  t.pass();
});

test('runs are grouped by lab, newest first, whatever order they are read in', (t) => {
  const runs = [run(2, 'failed'), run(1, 'passed'), run(3, 'passed', 'other'), run(0, 'passed')];
  const histories = historiesOf(runs);
  t.deepEqual(
    histories.map(({ lab, runs: all }) => [lab, all.map(({ runId }) => runId)]),
    [
      ['other', ['run-3']],
      ['small', ['run-2', 'run-1', 'run-0']],
    ],
  );
  t.deepEqual(historiesOf(runs.toReversed()), histories);
});

test('what changed is told since the last pass, and only when the newest did not pass', (t) => {
  const [failed] = historiesOf([run(0, 'passed'), run(1, 'passed'), run(2, 'failed')]);
  t.is(failed?.sinceLastPass?.runId, 'run-1');
  t.is(failed?.sinceLastPass?.difference.cells.length, 1);
  const [mended] = historiesOf([run(0, 'passed'), run(1, 'failed'), run(2, 'passed')]);
  t.is(mended?.sinceLastPass, undefined);
  t.true(mended?.flaky);
});

test('one page: how each lab ended, with links to its runs', (t) => {
  const page = renderHistories(
    historiesOf([run(0, 'passed'), run(1, 'failed'), run(2, 'passed'), run(2, 'failed', 'other')]),
  );
  t.true(page.includes('1 of 2 labs passed, 1 flaky.'), page);
  t.regex(page, /\[small\]\(small\/run-2\/report\.md\).*✔ passed, \*\*flaky\*\*/);
  t.regex(page, /\[other\]\(other\/run-2\/report\.md\).*failed/);
});

test('with a limit the page keeps its table, and says what it left out', (t) => {
  const histories = historiesOf([run(0, 'passed'), run(1, 'failed')]);
  const whole = renderHistories(histories);
  t.is(renderHistories(histories, Buffer.byteLength(whole)), whole);
  const short = renderHistories(histories, Buffer.byteLength(whole) - 1);
  t.true(short.includes('| [small](small/run-1/report.md)'));
  t.regex(short, /\*Shortened to \d+ bytes: without what changed/);
  t.false(short.includes('since it last passed'));
});
