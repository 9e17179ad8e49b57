import { access, readFile } from 'node:fs/promises';
import { WirebookError } from '../lab/errors.ts';
import type { InspectOptions, Requirement } from './inspect.ts';
import { inspect, installCommand, isRoot } from './inspect.ts';

export interface MendParameters extends InspectOptions {
  /**
   * Whether apt may be run with sudo: `--yes`, CI, or the answer to a question. Root needs no consent.
   * Called only when sudo is needed.
   */
  readonly consent: (question: string) => Promise<boolean>;
  /** A line about what is under way. */
  readonly report: (line: string) => void;
}

/**
 * Makes sure that the machine has what the local cloud needs, installing Debian or Ubuntu packages where it may.
 * Throws `system-not-ready`, saying exactly what is missing and which command mends it.
 */
export async function mend(parameters: MendParameters): Promise<void> {
  const missing = (await inspect(parameters)).filter(({ ok }) => !ok);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((requirement) => requirement.package ?? []))];
  if (packages.length > 0) await install(packages, missing, parameters);

  const left = packages.length > 0 ? (await inspect(parameters)).filter(({ ok }) => !ok) : missing;
  if (left.length > 0) throw notReady(left);
}

async function install(
  packages: readonly string[],
  missing: readonly Requirement[],
  { consent, report }: MendParameters,
): Promise<void> {
  if (!(await hasApt())) throw notReady(missing);
  const question = `The local cloud needs ${packages.join(', ')}. Install with apt, using sudo?`;
  if (!isRoot() && !(await consent(question))) throw notReady(missing);
  report(`installing with apt: ${packages.join(' ')}`);
  const { $ } = await import('zx');
  const run = $({
    quiet: true,
    nothrow: true,
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  const elevate = isRoot() ? [] : ['sudo'];
  const result = await run`${elevate} sh -c ${installScript} wirebook ${packages}`;
  if (result.exitCode === 0) return;
  throw new WirebookError({
    code: 'install-failed',
    message: 'apt could not install what the local cloud needs.',
    facts: { packages: packages.join(' '), 'last lines': lastLines(result.stdout + result.stderr) },
    next: `Run it by hand and look at what it says: ${installCommand(packages)}`,
  });
}

/**
 * Only the programs are wanted, not the services that Debian starts with them: a lab must not leave an SSH server
 * or a routing daemon on the host. `policy-rc.d` (Debian's own way) keeps them from starting now, `systemctl disable`
 * at the next boot; services that were there before are not touched.
 */
const installScript = `
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"; chmod 755 "$policy"; made=1
fi
trap '[ -z "$made" ] || rm -f "$policy"' EXIT
before=$(ls /etc/systemd/system/multi-user.target.wants 2>/dev/null || true)
apt-get update -qq || true
apt-get install -y -qq --no-install-recommends "$@"
command -v systemctl >/dev/null || exit 0
for unit in frr.service strongswan-starter.service strongswan.service ssh.service ssh.socket; do
  case "$before" in *"$unit"*) ;; *) systemctl disable "$unit" >/dev/null 2>&1 || true ;; esac
done
`;

async function hasApt(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const apt = await access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  );
  return apt && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}

function notReady(missing: readonly Requirement[]): WirebookError {
  const packages = [...new Set(missing.flatMap((requirement) => requirement.package ?? []))];
  const others = missing.flatMap(({ package: name, fix }) =>
    name === undefined && fix !== undefined ? [fix] : [],
  );
  const commands = [...(packages.length > 0 ? [installCommand(packages)] : []), ...others];
  return new WirebookError({
    code: 'system-not-ready',
    message: 'This machine lacks what the local cloud needs.',
    facts: Object.fromEntries(missing.map(({ title, detail }) => [title, detail])),
    next: `${commands.join('; ')}. \`npm run lab -- doctor\` shows everything.`,
  });
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
