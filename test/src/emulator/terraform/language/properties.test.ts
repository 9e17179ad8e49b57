import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import test from 'ava';
import { evaluate } from '../../../../../src/emulator/terraform/language/evaluate.ts';
import { parseTemplate } from '../../../../../src/emulator/terraform/language/parse-expression.ts';
import { constant } from '../../../../../src/emulator/terraform/language/type-constraint.ts';
import { toJson } from '../../../../../src/emulator/terraform/schema.ts';

const run = (text: string) => toJson(evaluate(parseTemplate(text), constant));
const escaped = (text: string): string =>
  text.replaceAll(/[$%]\{/g, (marker) => `${marker[0]}${marker}`);
/** Text with what is special in templates much more often than by chance. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('$', '{', '}', '%', '"', '\\', '\n', '~', '#', '/'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});
/** `$${` in the value itself would read as an escape of what follows. */
const unambiguousText = (value: string): boolean => !/\$\$\{|%%\{|\$$|%$/.test(value);
const unambiguous = text.filter(unambiguousText);
/** Two escapes of JSON, \b and \f, are none of Terraform. */
const quote = (value: string): string =>
  escaped(JSON.stringify(value)).replaceAll(/\\(.)/g, (whole, letter: string) => {
    return { b: '\\u0008', f: '\\u000c' }[letter] ?? whole;
  });

test('an escaped text gives itself', (t) => {
  fc.assert(fc.property(unambiguous, (value) => run(escaped(value)) === value));
  t.pass();
});

test('a quoted text gives itself', (t) => {
  fc.assert(fc.property(unambiguous, (value) => run(`\${${quote(value)}}`) === value));
  t.pass();
});

test('a template is its parts in order', (t) => {
  fc.assert(
    fc.property(fc.array(fc.oneof(unambiguous, fc.integer()), { minLength: 2 }), (parts) => {
      const template = parts
        .map((part) => (typeof part === 'number' ? `\${${part}}` : `\${${quote(part)}}`))
        .join('');
      return run(template) === parts.join('');
    }),
  );
  t.pass();
});

test('jsondecode takes back what jsonencode makes', (t) => {
  const json = fc
    .jsonValue({ maxDepth: 3 })
    .filter((value) => !/__proto__/.test(JSON.stringify(value)))
    .filter((value) => unambiguousText(JSON.stringify(value)));
  fc.assert(
    fc.property(json, (value) => {
      const once = run(`\${jsonencode(jsondecode(${quote(JSON.stringify(value))}))}`);
      return isDeepStrictEqual(JSON.parse(String(once)), JSON.parse(JSON.stringify(value)));
    }),
  );
  t.pass();
});

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
const network = fc.record({
  address: fc.nat(2 ** 32 - 1),
  length: fc.integer({ min: 1, max: 24 }),
  newBits: fc.integer({ min: 1, max: 8 }),
  number: fc.nat(255),
});

test('cidrsubnet and cidrhost are arithmetic', (t) => {
  fc.assert(
    fc.property(network, ({ address, length, newBits, number }) => {
      const base = Math.floor(address / 2 ** (32 - length)) * 2 ** (32 - length);
      const chosen = number % 2 ** newBits;
      const expected = base + chosen * 2 ** (32 - length - newBits);
      const prefix = `${toAddress(address)}/${length}`;
      t.is(
        run(`\${cidrsubnet("${prefix}", ${newBits}, ${chosen})}`),
        `${toAddress(expected)}/${length + newBits}`,
      );
      t.is(toNumber(String(run(`\${cidrhost("${prefix}", ${number})}`))), base + number);
      t.is(toNumber(String(run(`\${cidrnetmask("${prefix}")}`))), 2 ** 32 - 2 ** (32 - length));
    }),
  );
});

test('cidrsubnets gives networks that lie inside and do not overlap', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 4, max: 10 }), { minLength: 1, maxLength: 12 }),
      (bits) => {
        const made = run(`\${cidrsubnets("10.0.0.0/8", ${bits.join(', ')})}`) as readonly string[];
        const ranges = made.map((prefix) => {
          const [address = '', length = ''] = prefix.split('/');
          const start = toNumber(address);
          return { start, end: start + 2 ** (32 - Number(length)), length: Number(length) };
        });
        t.deepEqual(
          ranges.map(({ length }) => length),
          bits.map((more) => 8 + more),
        );
        for (const [index, { start, end }] of ranges.entries()) {
          t.true(start >= toNumber('10.0.0.0') && end <= toNumber('11.0.0.0'));
          t.true(index === 0 || start >= (ranges[index - 1]?.end ?? 0));
          t.is(start % (end - start), 0);
        }
      },
    ),
  );
});

test('arithmetic follows the precedence of the operators', (t) => {
  const integer = fc.integer({ min: -50, max: 50 });
  const operator = fc.constantFrom('+', '-', '*', '==', '!=', '<', '<=', '>', '>=');
  fc.assert(
    fc.property(
      integer,
      fc.constantFrom<Sign>('+', '-', '*'),
      integer,
      operator,
      integer,
      (a, x, b, y, c) => {
        t.is(run(`\${${a} ${x} ${b} ${y} ${c}}`), expected(a, x, b, y, c));
      },
    ),
  );
});

type Sign = '+' | '-' | '*';
const two = (left: number, sign: Sign, right: number): number => {
  const results = { '+': left + right, '-': left - right, '*': left * right };
  return results[sign];
};

/** Multiplication first, comparison last, otherwise from left to right. A zero keeps its sign, as Terraform's does: -3 * 0 is -0. */
function expected(a: number, x: Sign, b: number, y: string, c: number): number | boolean {
  if (y === '*' && x !== '*') return two(a, x, b * c);
  const left = two(a, x, b);
  if (y === '+' || y === '-' || y === '*') return two(left, y, c);
  const comparisons = new Map([
    ['==', left === c],
    ['!=', left !== c],
    ['<', left < c],
    ['<=', left <= c],
    ['>', left > c],
    ['>=', left >= c],
  ]);
  return comparisons.get(y) ?? false;
}
