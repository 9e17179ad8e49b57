import test from 'ava';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { applyFilters } from '../../../../../src/emulator/aws/query/filters.ts';
import { readParameters } from '../../../../../src/emulator/aws/query/parameters.ts';
import { element } from '../../../../../src/emulator/aws/query/xml.ts';
import { tunnelOptions } from '../../../../../src/emulator/aws/resources/tunnel-options.ts';

test('lists in parameters are read in order of their numbers', (t) => {
  const form = new URLSearchParams(
    'Filter.10.Name=b&Filter.2.Name=a&Filter.2.Value.2=y&Filter.2.Value.1=x&VpcId.1=v',
  );
  const parameters = readParameters(form);
  t.deepEqual(
    parameters.structures('Filter').map((it) => [it.text('Name'), it.texts('Value')]),
    [
      ['a', ['x', 'y']],
      ['b', []],
    ],
  );
  t.deepEqual(parameters.texts('VpcId'), ['v']);
});

test('any text comes back out of XML as it was', (t) => {
  const parser = new XMLParser({ parseTagValue: false, trimValues: false });
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), (text) => {
      const { a } = parser.parse(element('a', text)) as { a: string };
      t.is(a, text);
    }),
  );
  t.pass();
});

const items = ['web-1', 'web-12', 'w*b'].map((name) => ({ name, tags: {} }));
for (const [pattern, expected] of [
  ['web-1', ['web-1']],
  ['web-?', ['web-1']],
  ['web-*', ['web-1', 'web-12']],
  ['w\\*b', ['w*b']],
  ['*', ['web-1', 'web-12', 'w*b']],
  ['web.1', []],
] as const) {
  test(`the filter value ${pattern} matches ${expected.length}`, (t) => {
    const found = applyFilters(items, [{ name: 'name', values: [pattern] }], {
      name: ({ name }) => [name],
    });
    t.deepEqual(
      found.map(({ name }) => name),
      expected,
    );
  });
}

test('inside CIDRs that are chosen are free, usable /30 blocks', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (choice) => {
      const first = tunnelOptions({}, { used: [], choice, makeKey: () => 'abcdefgh' });
      const second = tunnelOptions(
        {},
        { used: [first.insideCidr], choice, makeKey: () => 'abcdefgh' },
      );
      t.not(first.insideCidr, second.insideCidr);
      t.regex(first.insideCidr, /^169\.254\.\d+\.\d+\/30$/);
    }),
  );
  t.pass();
});
