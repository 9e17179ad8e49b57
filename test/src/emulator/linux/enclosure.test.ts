import test from 'ava';
import { enclose, explain } from '../../../../src/emulator/linux/enclosure.ts';

const cases: readonly (readonly [string, boolean, RegExp])[] = [
  ['spawnSync unshare ENOENT', false, /Install util-linux/],
  [
    'unshare: write failed /proc/123/uid_map: newuidmap: uid range not allowed',
    false,
    /add-subuids/,
  ],
  ['unshare: mount /proc failed: Operation not permitted', true, /--privileged/],
  ['unshare: unshare failed: Operation not permitted', true, /SYS_ADMIN/],
  ['unshare: unshare failed: No space left on device', false, /max_user_namespaces/],
];
for (const [message, root, remedy] of cases) {
  test(`why not, and what then: ${message}`, (t) => {
    const why = explain(message, root);
    t.regex(why.remedy, remedy);
    t.not(why.reason, '');
  });
}

test('the program and its arguments come last, untouched by a shell', (t) => {
  const { file, args } = enclose(['node', 'a b.ts', '$(c)']);
  t.is(file, 'unshare');
  t.deepEqual(args.slice(-3), ['node', 'a b.ts', '$(c)']);
});
