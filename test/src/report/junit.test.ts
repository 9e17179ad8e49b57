import test from 'ava';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderJUnit } from '../../../src/report/junit.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';
import { createJournal, runStarted, steps } from './support/journal.ts';

const parse = (xml: string): Record<string, unknown> =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', trimValues: false }).parse(
    xml,
  ) as Record<string, unknown>;

test('a lab is a suite, each step a case', (t) => {
  t.snapshot(renderJUnit(erIpsecBackup({ failing: true })));
});

test('verdicts become failures, errors and skips; names are unique', (t) => {
  const journal = createJournal();
  journal.add(
    runStarted(
      steps({ a: 'Same', b: 'Same', c: 'Broke', d: 'Blocked', e: 'Out of time', f: 'Never' }),
    ),
  );
  journal.cell('a', { durationMs: 1234 });
  journal.cell('b', { verdict: 'failed' }, (cell) => cell.value('answers', '3', '0'));
  journal.cell('c', {
    verdict: 'errored',
    error: { code: 'ssh-refused', message: 'refused', facts: { port: '22' }, next: 'Wait.' },
  });
  journal.add({ type: 'cell.finished', cell: 'd', attempt: 1, verdict: 'blocked', durationMs: 0 });
  journal.cell('e', { verdict: 'aborted' });
  journal.add({ type: 'teardown.started' });
  journal.add({
    type: 'teardown.finished',
    outcome: 'incomplete',
    durationMs: 1000,
    left: ['a_vnet.one'],
  });
  journal.add({ type: 'run.finished', verdict: 'errored', exitCode: 4, durationMs: 5000 });
  t.snapshot(renderJUnit(journal.events));
});

test('a run without an end is an error', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', { open: true });
  const xml = renderJUnit(journal.events);
  t.true(xml.includes('tests="2" failures="0" errors="2"'));
  t.true(xml.includes('the journal stops before the run does'));
});

test('it is XML whatever the texts hold', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const journal = createJournal();
      journal.add(runStarted(steps({ a: text }), { versions: { x: text } }));
      const error = { code: text, message: text, facts: { [text]: text }, next: text };
      journal.cell('a', { verdict: 'failed', error }, (cell) =>
        cell.value(text, text, `${text}]]>`),
      );
      const xml = renderJUnit(journal.events);
      t.true(XMLValidator.validate(xml) === true);
      t.notRegex(xml, /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/);
      t.true(xml.isWellFormed());
      t.true('testsuites' in parse(xml));
    }),
  );
});
