import { valueCheck } from '../src/lab/check.ts';
import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Connection, Machine, Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { readSharedKey } from './azure/shared-key.ts';
import { gatewayAddress } from './azure/gateway-address.ts';
import { checkIpsecStatus } from './ipsec-status.ts';
import { ipsecConf, ipsecSecrets, userSpaceEsp, type IpsecSettings } from './linux/ipsec-conf.ts';
import type { IpsecStatusRow } from './linux/parse-ipsec-status.ts';
import type { Expected } from './expect-rows.ts';

export interface StrongswanParameters {
  /** Name of the connection in ipsec.conf: `azure`. */
  readonly connection: string;
  /** Networks behind the machine: `10.0.0.0/24`. */
  readonly leftSubnet: string;
  /** The peer: a gateway (its first public address), or an address. */
  readonly right: Ref<VirtualNetworkGateway> | string;
  /** Networks behind the peer: `10.3.0.0/24`. */
  readonly rightSubnet: string;
  /** The peer's connection: its shared key is read there and never written into a report. */
  readonly key: Ref<Connection>;
  /** Other settings of the connection. */
  readonly settings?: IpsecSettings;
  /**
   * The one security association that must come up, besides being ESTABLISHED and INSTALLED between
   * the two subnets; `false`: it is set up, and whether it comes up is not looked at.
   * @default {}
   */
  readonly expect?: Expected<IpsecStatusRow> | false;
  /** How long to wait for it. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type StrongswanResult = {
  readonly associations: readonly IpsecStatusRow[];
  /** Whether ESP is done in user space, because the kernel has none. */
  readonly userSpaceEsp: boolean;
};

/**
 * Makes a machine an IPsec gateway with strongSwan: installed if missing, ipsec.conf and
 * ipsec.secrets written, forwarding switched on, restarted; then it waits for the tunnel.
 *
 * A kernel without ESP gets strongSwan's own, in user space. Packets look the same on the wire.
 *
 * @example
 * ```ts
 * step(strongswan(vpn, {
 *   connection: 'azure',
 *   leftSubnet: '10.0.0.0/24',
 *   right: gateway,
 *   rightSubnet: '10.3.0.0/24',
 *   key: azureToAws,
 *   settings: { ikelifetime: '10800s', keylife: '57m' },
 * }));
 * ```
 */
export function strongswan(
  machine: Ref<Machine>,
  parameters: StrongswanParameters,
): Step<StrongswanResult> {
  const { connection: name, leftSubnet, right, rightSubnet, key, settings = {} } = parameters;
  const { expect = {}, within } = parameters;
  const peer = typeof right === 'string' ? right : right.ref;
  return {
    kind: 'strongswan',
    title: `Connect ${machine.ref} to ${peer} with strongSwan`,
    uses: [machine, key, ...(typeof right === 'string' ? [] : [right])],
    async run(context) {
      const on = context.resolve(machine);
      const address = typeof right === 'string' ? right : gatewayAddress(context.resolve(right));
      const left = ownAddress(on);
      const secret = await readSharedKey(context, context.resolve(key));
      await install(context, on);
      const inUserSpace = !(await kernelHasEsp(context, on));

      const conf = ipsecConf({ name, left, leftSubnet, right: address, rightSubnet, settings });
      await writeShown(context, on, '/etc/ipsec.conf', conf);
      const secrets = ipsecSecrets(left, address, secret);
      await must(context, on, 'sudo install -m 600 /dev/stdin /etc/ipsec.secrets', secrets);
      if (inUserSpace) {
        await writeShown(context, on, '/etc/strongswan.d/user-space-esp.conf', userSpaceEsp);
      }
      await writeShown(context, on, '/etc/sysctl.d/60-ip-forward.conf', 'net.ipv4.ip_forward=1\n');
      await must(context, on, 'sudo sysctl -p /etc/sysctl.d/60-ip-forward.conf');
      await must(context, on, 'sudo ipsec restart');
      await checkForwarding(context, on);

      if (expect === false) return { associations: [], userSpaceEsp: inUserSpace };
      const association: Expected<IpsecStatusRow> = {
        connection: name,
        ike: 'ESTABLISHED',
        local: left,
        remote: address,
        child: 'INSTALLED',
        mode: 'TUNNEL',
        localSelector: leftSubnet,
        remoteSelector: rightSubnet,
        ...expect,
      };
      const associations = await checkIpsecStatus(context, on, {
        expect: [association],
        ...(within === undefined ? {} : { within }),
      });
      return { associations, userSpaceEsp: inUserSpace };
    },
  };
}

/** The address that the machine itself has: behind NAT not the one that its peer sees. */
function ownAddress(machine: Machine): string {
  const [address] = machine.privateAddresses;
  if (address !== undefined) return address;
  throw new WirebookError({
    code: 'no-private-address',
    message: `${machine.name} has no private address to end a tunnel at.`,
    next: 'Give the machine an interface card in the stack.',
  });
}

async function install(context: StepContext, on: Machine): Promise<void> {
  // It lives in /usr/sbin, which is not on every user's path.
  const present = 'PATH="$PATH:/usr/sbin:/sbin" command -v ipsec';
  if ((await context.run(on, present, { quiet: true })).exitCode === 0) return;
  const packages = 'sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q strongswan';
  await must(context, on, `sudo apt-get update -q && ${packages}`);
}

/** Whether the kernel takes an ESP state: one between documentation addresses, removed at once. */
async function kernelHasEsp(context: StepContext, on: Machine): Promise<boolean> {
  const state = 'src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x101';
  const zeros = (bytes: number) => `0x${'00'.repeat(bytes)}`;
  const algorithms = `auth 'hmac(sha256)' ${zeros(32)} enc 'cbc(aes)' ${zeros(16)}`;
  const command = `sudo ip xfrm state add ${state} mode tunnel ${algorithms} && sudo ip xfrm state delete ${state}`;
  return (await context.run(on, command, { quiet: true })).exitCode === 0;
}

/** Writes a file in a way that a reader of the report can repeat. */
async function writeShown(
  context: StepContext,
  on: Machine,
  path: string,
  content: string,
): Promise<void> {
  await must(context, on, `sudo tee ${path} > /dev/null <<'EOF'\n${content}EOF`);
}

async function must(
  context: StepContext,
  on: Machine,
  command: string,
  stdin?: string,
): Promise<void> {
  const { exitCode, stderr } = await context.run(on, command, stdin === undefined ? {} : { stdin });
  if (exitCode === 0) return;
  throw new WirebookError({
    code: 'command-failed',
    message: `A command that makes ${on.name} an IPsec gateway failed.`,
    facts: { command, 'exit code': String(exitCode), 'standard error': stderr.trim() },
    next: 'Log in to the machine and repeat the command; `sudo journalctl -t charon` tells more.',
  });
}

async function checkForwarding(context: StepContext, on: Machine): Promise<void> {
  const { stdout } = await context.run(on, 'cat /proc/sys/net/ipv4/ip_forward', { quiet: true });
  const seen = stdout.trim() === '1' ? 'on' : 'off';
  context.check(valueCheck({ title: `IPv4 forwarding of ${on.name}`, expected: 'on', seen }));
}
