import test from 'ava';
import fc from 'fast-check';
import { lexer } from 'marked';
import type { JournalEvent, Topology } from '../../../src/lab/events.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';
import { createJournal, prose, runStarted, steps } from './support/journal.ts';
import type { CellWriter } from './support/journal.ts';

/** A run of one step. */
function oneStep(body: (cell: CellWriter) => void): readonly JournalEvent[] {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'Step a' })));
  journal.cell('a', {}, body);
  journal.add({ type: 'run.finished', verdict: 'passed', exitCode: 0, durationMs: 3000 });
  return journal.events;
}

test('a whole run reads like a walk-through', (t) => {
  t.snapshot(renderMarkdown(erIpsecBackup()));
});

test('a run that failed tells first what did not pass', (t) => {
  const markdown = renderMarkdown(erIpsecBackup({ failing: true }));
  const [head = '', tail = ''] = markdown.split('```mermaid');
  t.snapshot(head);
  t.snapshot(markdown.slice(markdown.indexOf('<a id="cell-21-learned">')));
  t.false(tail.includes('What did not pass'));
});

test('links lead to anchors that exist, once each', (t) => {
  const markdown = renderMarkdown(erIpsecBackup({ failing: true }));
  const links = [...markdown.matchAll(/\]\(#([^)]+)\)/g)].map(([, name]) => name);
  t.true(links.length >= 3);
  for (const link of links) t.is(markdown.split(`<a id="${link}"></a>`).length, 2);
});

test('the same run at another time, in other pieces, differs only in its start', (t) => {
  const events = erIpsecBackup();
  const later = events
    .map((event) => ({ ...event, at: new Date(Date.parse(event.at) + 86_400_000).toISOString() }))
    .flatMap((event): readonly JournalEvent[] =>
      event.type === 'command.output'
        ? [...event.text].map((text) => ({ ...event, text }))
        : [event],
    );
  const lines = renderMarkdown(events).split('\n');
  const laterLines = renderMarkdown(later).split('\n');
  const different = laterLines.filter((line, index) => line !== lines[index]);
  t.deepEqual(different, ['| **Started** | 2026-03-03 09:00:00 UTC |']);
});

test('a file that a step kept is linked, with its size', (t) => {
  const markdown = renderMarkdown(
    oneStep((cell) =>
      cell.add({ type: 'file', title: 'The circuit', path: 'files/02-a b.pcap', bytes: 1432 }),
    ),
  );
  t.true(markdown.includes('[The circuit](files/02-a%20b.pcap) (1.4 KB)'), markdown);
});

test('a journal without a start is refused', (t) => {
  const error = t.throws(() => renderMarkdown([]));
  t.like(error, { code: 'journal-without-start' });
});

test('a run whose process died says that it has no end', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First', b: 'Second', c: 'Third' })));
  journal.cell('a', {});
  journal.cell('b', { open: true }, (cell) => {
    cell.add({
      type: 'command.started',
      command: 'x',
      text: 'ping 8.8.4.4',
      where: { kind: 'machine', machine: 'vm1', user: 'hans' },
    });
    cell.add({ type: 'command.output', command: 'x', stream: 'stdout', text: 'PING 8.8.4.4\n' });
  });
  t.snapshot(renderMarkdown(journal.events));
});

test('an interrupted run names the signal, and what was kept', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First', b: 'Second' })));
  journal.cell('a', {
    verdict: 'aborted',
    error: { code: 'interrupted', message: 'Interrupted', facts: { 'last seen': 'Connecting' } },
  });
  journal.add({ type: 'run.interrupted', signal: 'SIGINT' });
  journal.add({ type: 'teardown.finished', outcome: 'kept', durationMs: 0 });
  journal.add({ type: 'run.finished', verdict: 'aborted', exitCode: 130, durationMs: 9000 });
  const markdown = renderMarkdown(journal.events);
  t.true(markdown.includes('| Verdict | **■ aborted**, interrupted by SIGINT |'));
  t.true(markdown.includes('| **Steps** | 1 aborted, 1 not reached |'));
  t.true(markdown.includes('| **Torn down** | no, kept: `npm run lab -- destroy small` ends it |'));
  t.true(markdown.includes('> - last seen: Connecting'));
  t.true(markdown.includes('*Not reached.*'));
});

test('an incomplete teardown lists what is left', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', {});
  journal.add({ type: 'teardown.started' });
  journal.add({
    type: 'teardown.finished',
    outcome: 'incomplete',
    durationMs: 61_000,
    left: ['azurerm_public_ip.vng1_ip', 'azurerm_resource_group.rg-we'],
    error: { code: 'in-use', message: 'The address is in use', facts: {}, next: 'Try again.' },
  });
  journal.add({ type: 'run.finished', verdict: 'passed', exitCode: 4, durationMs: 90_000 });
  const markdown = renderMarkdown(journal.events);
  t.snapshot(markdown.slice(0, markdown.indexOf('<a id=')));
});

