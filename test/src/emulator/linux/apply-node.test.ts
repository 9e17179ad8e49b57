import test from 'ava';
import { findFailure } from '../../../../src/emulator/linux/apply-node.ts';

const ip = [
  'addr replace 10.0.0.1/32 dev lo',
  'rule add pref 1',
  'route del 10.0.0.0/8',
  'route replace x',
];

const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['silence', '@ip\n@nft\n', undefined],
  ['there already', '@ip\nRTNETLINK answers: File exists\nCommand failed -:2\n', undefined],
  ['gone already', '@ip\nRTNETLINK answers: No such process\nCommand failed -:3\n', undefined],
  ['no such device', '@ip\nCannot find device "x"\nCommand failed -:4\n', 'ip route replace x'],
  ['nft', '@ip\n@nft\n/dev/stdin:1:1: Error: syntax\n', 'nft'],
  ['iptables', '@ip\n@iptables\niptables-restore: line 4 failed\n@nft\n', 'iptables'],
  [
    'no IPv6',
    'sh: 1: cannot create /proc/sys/net/ipv6/x: Directory nonexistent\n@sysctl ipv6/x\n@ip\n',
    undefined,
  ],
  ['a refused setting', 'sh: echo: I/O error\n@sysctl ipv4/x\n@ip\n', 'sysctl ipv4/x'],
];
for (const [name, stderr, command] of cases) {
  test(`what went wrong: ${name}`, (t) => {
    t.is(findFailure(stderr, { ip })?.command, command);
  });
}
