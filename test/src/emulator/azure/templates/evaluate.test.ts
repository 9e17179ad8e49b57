import test from 'ava';
import fc from 'fast-check';
import { evaluate, referencesIn } from '../../../../../src/emulator/azure/templates/evaluate.ts';
import type { Scope } from '../../../../../src/emulator/azure/templates/scope.ts';
import { groupId, subscriptionId } from '../support/local-azure.ts';

const given: Readonly<Record<string, unknown>> = {
  name: 'vm1',
  list: ['a', 'b'],
  size: { Tier: 'Basic' },
};

const scope: Scope = {
  subscriptionId,
  group: { id: groupId, name: 'rg', location: 'westeurope' },
  parameter: (name) => given[name],
  variable: (name) => `variable ${name}`,
  reference: (name, full) => ({ seen: name, full }),
};

const network = `${groupId}/providers/Microsoft.Network`;

const table: readonly (readonly [text: string, value: unknown])[] = [
  ['plain', 'plain'],
  ['[[escaped]', '[escaped]'],
  ['[half', '[half'],
  ["['it''s']", "it's"],
  ["[parameters('name')]", 'vm1'],
  ["[ PARAMETERS( 'name' ) ]", 'vm1'],
  ["[parameters('list')]", ['a', 'b']],
  ["[parameters('list')[1]]", 'b'],
  ["[parameters('size').tier]", 'Basic'],
  ["[parameters('size')['Tier']]", 'Basic'],
  ["[variables('x')]", 'variable x'],
  ["[concat('a', parameters('name'), 7)]", 'avm17'],
  ["[concat(parameters('list'), parameters('list'))]", ['a', 'b', 'a', 'b']],
  ['[concat()]', ''],
  ["[toUpper(concat('a', toLower('B')))]", 'AB'],
  ['[resourceGroup().location]', 'westeurope'],
  ['[subscription().subscriptionId]', subscriptionId],
  ["[resourceId('Microsoft.Network/virtualNetworks', 'v')]", `${network}/virtualNetworks/v`],
  [
    "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')]",
    `${network}/virtualNetworks/v/subnets/s`,
  ],
  [
    "[resourceId('other', 'Microsoft.Network/virtualNetworks', 'v')]",
    `/subscriptions/${subscriptionId}/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v`,
  ],
  [
    "[resourceId('sub', 'other', 'Microsoft.Network/virtualNetworks', 'v')]",
    '/subscriptions/sub/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v',
  ],
  ["[reference('c1')]", { seen: 'c1', full: false }],
  ["[reference('c1', '2021-01-01', 'Full').full]", true],
  ['[true()]', true],
  ['[null()]', null],
];

for (const [text, value] of table) {
  test(`${text} is ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(evaluate(text, scope), value);
  });
}

const wrong: readonly (readonly [text: string, message: RegExp])[] = [
  ['[]', /is not valid/],
  ["[concat('a']", /is not valid/],
  ["[concat('a' 'b')]", /is not valid/],
  ["['a' 'b']", /is not valid/],
  ['[1 + 2]', /is not valid: ' ?\+ 2'/],
  ['[copyIndex()]', /does not evaluate the template function 'copyIndex'/],
  ["[parameters('size').colour]", /'colour' doesn't exist, available properties are 'Tier'/],
  ["[resourceId('Microsoft.Network/virtualNetworks')]", /needs 1 resource name/],
  ["[concat(parameters('size'))]", /argument 1 is not a text/],
];

for (const [text, message] of wrong) {
  test(`${text} is refused`, (t) => {
    const error = t.throws(() => evaluate(text, scope));
    t.like(error, { code: 'InvalidTemplate' });
    t.regex(error.message, message);
  });
}

test('a reference is refused where nothing runs yet', (t) => {
  const { reference: _, ...early } = scope;
  const error = t.throws(() => evaluate("[reference('c1')]", early));
  t.regex(error.message, /'reference' is not expected at this location/);
});

test('expressions are found at any depth, and references with them', (t) => {
  const value = { a: [{ b: "[parameters('name')]" }, 7, null], c: "[reference('x').y]" };
  t.deepEqual(evaluate({ a: value.a }, scope), { a: [{ b: 'vm1' }, 7, null] });
  t.deepEqual(referencesIn(value, scope), ['x']);
});

test('any text comes back from a literal', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      t.is(evaluate(`['${text.replaceAll("'", "''")}']`, scope), text);
    }),
  );
  t.pass();
});
