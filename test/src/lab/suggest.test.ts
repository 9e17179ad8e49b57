import test from 'ava';
import { didYouMean, suggest } from '../../../src/lab/suggest.ts';
import { slug } from '../../../src/lab/slug.ts';

test('near names are suggested, nearest only', (t) => {
  const names = ['list', 'ssh', 'status', 'er-ipsec-backup'];
  t.deepEqual(suggest('lst', names), ['list']);
  t.deepEqual(suggest('ER-IPSEC-BAKUP', names), ['er-ipsec-backup']);
  t.deepEqual(suggest('ipsec', names), ['er-ipsec-backup']);
  t.deepEqual(suggest('quantum', names), []);
});

test('without a near name, all are named', (t) => {
  t.is(didYouMean('vm11', ['vm1', 'gateway']), 'Did you mean "vm1"?');
  t.is(didYouMean('quantum', ['a', 'b']), 'There are: a, b.');
  t.is(didYouMean('quantum', []), 'There are none.');
});

test('slugs are words joined by hyphens, cut between words', (t) => {
  t.is(slug('VM1 pings 8.8.4.4'), 'vm1-pings-8-8-4-4');
  t.is(slug('…'), 'untitled');
  const long = slug('word '.repeat(40));
  t.true(long.length <= 60 && long.endsWith('word'));
});
