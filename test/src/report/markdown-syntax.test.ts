import test from 'ava';
import fc from 'fast-check';
import { lexer, parseInline } from 'marked';
import type { Tokens } from 'marked';
import {
  blocks,
  escapeInline,
  fence,
  fold,
  markdownTable,
  quote,
  tableCell,
} from '../../../src/report/markdown-syntax.ts';
import { oneLine } from '../../../src/report/text.ts';

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('|', '\\', '`', '``', '\n', '*', '_', '~~', '&amp;', '&#35;', '<b>', ':100:'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** What a reader sees of inline HTML. */
const visible = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('blocks are parted by one blank line, empty ones left out', (t) => {
  t.is(blocks('a', '', undefined, 'b'), 'a\n\nb');
});

test('a fence is longer than any run of backticks inside', (t) => {
  t.is(fence('text', 'a ```` b'), '`````text\na ```` b\n`````');
  t.is(fence('sh', ''), '```sh\n\n```');
});

test('a fence holds any content', (t) => {
  fc.assert(
    fc.property(fc.array(text), (lines) => {
      const content = [...lines.map(oneLine), 'end'].join('\n');
      const [token, ...rest] = lexer(fence('text', content)) as Tokens.Code[];
      t.deepEqual(rest, []);
      t.is(token?.text, content);
    }),
  );
});

test('escaped text is seen as it was', (t) => {
  fc.assert(
    fc.property(text, (line) => {
      t.is(visible(parseInline(escapeInline(line), { async: false })), oneLine(line));
    }),
  );
});

test('escaping leaves names and addresses readable in the source', (t) => {
  for (const name of ['azurerm_public_ip.vng1_ip', '10.4.0.254/32', 'vm1 (eth0)', '12:30:45']) {
    t.is(escapeInline(name), name);
  }
  t.is(escapeInline('fd00:100::1'), '`fd00:100::1`');
  t.is(escapeInline('1. a'), String.raw`1\. a`);
});

test('a cell never breaks its row', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const [token, ...rest] = lexer(
        markdownTable(
          ['a', 'b'],
          rows.map((row) => row.map(tableCell)),
        ),
      ) as Tokens.Table[];
      t.deepEqual(rest, []);
      t.is(token?.rows.length, rows.length);
      for (const [index, cells] of (token?.rows ?? []).entries()) {
        t.is(cells.length, 2);
        const seen = visible(parseInline(cells[0]?.text ?? '', { async: false }));
        t.is(seen.replaceAll(/\s/g, ''), (rows[index]?.[0] ?? '').replaceAll(/\s/g, ''));
      }
    }),
  );
});

test('line feeds in a cell are breaks', (t) => {
  t.is(tableCell('\na|b\nc\n'), String.raw`a\|b<br>c`);
});

test('a folded part shows its summary as text', (t) => {
  t.true(fold('a <b>', 'x').includes('<summary>a &lt;b&gt;</summary>\n\nx\n\n</details>'));
});

test('quoting reaches every line', (t) => {
  t.is(quote('a\n\nb'), '> a\n>\n> b');
});
