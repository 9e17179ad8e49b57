import test from 'ava';
import { parseResourceId } from '../../../steps/azure/resource-id.ts';
import { lng1, vnet1Sub1 } from '../../support/handles.ts';

test('a resource and a child of one', (t) => {
  t.deepEqual(parseResourceId(lng1.id), { resourceGroup: 'rg-we', name: 'lng1' });
  t.deepEqual(parseResourceId(vnet1Sub1.id), {
    resourceGroup: 'rg-we',
    name: 'vnet1-sub1',
    parent: 'vnet1',
  });
});

test('anything else is refused by name', (t) => {
  const error = t.throws(() => parseResourceId('i-0123456789'), { name: 'WirebookError' });
  t.regex(error.message, /i-0123456789/);
});
