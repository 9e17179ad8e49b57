import { valueCheck } from '../src/lab/check.ts';
import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Timers } from '../src/lab/events.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { poll } from '../src/lab/wait.ts';
import { installPackages, isInstalled, setup, type Setup } from './linux/commands.ts';
import { frrConf } from './linux/frr-conf.ts';
import type { FrrSettings, FrrTimers } from './linux/frr-settings.ts';
import { describeBgp, parseBgp } from './linux/parse-frr-conf.ts';
import { withinMs } from './timing.ts';

export interface FrrTemplate {
  /** frr.conf as it is to be, or a function of what is known only when the step runs. */
  readonly template: string | ((facts: FrrFacts) => string);
}

export interface FrrFacts {
  readonly machine: Machine;
  readonly timers: Timers;
}

export interface FrrOptions {
  /** How long to wait until FRR has the configuration. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type FrrResult = {
  /** `reloaded`: running sessions went on. `restarted`: bgpd was not running, or frr-pythontools is missing. */
  readonly applied: 'reloaded' | 'restarted';
  /** What `show running-config` printed. */
  readonly runningConfig: string;
};

/** BGP notices a dead neighbour within seconds, and dials again at once. */
const fastTimers: FrrTimers = { keepalive: 1, hold: 3, connect: 1 };

/**
 * Makes a machine a BGP router with FRR: installed if missing, bgpd switched on, frr.conf written and
 * tried by FRR itself first, forwarding switched on, and reloaded, so that sessions which stay as they
 * are go on; restarted when bgpd was not running, or when the package frr-pythontools cannot be had.
 *
 * @example
 * ```ts
 * step(frr(appliance, {
 *   asn: 65001,
 *   staticRoutes: [{ prefix: '10.10.200.0/24', via: '10.0.0.1' }],
 *   redistribute: ['static'],
 *   neighbors: [
 *     { address: '10.0.210.4', remoteAs: 65515, ebgpMultihop: 255, prefixListOut: 'PRE01' },
 *     { address: '10.0.210.5', remoteAs: 65515, ebgpMultihop: 255, prefixListOut: 'PRE01' },
 *   ],
 *   prefixLists: { PRE01: ['10.10.200.0/24'] },
 * }));
 * step(frr(router, { template: ({ machine }) => `hostname ${machine.name}\nrouter bgp 65150\n` }));
 * ```
 */
export function frr(
  machine: Ref<Machine>,
  settings: FrrSettings | FrrTemplate,
  options: FrrOptions = {},
): Step<FrrResult> {
  return {
    kind: 'frr',
    title: `Configure FRR on ${machine.ref}`,
    uses: [machine],
    async run(context) {
      const on = context.resolve(machine);
      const conf = confOf(on, settings, context.timers);
      const machineSetup = setup({
        context,
        machine: on,
        purpose: `makes ${on.name} a BGP router`,
        next: 'Log in to the machine and repeat the command; `sudo journalctl -u frr` tells more.',
      });
      if (!(await isInstalled(context, on, 'vtysh'))) {
        await installPackages(machineSetup, 'frr', 'frr-pythontools');
      }
      await tryOut(context, on, conf);
      await enableBgpd(context, on, machineSetup);
      await machineSetup.write('/etc/frr/frr.conf', conf, owner);
      await machineSetup.forwarding();
      const applied = (await canReload(context, on)) ? 'reloaded' : 'restarted';
      await machineSetup.must(serviceCommand(applied === 'reloaded' ? 'reload' : 'restart'));
      return { applied, runningConfig: await checkRunning(context, on, conf, options.within) };
    },
  };
}

const owner = { user: 'frr', group: 'frr', mode: '640' } as const;

function confOf(machine: Machine, given: FrrSettings | FrrTemplate, timers: Timers): string {
  if ('template' in given) {
    const { template } = given;
    const text = typeof template === 'string' ? template : template({ machine, timers });
    return `${text.trim()}\n`;
  }
  return frrConf({
    hostname: machine.name,
    settings: given,
    ...(timers === 'fast' && { timers: fastTimers }),
  });
}

/** FRR's own parser says what is wrong before anything is changed. */
async function tryOut(context: StepContext, machine: Machine, conf: string): Promise<void> {
  const file = '/tmp/frr.conf.new';
  const command = `cat > ${file} && sudo vtysh -C -f ${file}; code=$?; rm -f ${file}; exit $code`;
  const { exitCode, stdout, stderr } = await context.run(machine, command, {
    quiet: true,
    stdin: conf,
  });
  if (exitCode === 0) return;
  const said = `${stdout}\n${stderr}`.trim();
  const [, number] = /^line (\d+):/m.exec(said) ?? [];
  const line = conf.split('\n')[Number(number) - 1];
  throw new WirebookError({
    code: 'frr-refuses',
    message: `FRR on ${machine.name} refuses the configuration.`,
    facts: { 'vtysh says': said, ...(line !== undefined && { line: line.trim() }) },
    next: 'Mend the settings of this step; nothing was changed on the machine.',
  });
}

async function enableBgpd(context: StepContext, machine: Machine, { must }: Setup): Promise<void> {
  const enabled = "sudo grep -q '^bgpd=yes' /etc/frr/daemons";
  if ((await context.run(machine, enabled, { quiet: true })).exitCode === 0) return;
  await must("sudo sed -i 's/^bgpd=no/bgpd=yes/' /etc/frr/daemons");
}

/** Whether bgpd runs, and FRR's own program that applies a difference is there, or can be had. */
async function canReload(context: StepContext, machine: Machine): Promise<boolean> {
  const succeeds = async (command: string) =>
    (await context.run(machine, command, { quiet: true })).exitCode === 0;
  if (!(await succeeds("sudo vtysh -d bgpd -c 'show version'"))) return false;
  if (await succeeds('[ -x /usr/lib/frr/frr-reload.py ]')) return true;
  const install = 'sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q frr-pythontools';
  if (await succeeds(`sudo apt-get update -q && ${install}`)) return true;
  context.progress(
    `${machine.name} has no frr-pythontools: FRR is restarted, and its sessions begin anew`,
  );
  return false;
}

/** A machine without systemd has the older command. */
function serviceCommand(action: 'reload' | 'restart'): string {
  return `if [ -d /run/systemd/system ]; then sudo systemctl ${action} frr; else sudo service frr ${action}; fi`;
}

/** Waits until bgpd has what was written, shows the whole and checks its BGP part. */
async function checkRunning(
  context: StepContext,
  machine: Machine,
  conf: string,
  within: Duration | undefined,
): Promise<string> {
  const command = "sudo vtysh -c 'show running-config'";
  const expected = describeBgp(parseBgp(conf));
  await poll({
    probe: (signal) => context.run(machine, command, { quiet: true, signal }),
    until: ({ exitCode, stdout }) => exitCode === 0 && describeBgp(parseBgp(stdout)) === expected,
    within: withinMs(context, within),
    signal: context.signal,
    clock: context.clock,
  });
  const { stdout } = await context.run(machine, command);
  context.check(
    valueCheck({
      title: `BGP of ${machine.name}`,
      expected,
      seen: describeBgp(parseBgp(stdout)),
    }),
  );
  return stdout;
}
