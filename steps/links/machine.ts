import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine, Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { quote } from '../../src/lab/quote.ts';
import { parseIpsecStatus } from '../linux/parse-ipsec-status.ts';
import type { Link } from './link.ts';

export interface BreakInterface {
  /** An interface of the machine, not the one that SSH comes in by: `eth1`. */
  readonly interface: string;
}

export type InterfaceBroken = {
  readonly kind: 'interface';
  /** Name of the machine's handle. */
  readonly machine: string;
  readonly interface: string;
};

/** Takes an interface of a machine down. */
export const networkInterface: Link<BreakInterface, InterfaceBroken> = {
  title: (name, parameters) => `Take ${parameters.interface} of ${name} down`,
  async break(context, name, { interface: device }) {
    const machine = resolve(context, name);
    await refuseOwnWay(context, machine, device);
    await setInterface(context, machine, device, 'down');
    return { kind: 'interface', machine: name, interface: device };
  },
  async repair(context, { machine, interface: device }) {
    await setInterface(context, resolve(context, machine), device, 'up');
  },
};

export interface BreakIpsec {
  /** Name of a connection in the machine's ipsec.conf: `azure`. */
  readonly ipsec: string;
}

export type IpsecBroken = {
  readonly kind: 'ipsec';
  /** Name of the machine's handle. */
  readonly machine: string;
  readonly connection: string;
};

/** Ends a connection of strongSwan. A peer that dials by itself brings it back. */
export const ipsec: Link<BreakIpsec, IpsecBroken> = {
  title: (name, { ipsec: connection }) => `End the IPsec connection ${connection} on ${name}`,
  async break(context, name, { ipsec: connection }) {
    const machine = resolve(context, name);
    await must(context, machine, `sudo ipsec down ${quote(connection)}`);
    return { kind: 'ipsec', machine: name, connection };
  },
  async repair(context, { machine: name, connection }) {
    const machine = resolve(context, name);
    await must(context, machine, `sudo ipsec up ${quote(connection)}`);
    const { stdout } = await context.run(machine, 'sudo ipsec status', { quiet: true });
    const child = parseIpsecStatus(stdout).find((row) => row.connection === connection)?.child;
    context.check(
      valueCheck({
        title: `Child SA of ${connection} on ${machine.name}`,
        expected: 'INSTALLED',
        seen: child ?? 'none',
      }),
    );
  },
};

function resolve(context: StepContext, name: string): Machine {
  const ref: Ref<Machine> = { ref: name };
  return context.resolve(ref);
}

async function setInterface(
  context: StepContext,
  machine: Machine,
  device: string,
  to: 'up' | 'down',
): Promise<void> {
  await must(context, machine, `sudo ip link set ${quote(device)} ${to}`);
  const show = `ip -o link show ${quote(device)}`;
  const { stdout } = await context.run(machine, show, { quiet: true });
  const seen = /<[^>]*\bUP\b[^>]*>/.test(stdout) ? 'up' : 'down';
  context.check(valueCheck({ title: `${device} of ${machine.name}`, expected: to, seen }));
}

/** Nobody could mend what nobody can reach. */
async function refuseOwnWay(context: StepContext, machine: Machine, device: string): Promise<void> {
  // SSH_CONNECTION: the client's address and port, then the machine's own.
  const command = `ip -o addr show dev ${quote(device)} | grep -qF " $(echo "$SSH_CONNECTION" | cut -d ' ' -f 3)/"`;
  const { exitCode } = await context.run(machine, command, { quiet: true });
  if (exitCode !== 0) return;
  throw new WirebookError({
    code: 'would-cut-ssh',
    message: `${device} of ${machine.name} is the interface that SSH comes in by.`,
    next: 'Break another interface: with this one down, the machine could not be reached to repair it.',
    exitCode: 2,
  });
}

async function must(context: StepContext, machine: Machine, command: string): Promise<void> {
  const { exitCode, stderr, stdout } = await context.run(machine, command);
  if (exitCode === 0) return;
  throw new WirebookError({
    code: 'command-failed',
    message: `A command on ${machine.name} failed.`,
    facts: {
      command,
      'exit code': String(exitCode),
      said: (stderr.trim() || stdout.trim()).slice(-500),
    },
  });
}
