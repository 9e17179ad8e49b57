import type { DaemonProcess } from '../../emulator/daemon/launch.ts';
import { fileOf } from '../../emulator/daemon/launch.ts';
import { proxyCommand } from './proxy-command.ts';

export interface SshPlace {
  /** What its host keys are known by. */
  readonly alias: string;
  readonly user: string;
  readonly host: string;
  readonly port: number;
}

/** For the system's own `ssh`: the run's key, its known hosts, and the way through the daemon; nothing of the user's own. */
export function sshArguments(
  daemon: DaemonProcess,
  { alias, user, host, port }: SshPlace,
): readonly string[] {
  const options = {
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    UserKnownHostsFile: fileOf(daemon.pid, 'knownHosts'),
    StrictHostKeyChecking: 'yes',
    HostKeyAlias: alias,
    LogLevel: 'ERROR',
    ProxyCommand: proxyCommand(daemon),
  };
  return [
    '-F',
    'none',
    '-i',
    fileOf(daemon.pid, 'privateKey'),
    '-p',
    String(port),
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    `${user}@${host}`,
  ];
}
