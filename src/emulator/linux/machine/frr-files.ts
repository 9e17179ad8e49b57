import type { MachineFile } from './files.ts';

/**
 * Pure: FRR's files as its Debian package has them; nothing where the host has no FRR.
 * @param runsIt whether the daemons are the machine's own to start and stop
 */
export function frrFiles(hostPasswd: string, hostname: string, runsIt: boolean): MachineFile[] {
  const [, , uid, gid] = accountOf(hostPasswd) ?? [];
  if (uid === undefined || gid === undefined) return [];
  const owned = { mode: 0o640, owner: Number(uid), group: Number(gid) };
  return [
    ...(runsIt ? [{ path: '/etc/frr/daemons', content: daemons, ...owned }] : []),
    { path: '/etc/frr/frr.conf', content: emptyConfiguration(hostname), ...owned },
    // vtysh asks for the account of whoever is in the group of its users.
    {
      path: '/etc/pam.d/frr',
      content: 'auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n',
      mode: 0o644,
    },
    { path: '/etc/frr/vtysh.conf', content: 'service integrated-vtysh-config\n', ...owned },
  ];
}

function accountOf(passwd: string): string[] | undefined {
  return passwd
    .split('\n')
    .find((line) => line.startsWith('frr:'))
    ?.split(':');
}

function emptyConfiguration(hostname: string): string {
  return `frr defaults traditional
hostname ${hostname}
log syslog informational
service integrated-vtysh-config
!
`;
}

const optional = [
  'bgpd',
  'ospfd',
  'ospf6d',
  'ripd',
  'ripngd',
  'isisd',
  'pimd',
  'pim6d',
  'ldpd',
  'nhrpd',
  'eigrpd',
  'babeld',
  'sharpd',
  'pbrd',
  'bfdd',
  'fabricd',
  'vrrpd',
  'pathd',
];

/** No syslog runs in a machine, so the daemons also write a file. */
const daemons = `# Which daemons frrinit.sh starts besides zebra and staticd: yes or no.
${optional.map((name) => `${name}=no`).join('\n')}

vtysh_enable=yes
zebra_options="  -A 127.0.0.1 -s 90000000"
${optional.map((name) => `${name}_options="  -A ${/6|ng/.test(name) ? '::1' : '127.0.0.1'}"`).join('\n')}
staticd_options="-A 127.0.0.1"
frr_global_options="--log file:/var/log/frr/frr.log"
`;
