import test from 'ava';
import { closeProse, dropTitle, headingDepth } from '../../../src/report/prose.ts';

test('the last heading counts, code does not', (t) => {
  t.is(headingDepth('# A\n\n### B\n\n```sh\n# comment\n```\ntext'), 3);
  t.is(headingDepth('~~~\n# comment\n```\n# comment\n~~~\n'), undefined);
  t.is(headingDepth('#hashtag'), undefined);
});

test('an open fence is closed with its own mark', (t) => {
  t.is(closeProse('\n\na\n````ts\n```\nb\n'), 'a\n````ts\n```\nb\n````');
  t.is(closeProse('```\na\n```\n'), '```\na\n```');
  t.is(closeProse('``` `not a fence`'), '``` `not a fence`');
});

test('only the very title is dropped', (t) => {
  t.is(dropTitle('# A lab #\n\ntext', 'A lab'), '\ntext');
  t.is(dropTitle('# A lab', 'A lab'), '');
  t.is(dropTitle('# Another', 'A lab'), '# Another');
  t.is(dropTitle('## A lab', 'A lab'), '## A lab');
});