test('what ended the run outside any cell is told', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.add({
    type: 'run.finished',
    verdict: 'errored',
    exitCode: 3,
    durationMs: 10,
    error: { code: 'disk-full', message: 'No space is left', facts: { folder: 'reports' } },
  });
  t.regex(renderMarkdown(journal.events), /> \*\*⚠ No space is left\*\*\n>\n> - folder: reports/);
});

test('a cell that ran several times shows the last attempt and says how many', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', { verdict: 'failed' }, (cell) => cell.value('answers', '3', '0'));
  journal.cell('a', { attempt: 2 }, (cell) => cell.value('answers', '3', '3'));
  journal.add({ type: 'run.finished', verdict: 'passed', exitCode: 0, durationMs: 3000 });
  const markdown = renderMarkdown(journal.events);
  t.true(markdown.includes('*It ran 2 times; this is the last.*'));
  t.true(markdown.includes('- ✔ answers: 3'));
  t.false(markdown.includes('✘'));
});

test('a resumed run keeps what earlier sessions did', (t) => {
  const journal = createJournal();
  const cells = steps({ a: 'First', b: 'Second' });
  journal.add(runStarted(cells));
  journal.cell('a', {}, (cell) => cell.value('answers', '3', '3'));
  journal.cell('b', { open: true });
  journal.add(runStarted(cells, { resumed: true }), 3_600_000);
  journal.add({
    type: 'cell.finished',
    cell: 'a',
    attempt: 2,
    verdict: 'skipped',
    durationMs: 0,
  });
  journal.cell('b', { attempt: 2 });
  journal.add({ type: 'run.finished', verdict: 'passed', exitCode: 0, durationMs: 4000 });
  const markdown = renderMarkdown(journal.events);
  t.true(markdown.includes('| **Steps** | 2 passed |'));
  t.true(markdown.includes('- ✔ answers: 3'));
  t.true(markdown.includes('*It ran 2 times; this is the last.*'));
  t.regex(markdown, /\| \*\*Duration\*\* \| \d.*s, in 2 sessions \|/);
});

test('a blocked cell names the root of it, not what is blocked as well', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First', b: 'Second', c: 'Third' })));
  journal.cell('a', { verdict: 'errored' });
  for (const cell of ['b', 'c']) {
    journal.add({ type: 'cell.finished', cell, attempt: 1, verdict: 'blocked', durationMs: 0 });
  }
  const third = renderMarkdown(journal.events).split('<a id="cell-c">')[1] ?? '';
  t.true(third.includes('*Not run: it needs* [First](#cell-a) *to pass.*'));
  t.false(third.includes('Second'));
});

test('an error is quoted with its facts and what to do next', (t) => {
  const journal = createJournal();
  journal.add(runStarted(steps({ a: 'First' })));
  journal.cell('a', {
    verdict: 'errored',
    error: {
      code: 'ssh-refused',
      message: 'vm1 refused the connection',
      facts: { address: '203.0.113.4', 'last seen': 'line one\n\n```\nline | three' },
      next: 'Look at the security rules.',
    },
  });
  const markdown = renderMarkdown(journal.events);
  t.snapshot(markdown.slice(markdown.indexOf('## ')));
});

test('prose stays as it is, without the title it repeats, and with the fence it forgot', (t) => {
  const journal = createJournal();
  const html = '<b>bold</b> & *so* on | $x$';
  journal.add(
    runStarted([
      prose('p1', `# A small lab\n\n${html}\n\n## Deeper\n\n### Still deeper`),
      ...steps({ a: 'Step a' }),
      prose('p2', '## Code\n\n~~~~sh\necho # no heading'),
      ...steps({ b: 'Step b' }),
    ]),
  );
  const markdown = renderMarkdown(journal.events);
  t.is(markdown.split('A small lab').length, 2);
  t.true(markdown.includes(html));
  t.true(markdown.includes('\n#### ○ Step a'));
  t.true(markdown.includes('echo # no heading\n~~~~\n'));
  t.true(markdown.includes('\n### ○ Step b'));
});

test('commands: scripts, exit codes, signals, output that folds', (t) => {
  const markdown = renderMarkdown(
    oneStep((cell) => {
      cell.machine('vm1', 'cat <<E\nhello\nE', 'hello\n');
      cell.machine('vm1', 'false', '', 1);
      cell.machine('vm1', 'sleep 100', '', null);
      cell.machine('vm2', 'apt-get update', '\u001B[32m 0%\u001B[0m\r 50%\r100% done\r\n');
      cell.machine('vm2', 'seq 40', Array.from({ length: 40 }, (_, n) => `${n + 1}\n`).join(''));
    }),
  );
  t.snapshot(markdown.slice(markdown.indexOf('##')));
});

