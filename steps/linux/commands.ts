import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { CommandResult, StepContext } from '../../src/lab/step.ts';

/** How a step sets a machine up: every command is shown, and has to succeed. */
export interface Setup {
  /** Runs it; `stdin` is for what must not be shown. Throws `command-failed`. */
  must(command: string, stdin?: string): Promise<CommandResult>;
  /** Writes a file in a way that a reader of the report can repeat. */
  write(path: string, content: string, owner?: FileOwner): Promise<void>;
  /** Has the machine forward packets, now and after a restart, and checks it. */
  forwarding(): Promise<void>;
}

export interface FileOwner {
  readonly user: string;
  readonly group: string;
  /** `640` */
  readonly mode: string;
}

export interface SetupParameters {
  readonly context: StepContext;
  readonly machine: Machine;
  /** What the machine becomes, after "A command that …": `makes vpn an IPsec gateway`. */
  readonly purpose: string;
  /** What to do when a command fails. */
  readonly next: string;
}

export function setup({ context, machine, purpose, next }: SetupParameters): Setup {
  const must = async (command: string, stdin?: string): Promise<CommandResult> => {
    const options = stdin === undefined ? {} : { stdin };
    const result = await context.run(machine, command, options);
    if (result.exitCode === 0) return result;
    throw new WirebookError({
      code: 'command-failed',
      message: `A command that ${purpose} failed.`,
      facts: {
        command,
        'exit code': String(result.exitCode),
        'standard error': (result.stderr.trim() || result.stdout.trim()).slice(-2000),
      },
      next,
    });
  };
  const write = async (path: string, content: string, owner?: FileOwner): Promise<void> => {
    const into =
      owner === undefined
        ? `sudo tee ${path} > /dev/null`
        : `sudo install -m ${owner.mode} -o ${owner.user} -g ${owner.group} /dev/stdin ${path}`;
    await must(`${into} <<'${endMark(content)}'\n${content}${endMark(content)}`);
  };
  return {
    must,
    write,
    async forwarding() {
      await write('/etc/sysctl.d/60-ip-forward.conf', 'net.ipv4.ip_forward=1\n');
      await must('sudo sysctl -p /etc/sysctl.d/60-ip-forward.conf');
      const state = 'cat /proc/sys/net/ipv4/ip_forward';
      const { stdout } = await context.run(machine, state, { quiet: true });
      const seen = stdout.trim() === '1' ? 'on' : 'off';
      context.check(
        valueCheck({ title: `IPv4 forwarding of ${machine.name}`, expected: 'on', seen }),
      );
    },
  };
}

/** A program of the system's; those in /usr/sbin are not on every user's path. */
export async function isInstalled(
  context: StepContext,
  machine: Machine,
  program: string,
): Promise<boolean> {
  const look = `PATH="$PATH:/usr/sbin:/sbin" command -v ${program}`;
  return (await context.run(machine, look, { quiet: true })).exitCode === 0;
}

/** Installs packages of Debian's or Ubuntu's. */
export async function installPackages({ must }: Setup, ...packages: string[]): Promise<void> {
  const install = `sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q ${packages.join(' ')}`;
  await must(`sudo apt-get update -q && ${install}`);
}

/** A word that ends a here-document and is no line of it. */
function endMark(content: string): string {
  let mark = 'EOF';
  while (content.split('\n').includes(mark)) mark += '_';
  return mark;
}
