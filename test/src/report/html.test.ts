import test from 'ava';
import { renderHtml } from '../../../src/report/html.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { createJournal, runStarted, steps } from './support/journal.ts';

test('one page, with its title, that loads nothing', (t) => {
  const journal = createJournal();
  journal.add(
    runStarted(steps({ a: 'First' }), {
      lab: { name: 'x', title: 'From <a> to * b', file: 'x.ts' },
    }),
  );
  journal.cell('a', {}, (cell) => cell.machine('vm1', 'echo', '<script>alert(1)</script>'));
  const html = renderHtml(renderMarkdown(journal.events));
  t.true(html.includes('<title>From &lt;a&gt; to * b</title>'));
  t.true(html.includes('&lt;script&gt;'));
  t.notRegex(html, /<script|<link|src=/);
});