test('checks: values and tables, passed and failed', (t) => {
  const columns = ['Peer', 'Status'];
  const markdown = renderMarkdown(
    oneStep((cell) => {
      cell.value('status', 'Connected', 'a|b\nc');
      cell.table(
        'peers',
        {
          columns,
          rows: [
            { Peer: '10.4.0.254', Status: 'Connected' },
            { Peer: '10.9.0.1', Status: 'Connected' },
          ],
        },
        {
          columns: [...columns, 'Routes'],
          rows: [{ Peer: '10.4.0.254', Status: 'Connecting', Routes: '0' }],
        },
      );
      cell.table('no peers', { columns, rows: [] }, { columns, rows: [] });
      cell.add({
        type: 'table',
        title: 'Shown',
        table: { columns, rows: [{ Peer: 'fd00:100::1', Status: '<script>' }] },
      });
    }),
  );
  t.snapshot(markdown.slice(markdown.indexOf('##')));
});

test('resources that failed or never ended are named', (t) => {
  const resource = { type: 'resource', action: 'create' } as const;
  const markdown = renderMarkdown(
    oneStep((cell) => {
      cell.add({ ...resource, address: 'a_vnet.one', status: 'done', durationMs: 1200 });
      cell.add({ ...resource, address: 'a_vnet.two', status: 'done', durationMs: 4200 });
      cell.add({ ...resource, address: 'a_vnet.three', status: 'started' });
      cell.add({ ...resource, address: 'a_vnet.four', status: 'started' });
      cell.add({ ...resource, address: 'a_vnet.four', status: 'failed', error: 'Overlaps\n10.0' });
    }),
  );
  t.true(markdown.includes('2 resources created, the slowest a_vnet.two in 4.2s.'));
  t.true(markdown.includes('- ✘ a_vnet.four: Overlaps 10.0'));
  t.true(markdown.includes('1 resource begun and without an end: a_vnet.three.'));
});

test('a topology is drawn once, and again where it changes', (t) => {
  const journal = createJournal();
  const topology: Topology = {
    groups: [],
    nodes: [{ id: 'a', label: 'a', kind: 'router' }],
    edges: [],
  };
  journal.add(runStarted(steps({ a: 'First', b: 'Same', c: 'Other' })));
  journal.cell('a', {}, (cell) => cell.add({ type: 'topology', topology }));
  journal.cell('b', {}, (cell) => cell.add({ type: 'topology', topology }));
  journal.cell('c', {}, (cell) =>
    cell.add({ type: 'topology', topology: { ...topology, nodes: [] } }),
  );
  const parts = renderMarkdown(journal.events).split('```mermaid');
  t.is(parts.length, 3);
  t.true(parts[1]?.trimEnd().endsWith('- Gone: a'));
});

const structure = (markdown: string): readonly string[] =>
  lexer(markdown)
    .filter(({ type }) => type !== 'space')
    .map(({ type }) => type);

test('no output breaks out of its block', (t) => {
  const harmless = structure(renderMarkdown(oneStep((cell) => cell.machine('vm1', 'x', 'y'))));
  const nasty = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('```', '````\n', '~~~', '\n', '</details>', '# x', '<!--', '\r', '> ', '`'),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(nasty, nasty, (output, command) => {
      const markdown = renderMarkdown(
        oneStep((cell) => cell.machine('vm1', command.join(''), output.join(''))),
      );
      const seen = structure(markdown);
      // Output of many lines folds, and so adds a block of its own.
      if (!markdown.includes('<details>\n<summary>… ')) t.deepEqual(seen, harmless);
    }),
  );
  t.pass();
});

test('no text in a check, a title or an error changes the structure of a report', (t) => {
  const render = (text: string): string => {
    const journal = createJournal();
    journal.add(runStarted(steps({ a: `s${text}` })));
    journal.cell(
      'a',
      {
        verdict: 'failed',
        error: { code: 'x', message: `m${text}`, facts: { [`f${text}`]: 'v' } },
      },
      (cell) => {
        cell.value(`t${text}`, `e${text}`, `s${text}.`);
        cell.add({
          type: 'table',
          title: `t${text}`,
          table: { columns: [`c${text}`, 'd'], rows: [{ [`c${text}`]: text, d: text }] },
        });
      },
    );
    return renderMarkdown(journal.events);
  };
  const harmless = structure(render(''));
  const nasty = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          '|',
          '\\',
          '`',
          '\n',
          '\n\n',
          '# ',
          '<b>',
          '-->',
          '*',
          '_',
          '[a](b)',
          '---',
        ),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(nasty, (text) => {
      t.deepEqual(structure(render(text)), harmless);
    }),
  );
});
