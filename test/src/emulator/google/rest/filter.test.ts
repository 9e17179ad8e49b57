import test from 'ava';
import fc from 'fast-check';
import { readFilter } from '../../../../../src/emulator/google/rest/filter.ts';

const item = {
  name: 'azvpngw0',
  region: 'https://www.googleapis.com/compute/v1/projects/p/regions/us-east1',
  status: 'ESTABLISHED',
  priority: 1000,
  disabled: false,
  tags: { items: ['web', 'db'] },
  interfaces: [{ name: 'if0' }, { name: 'if1' }],
};

const cases: readonly (readonly [string, boolean])[] = [
  ['', true],
  ['name = azvpngw0', true],
  ['name="azvpngw0"', true],
  ['name = other', false],
  ['name != other', true],
  ['name:azvpn', true],
  ['name:azvpn*', true],
  ['name:gw*', false],
  ['description:*', false],
  ['(name = azvpngw0) AND (status = ESTABLISHED)', true],
  ['(name = azvpngw0) (status = STOPPED)', false],
  ['name = other OR status = ESTABLISHED', true],
  ['NOT name = other', true],
  ['name eq ".*(^|/)azvpngw0"', true],
  ['name eq azvpngw', false],
  ['region eq .*us-east1', true],
  ['name ne azvpngw.', false],
  ['priority > 999', true],
  ['priority < 1000', false],
  ['disabled = false', true],
  ['tags.items = db', true],
  ['interfaces.name = if1', true],
];

for (const [filter, expected] of cases) {
  test(`'${filter}' ${expected ? 'takes' : 'leaves'} the tunnel`, (t) => {
    t.is(readFilter(filter)(item), expected);
  });
}

for (const filter of ['name =', '(name = x', 'name = x)', 'name ~ x', 'name eq "("', '"']) {
  test(`'${filter}' is refused`, (t) => {
    t.throws(() => readFilter(filter), { message: /Invalid list filter expression/ });
  });
}

test('a name finds itself and nothing else', (t) => {
  const names = fc.stringMatching(/^[a-z][-a-z0-9]{0,20}$/);
  fc.assert(
    fc.property(names, names, (name, other) => {
      const filter = readFilter(`name = "${name}"`);
      return filter({ name }) && filter({ name: other }) === (name === other);
    }),
  );
  t.pass();
});
