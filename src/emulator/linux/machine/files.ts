import type { MachineNode } from '../../fabric/fabric.ts';
import { frrFiles } from './frr-files.ts';

/** A file of a machine. `path` is absolute inside it. */
export interface MachineFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** @default 0 */
  readonly owner?: number;
  /** @default owner */
  readonly group?: number;
}

export const loginUid = 1000;

/** What a machine is made of, besides the programs that it shares with the host. */
export interface MachineIdentity {
  readonly machine: MachineNode;
  /** crypt(3) hash of the password; absent when there is none. */
  readonly passwordHash?: string;
  /** The host's account files: system accounts are taken over. */
  readonly hostPasswd: string;
  readonly hostGroup: string;
  /** Address that sshd listens at. @default all */
  readonly sshAddress?: string;
  /** Its vtysh talks to FRR daemons outside. @default false */
  readonly showsOthersFrr?: boolean;
}

/** Pure: files written when a machine is made. */
export function machineFiles(identity: MachineIdentity): MachineFile[] {
  const { machine } = identity;
  return [
    { path: '/etc/hostname', content: `${machine.hostname}\n`, mode: 0o644 },
    { path: '/etc/hosts', content: hosts(machine.hostname), mode: 0o644 },
    // No resolver: a name fails at once instead of after seconds.
    { path: '/etc/resolv.conf', content: '', mode: 0o644 },
    { path: '/etc/nsswitch.conf', content: nameServices, mode: 0o644 },
    { path: '/etc/pam.d/sudo', content: permitAll, mode: 0o644 },
    { path: '/etc/sudoers', content: sudoers(machine.user), mode: 0o440 },
    { path: '/etc/ssh/sshd_config', content: sshdConfig(identity.sshAddress), mode: 0o644 },
    { path: '/etc/motd', content: '', mode: 0o644 },
    { path: '/etc/strongswan.d/charon-file-log.conf', content: charonLog, mode: 0o644 },
    ...frrFiles(identity.hostPasswd, machine.hostname, !identity.showsOthersFrr),
    ...accountFiles(identity),
    ...keyFiles(machine),
  ];
}

/** Pure: files that follow the machine's login data. */
export function accountFiles({
  machine,
  passwordHash,
  hostPasswd,
  hostGroup,
}: MachineIdentity): MachineFile[] {
  const home = homeOf(machine.user);
  const system = hostPasswd.split('\n').filter(isSystemAccount);
  const names = system.map((line) => line.split(':')[0] ?? '');
  const isRoot = machine.user === 'root';
  const passwd = [
    ...system.filter((line) => !line.startsWith(`${machine.user}:`) || isRoot),
    ...(isRoot ? [] : [`${machine.user}:x:${loginUid}:${loginUid}::${home}:/bin/bash`]),
  ];
  const groups = [
    ...hostGroup
      .split('\n')
      .filter(isSystemAccount)
      .filter((line) => !line.startsWith(`${machine.user}:`) || isRoot)
      .map((line) => withMembers(line, machine.user, names)),
    ...(isRoot ? [] : [`${machine.user}:x:${loginUid}:`]),
  ];
  const shadow = [
    ...names.filter((name) => name !== machine.user).map((name) => `${name}:*:19000:0:99999:7:::`),
    // A star, unlike an exclamation mark, leaves the account open for keys.
    `${machine.user}:${passwordHash ?? '*'}:19000:0:99999:7:::`,
  ];
  return [
    { path: '/etc/passwd', content: lines(passwd), mode: 0o644 },
    { path: '/etc/group', content: lines(groups), mode: 0o644 },
    { path: '/etc/shadow', content: lines(shadow), mode: 0o600 },
  ];
}

export function keyFiles(machine: MachineNode): MachineFile[] {
  return [
    {
      path: `${homeOf(machine.user)}/.ssh/authorized_keys`,
      content: lines(machine.authorizedKeys.map((key) => key.trim())),
      mode: 0o600,
      owner: machine.user === 'root' ? 0 : loginUid,
    },
  ];
}

export function homeOf(user: string): string {
  return user === 'root' ? '/root' : `/home/${user}`;
}

function isSystemAccount(line: string): boolean {
  const id = Number(line.split(':')[2] ?? NaN);
  return line !== '' && (id < loginUid || id >= 65_534);
}

/** Who administers the machine, and who uses vtysh and reads its files. */
const groupsOfUser = ['sudo', 'adm', 'wheel', 'frrvty', 'frr'];

/** A group with those of its members that the machine has, and with the login user where that gives rights. */
function withMembers(line: string, user: string, accounts: readonly string[]): string {
  const [name = '', password = '', id = '', members = ''] = line.split(':');
  const kept = members.split(',').filter((it) => it !== user && accounts.includes(it));
  const gives = groupsOfUser.includes(name);
  return [name, password, id, [...kept, ...(gives ? [user] : [])].join(',')].join(':');
}

function hosts(hostname: string): string {
  return `127.0.0.1 localhost\n127.0.1.1 ${hostname}\n`;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

const nameServices = `passwd: files
group: files
shadow: files
hosts: files dns
networks: files
protocols: files
services: files
`;

const permitAll = `auth sufficient pam_permit.so
account sufficient pam_permit.so
session sufficient pam_permit.so
`;

function sudoers(user: string): string {
  return `Defaults env_reset
Defaults !syslog
Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
root ALL=(ALL:ALL) ALL
${user} ALL=(ALL:ALL) NOPASSWD: ALL
@includedir /etc/sudoers.d
`;
}

/** No syslog runs in a machine. */
const charonLog = `charon {
  filelog {
    charon {
      path = /var/log/charon.log
      time_format = %b %e %T
      ike_name = yes
      append = yes
      flush_line = yes
      default = 1
    }
  }
}
`;

function sshdConfig(address = '0.0.0.0'): string {
  return `Port 22
ListenAddress ${address}
HostKey /etc/ssh/ssh_host_ed25519_key
HostKey /etc/ssh/ssh_host_ecdsa_key
AuthorizedKeysFile .ssh/authorized_keys
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
X11Forwarding no
MaxStartups 100
MaxSessions 100
AcceptEnv LANG LC_*
# As on Ubuntu, which lets people find ip and ipsec.
SetEnv PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
Subsystem sftp internal-sftp
`;
}
