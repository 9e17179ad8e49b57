import { spawnSync } from 'node:child_process';
import { environment } from './process/run.ts';

export interface Enclosed {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * How to start a program so that the kernel takes all it made when it ends, however it ends: in mount and PID
 * namespaces of its own (user namespace too when not root). Killing it, or the `unshare` that started it, ends every
 * process; mounts and named network namespaces live in its mount namespace only. `unshare` itself heeds SIGKILL only:
 * other signals are for the program.
 * It stays in the host's network namespace: a server on loopback can be reached from outside.
 * Call `prepareEnclosure` first in it.
 */
export function enclose(argv: readonly string[]): Enclosed {
  return { file: 'unshare', args: [...namespaces(), '--', 'sh', '-c', reaper, 'sh', ...argv] };
}

/**
 * Process 1 inherits orphans and must collect them when they end. A shell that waits for the program does; Node would
 * not. When the program ends, so does the shell, and with it everything.
 */
const reaper = '"$@" <&0 & wait $!';

/** `undefined`: `enclose` works here. Otherwise why not and what to do, for people. */
export function canEnclose(): { readonly reason: string; readonly remedy: string } | undefined {
  const probe = spawnSync('unshare', [...namespaces(), '--', 'true'], {
    env: environment(),
    encoding: 'utf8',
  });
  if (probe.status === 0) return undefined;
  return explain(probe.error?.message ?? probe.stderr, asRoot());
}

/** Pure: what `unshare` said, in words that help. */
export function explain(
  message: string,
  root: boolean,
): { readonly reason: string; readonly remedy: string } {
  const said = message.trim();
  if (/ENOENT/.test(said)) {
    return { reason: 'unshare is not installed', remedy: 'Install util-linux.' };
  }
  if (/newuidmap|newgidmap|subuid|subgid|mapping/i.test(said)) {
    return {
      reason: `this user has no range of subordinate user ids (${said})`,
      remedy:
        'Install uidmap, then: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER',
    };
  }
  if (/mount.*proc/i.test(said)) {
    return {
      reason: `a fresh /proc may not be mounted here (${said})`,
      remedy:
        'Inside a container: start it with --privileged, or with --security-opt systempaths=unconfined.',
    };
  }
  if (root) {
    return {
      reason: `root may not make namespaces here (${said})`,
      remedy: 'Inside a container: start it with --privileged, or --cap-add SYS_ADMIN.',
    };
  }
  return {
    reason: `this user may not make user namespaces (${said})`,
    remedy:
      'Run as root, or allow them: sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000 ' +
      'kernel.apparmor_restrict_unprivileged_userns=0 (those of the three that exist here).',
  };
}

function namespaces(): string[] {
  const own = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return asRoot() ? own : ['--user', '--map-root-user', '--map-auto', ...own];
}

function asRoot(): boolean {
  return process.getuid?.() === 0;
}
