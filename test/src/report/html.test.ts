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

const topology = `flowchart LR
  subgraph g1["vnet <hub> 10.0.0.0/16"]
    n1{{"gw AS 65515"}}
  end
  n2("er-tokyo<br/>Equinix, Tokyo")
  n1 ===|"primary"| n2
  linkStyle 0 stroke:#2da44e,stroke-width:4px`;

test('topologies are drawn, with their source, and load nothing', (t) => {
  const html = renderHtml(`# Lab\n\n\`\`\`mermaid\n${topology}\n\`\`\`\n\n\`\`\`sh\nls\n\`\`\`\n`);
  const [drawing = ''] = /<svg[^]*<\/svg>/.exec(html) ?? [];
  for (const label of [
    'vnet &lt;hub&gt; 10.0.0.0/16',
    'gw AS 65515',
    'Equinix, Tokyo',
    'primary',
  ]) {
    t.true(drawing.includes(label), label);
  }
  t.true(drawing.includes('#2da44e'), 'what is new stands out');
  t.notRegex(drawing, /@import|url\(|href/);
  t.regex(html, /<summary>Mermaid<\/summary><pre><code>flowchart LR\n/);
  t.regex(html, /<pre><code class="language-sh">ls\n<\/code><\/pre>/, 'other code stays code');
});

test('a diagram that cannot be drawn stays source', (t) => {
  const html = renderHtml('# Lab\n\n```mermaid\nnonsense <b>\n```\n');
  t.notRegex(html, /<svg/);
  t.regex(html, /<code class="language-mermaid">nonsense &lt;b&gt;\n<\/code>/);
});
