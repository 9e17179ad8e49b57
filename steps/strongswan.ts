import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Connection, Machine, Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { readSharedKey } from './azure/shared-key.ts';
import { tunnelAddress } from './azure/gateway-address.ts';
import { checkIpsecStatus } from './ipsec-status.ts';
import { installPackages, isInstalled, setup } from './linux/commands.ts';
import { ipsecConf, ipsecSecrets, userSpaceEsp, type IpsecSettings } from './linux/ipsec-conf.ts';
import type { IpsecStatusRow } from './linux/parse-ipsec-status.ts';
import type { Expected } from './expect-rows.ts';

export interface StrongswanParameters {
  /** Name of the connection in ipsec.conf: `azure`. */
  readonly connection: string;
  /** Networks behind the machine: `10.0.0.0/24`. */
  readonly leftSubnet: string;
  /** The peer: a gateway (its first public address unless the next two say otherwise), or an address. */
  readonly right: Ref<VirtualNetworkGateway> | string;
  /** Which instance of the gateway, from 0. @default 0 */
  readonly instance?: number;
  /** The tunnel ends at the gateway's private address, over a private circuit. @default false */
  readonly overPrivate?: boolean;
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
      const address =
        typeof right === 'string'
          ? right
          : await tunnelAddress(context, context.resolve(right), parameters);
      const left = ownAddress(on);
      const secret = await readSharedKey(context, context.resolve(key));
      const machineSetup = setup({
        context,
        machine: on,
        purpose: `makes ${on.name} an IPsec gateway`,
        next: 'Log in to the machine and repeat the command; `sudo journalctl -t charon` tells more.',
      });
      if (!(await isInstalled(context, on, 'ipsec'))) {
        await installPackages(machineSetup, 'strongswan');
      }
      const inUserSpace = !(await kernelHasEsp(context, on));

      const conf = ipsecConf({ name, left, leftSubnet, right: address, rightSubnet, settings });
      await machineSetup.write('/etc/ipsec.conf', conf);
      const secrets = ipsecSecrets(left, address, secret);
      await machineSetup.must('sudo install -m 600 /dev/stdin /etc/ipsec.secrets', secrets);
      if (inUserSpace) {
        await machineSetup.write('/etc/strongswan.d/user-space-esp.conf', userSpaceEsp);
      }
      await machineSetup.forwarding();
      await machineSetup.must('sudo ipsec restart');

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

/** Whether the kernel takes an ESP state: one between documentation addresses, removed at once. */
async function kernelHasEsp(context: StepContext, on: Machine): Promise<boolean> {
  const state = 'src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x101';
  const zeros = (bytes: number) => `0x${'00'.repeat(bytes)}`;
  const algorithms = `auth 'hmac(sha256)' ${zeros(32)} enc 'cbc(aes)' ${zeros(16)}`;
  const command = `sudo ip xfrm state add ${state} mode tunnel ${algorithms} && sudo ip xfrm state delete ${state}`;
  return (await context.run(on, command, { quiet: true })).exitCode === 0;
}
