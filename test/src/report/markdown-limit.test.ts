import test from 'ava';
import fc from 'fast-check';
import { lexer } from 'marked';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { renderMarkdownWithin, smallestLimit } from '../../../src/report/markdown-limit.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';
import { createJournal, prose, runStarted, steps } from './support/journal.ts';

const sizeOf = (text: string): number => Buffer.byteLength(text);
const noteOf = (markdown: string): string => /\*Shortened to .*\*/.exec(markdown)?.[0] ?? '';

/** A step that passed with long and short output and a table, a step that failed with output, prose between them. */
function aRun({ prose: text = 'Prose of the lab.', lines = 400, pages = 1 } = {}): JournalEvent[] {
  const journal = createJournal();
  const titles = Object.fromEntries(
    Array.from({ length: pages }, (_, index) => [`more${index}`, `Further step ${index}`]),
  );
  journal.add(
    runStarted([
      prose('p', `# A small lab\n\n${text}`),
      ...steps({ look: 'Look', probe: 'Probe', ...titles }),
    ]),
  );
  journal.cell('look', {}, (cell) => {
    cell.machine('vm1', 'ip route', numbered('route', lines));
    cell.machine('vm1', 'dmesg', numbered('vm1-of-the-lab', 20));
    cell.machine('vm1', 'hostname', 'short\n');
    const table = { columns: ['Prefix'], rows: [{ Prefix: '10.1.0.0/16' }] };
    cell.table('Routes of vm1', table, table);
  });
  journal.cell('probe', { verdict: 'failed' }, (cell) => {
    cell.machine('vm2', 'ping 10.1.0.4', numbered('lost', lines), 1);
    cell.value('Answers', 'yes', 'no-answer-at-all');
  });
  journal.add({ type: 'run.finished', verdict: 'failed', exitCode: 1, durationMs: 3000 });
  return journal.events;
}

const numbered = (word: string, lines: number): string =>
  Array.from({ length: lines }, (_, index) => `${word} ${index} €\n`).join('');

test('a report that fits is the whole report', (t) => {
  const events = erIpsecBackup();
  const whole = renderMarkdown(events);
  t.is(renderMarkdownWithin(events, sizeOf(whole)), whole);
  t.is(noteOf(renderMarkdownWithin(events, sizeOf(whole) - 1)).includes('Shortened'), true);
});

test('captured output goes first: long ones of steps that passed, then more', (t) => {
  const events = aRun();
  const whole = sizeOf(renderMarkdown(events));

  const first = renderMarkdownWithin(events, whole - 1);
  t.true(noteOf(first).includes('without outputs of more than 30 lines in steps that passed'));
  t.regex(first, /ip route\n```\n\n\*400 lines of output left out\.\*/);
  t.false(first.includes('route 7 '));
  for (const kept of ['vm1-of-the-lab', '10.1.0.0/16', 'lost 7 ', 'Prose of the lab']) {
    t.true(first.includes(kept), kept);
  }

  const second = renderMarkdownWithin(events, sizeOf(first) - 10);
  t.true(noteOf(second).includes('without outputs of commands in steps that passed'));
  t.false(second.includes('vm1-of-the-lab'));
  t.regex(second, /\*20 lines of output left out\.\*[\s\S]*hostname\nshort/);
  t.true(second.includes('lost 7 '));

  const third = renderMarkdownWithin(events, sizeOf(second) - 10);
  t.true(noteOf(third).includes('without outputs of commands.'));
  t.false(third.includes('lost 7 '));
  t.true(third.includes('10.1.0.0/16'));
  t.true(third.includes('*Exit code 1.*'));
});

test('then what steps recorded; what did not pass stays to the last', (t) => {
  const events = aRun({ prose: 'word '.repeat(2000), lines: 400 });
  const page = renderMarkdownWithin(events, 9000);
  t.true(noteOf(page).includes('without all that steps recorded apart from'), noteOf(page));
  t.false(page.includes('word word'));
  t.regex(page, /What did not pass:[\s\S]*Probe/);
  t.regex(page, /no-answer-at-all/);
});

test('what still does not fit loses its end, between blocks', (t) => {
  const events = aRun({ pages: 500 });
  const page = renderMarkdownWithin(events, smallestLimit);
  t.true(sizeOf(page) <= smallestLimit);
  t.true(page.endsWith('*The rest has no room here.*\n'), page.slice(-200));
  t.true(page.startsWith('# A small lab\n\n*Shortened to 4000 bytes'));
});

test('a head that is longer than the limit is cut, not within a character', (t) => {
  const journal = createJournal();
  const lab = { name: 'small', title: 'é'.repeat(6001), file: 'labs/small/lab.ts' };
  journal.add(runStarted(steps({ a: 'A' }), { lab }));
  const page = renderMarkdownWithin(journal.events, smallestLimit);
  t.true(sizeOf(page) <= smallestLimit);
  t.false(page.includes('\uFFFD'));
});

test('whatever the limit: never longer, a title, and no block left open', (t) => {
  const events = [...aRun({ pages: 60 })];
  const whole = sizeOf(renderMarkdown(events));
  fc.assert(
    fc.property(fc.integer({ min: smallestLimit, max: whole + 100 }), (limit) => {
      const page = renderMarkdownWithin(events, limit);
      t.true(sizeOf(page) <= limit);
      const [first, ...rest] = lexer(page);
      t.is(first?.type, 'heading');
      t.is(page.split('<details>').length, page.split('</details>').length);
      // A fence that nothing closes would run to the end of the page.
      for (const token of rest) if (token.type === 'code') t.regex(token.raw.trimEnd(), /`{3,}$/);
    }),
  );
});
