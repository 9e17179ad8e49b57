import { valueCheck } from '../src/lab/check.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { quote } from '../src/lab/quote.ts';

export interface NatParameters {
  /** Interface towards the private networks: `eth1`. */
  readonly inside: string;
  /** Interface towards the Internet, whose address packets get: `eth0`. */
  readonly outside: string;
  /** The way back to the private networks, through the inside interface. */
  readonly route: {
    /** `10.0.0.0/8` */
    readonly to: string;
    /** `10.2.2.1` */
    readonly via: string;
  };
}

export type NatResult = {
  /** The commands that were needed; those whose effect was there already are left out. */
  readonly commands: readonly string[];
};

/**
 * Makes a Linux machine a NAT gateway: source NAT on the way out, answers let back in, the route back
 * to the private networks, forwarding. `conntrack` is installed when it is missing. A second run
 * changes nothing.
 *
 * @example
 * ```ts
 * step(nat(vm3, { inside: 'eth1', outside: 'eth0', route: { to: '10.0.0.0/8', via: '10.2.2.1' } }));
 * ```
 */
export function nat(machine: Ref<Machine>, parameters: NatParameters): Step<NatResult> {
  return {
    kind: 'nat',
    title: `Make ${machine.ref} a NAT gateway`,
    uses: [machine],
    async run(context) {
      const on = context.resolve(machine);
      const commands: string[] = [];
      for (const { present, command } of tasks(parameters)) {
        if (await succeeds(context, on, present)) continue;
        await mustSucceed(context, on, command);
        commands.push(command);
      }
      for (const { title, present } of tasks(parameters)) {
        const passed = await succeeds(context, on, present);
        context.check(
          valueCheck({ title, expected: 'in place', seen: passed ? 'in place' : 'missing' }),
        );
      }
      return { commands };
    },
  };
}

interface Task {
  readonly title: string;
  /** Succeeds when there is nothing to do. */
  readonly present: string;
  readonly command: string;
}

function tasks({ inside, outside, route }: NatParameters): readonly Task[] {
  const [from, to] = [quote(inside), quote(outside)];
  const rule = (title: string, table: string, chain: string, match: string): Task => ({
    title,
    present: `sudo iptables ${table}-C ${chain} ${match}`,
    command: `sudo iptables ${table}-A ${chain} ${match}`,
  });
  const returning = '-m state --state RELATED,ESTABLISHED';
  return [
    rule(`Source NAT on ${outside}`, '-t nat ', 'POSTROUTING', `-o ${to} -j MASQUERADE`),
    rule(`${inside} to ${outside} let through`, '', 'FORWARD', `-i ${from} -o ${to} -j ACCEPT`),
    rule(
      `Answers from ${outside} to ${inside} let through`,
      '',
      'FORWARD',
      `-i ${to} -o ${from} ${returning} -j ACCEPT`,
    ),
    {
      title: `Route to ${route.to} by ${route.via}`,
      present: `ip route show ${quote(route.to)} via ${quote(route.via)} dev ${from} | grep -q .`,
      command: `sudo ip route add ${quote(route.to)} via ${quote(route.via)} dev ${from}`,
    },
    {
      title: 'IPv4 forwarding',
      present: '[ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ]',
      command: 'sudo sysctl -w net.ipv4.ip_forward=1',
    },
    {
      title: 'conntrack installed',
      // It lives in /usr/sbin, which is not on every user's path.
      present: 'PATH="$PATH:/usr/sbin:/sbin" command -v conntrack',
      command:
        'sudo apt-get update -q && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q conntrack',
    },
  ];
}

async function succeeds(context: StepContext, on: Machine, command: string): Promise<boolean> {
  const { exitCode } = await context.run(on, command, { quiet: true });
  return exitCode === 0;
}

async function mustSucceed(context: StepContext, on: Machine, command: string): Promise<void> {
  const { exitCode, stderr } = await context.run(on, command);
  if (exitCode === 0) return;
  throw new WirebookError({
    code: 'command-failed',
    message: `A command that makes ${on.name} a NAT gateway failed.`,
    facts: { command, 'exit code': String(exitCode), 'standard error': stderr.trim() },
    next: 'Check the names of the interfaces (`ip -brief address`) and that the user may use sudo.',
  });
}
