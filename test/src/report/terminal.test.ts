import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { displayWidth } from '../../../src/report/terminal-text.ts';
import { renderTerminal } from '../../../src/report/terminal.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';

const report = renderMarkdown(erIpsecBackup({ failing: true }));

test('a report in 80 columns', (t) => {
  t.snapshot(renderTerminal(report, { width: 80, color: false }));
});

test('colours change nothing but colours', (t) => {
  const plain = renderTerminal(report, { width: 100, color: false });
  const colored = renderTerminal(report, { width: 100, color: true });
  t.not(colored, plain);
  t.is(stripVTControlCharacters(colored), plain);
});

test('prose and tables fit any width; code is left as it is', (t) => {
  const markdown = report.replaceAll(/^```[\s\S]*?^```/gm, '');
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 160 }), (width) => {
      for (const line of renderTerminal(markdown, { width, color: false }).split('\n')) {
        t.true(displayWidth(line) <= width, `${width}: ${line}`);
      }
    }),
    { numRuns: 20 },
  );
});

test('inline markup, links, entities and lists', (t) => {
  const markdown = [
    'A **bold** `a|b` &amp; &#60;tag&#62; [here](#x) [there](https://example.net/a) <br> https://example.org',
    '1. one\n2. *two*\n   - nested',
    '> quoted\n>\n> twice',
    '- [x] done\n- [ ] **not** done',
    '---',
  ].join('\n\n');
  t.snapshot(renderTerminal(markdown, { width: 60, color: false }));
});

test('folded parts are unfolded, anchors leave nothing', (t) => {
  const markdown =
    '<a id="x"></a>\n\n<details>\n<summary>… 2 lines</summary>\n\n```text\na\nb\n```\n\n</details>\n';
  t.is(renderTerminal(markdown, { width: 60, color: false }), '… 2 lines\n\n  a\n  b\n');
});

test('a table too wide for the terminal becomes lists', (t) => {
  const markdown =
    '| Network | Next hop |\n| --- | --- |\n| 10.10.10.0/24 | 10.20.30.40 |\n| 10.0.0.0/8 | |\n';
  t.is(
    renderTerminal(markdown, { width: 22, color: false }),
    'Network: 10.10.10.0/24\nNext hop: 10.20.30.40\n\nNetwork: 10.0.0.0/8\n',
  );
});

test('no escape sequence gets through', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = renderTerminal(`x &#27;[31m ${text}`, { width: 40, color: false });
      t.notRegex(shown, /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
    }),
  );
});
