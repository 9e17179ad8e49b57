import { isIPv4 } from 'node:net';
import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Connection, Machine, Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { poll } from '../src/lab/wait.ts';
import { instanceAddresses, tunnelAddress } from './azure/gateway-address.ts';
import { readSharedKey } from './azure/shared-key.ts';
import { checkIpsecStatus } from './ipsec-status.ts';
import { installPackages, isInstalled, setup } from './linux/commands.ts';
import { ipsecSecrets, type IpsecSettings } from './linux/ipsec-conf.ts';
import { ipsecPeersConf, userSpaceRoutes, type IpsecPeer } from './linux/ipsec-peers-conf.ts';
import { parseIpsecStatus, type IpsecStatusRow } from './linux/parse-ipsec-status.ts';

export interface StrongswanPeer {
  /** Name of the connection in ipsec.conf: `azure0`. */
  readonly connection: string;
  /** The peer: a gateway, or an address. */
  readonly right: Ref<VirtualNetworkGateway> | string;
  /** Which instance of the gateway, from 0. @default 0 */
  readonly instance?: number;
  /** The tunnel ends at the gateway's private address, over a private circuit. @default false */
  readonly overPrivate?: boolean;
  /** The address that the peer speaks BGP from. @default what the gateway has; an address has none, so it is needed */
  readonly inside?: string;
  /** The peer's connection: its shared key is read there and never written into a report. */
  readonly key: Ref<Connection>;
}

export interface StrongswanPeersParameters {
  /** The own address that all tunnels end at, such as a loopback's. @default the machine's first private address */
  readonly left?: string;
  readonly peers: readonly StrongswanPeer[];
  /** Other settings of all connections: `{ ike: 'aes256-sha1-modp1024!', esp: 'aes256gcm16!' }`. */
  readonly settings?: IpsecSettings;
  /** `false`: whether the tunnels come up is not looked at. @default they must */
  readonly expect?: false;
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type StrongswanPeersResult = {
  readonly associations: readonly IpsecStatusRow[];
  readonly peers: readonly {
    readonly name: string;
    readonly right: string;
    readonly inside: string;
  }[];
  /** What routes lead into the tunnels by: `ipsec0`. */
  readonly device: string;
};

const device = 'ipsec0';

/**
 * Makes a machine a route-based IPsec gateway with tunnels to several peers, for BGP over them: what goes
 * into the tunnels is what routes lead to the device `ipsec0`. The device comes with strongSwan, so give
 * the routes to the peers' BGP addresses to FRR, which sets them again whenever it comes.
 *
 * ESP is strongSwan's own, in user space and in UDP: it needs nothing of the kernel but a TUN device.
 *
 * @example
 * ```ts
 * step(strongswanPeers(router, {
 *   left: '10.100.20.1',
 *   peers: [
 *     { connection: 'azure0', right: gateway, instance: 0, overPrivate: true, key: connection },
 *     { connection: 'azure1', right: gateway, instance: 1, overPrivate: true, key: connection },
 *   ],
 * }));
 * step(frr(router, {
 *   asn: 65150,
 *   staticRoutes: [{ prefix: '10.10.200.6/32', via: 'ipsec0' }, { prefix: '10.10.200.7/32', via: 'ipsec0' }],
 *   neighbors: [
 *     { address: '10.10.200.6', remoteAs: 65155, ebgpMultihop: 255, updateSource: '10.100.20.1' },
 *     { address: '10.10.200.7', remoteAs: 65155, ebgpMultihop: 255, updateSource: '10.100.20.1' },
 *   ],
 * }));
 * ```
 */
export function strongswanPeers(
  machine: Ref<Machine>,
  parameters: StrongswanPeersParameters,
): Step<StrongswanPeersResult> {
  const { peers, settings = {}, expect, within } = parameters;
  const gateways = peers.map(({ right }) => right).filter((right) => typeof right !== 'string');
  const names = new Set(peers.map(({ right }) => (typeof right === 'string' ? right : right.ref)));
  return {
    kind: 'strongswanPeers',
    title: `Connect ${machine.ref} to ${[...names].join(' and ')} with strongSwan`,
    uses: [machine, ...peers.map(({ key }) => key), ...gateways],
    async run(context) {
      const on = context.resolve(machine);
      const left = parameters.left ?? on.privateAddresses[0] ?? '';
      if (!isIPv4(left)) throw noLeft(on, left);
      const resolved = await Promise.all(peers.map((peer) => resolvePeer(context, peer)));
      const keys = await readKeys(context, peers);
      const secrets = peers.map(({ key }, index) =>
        ipsecSecrets(left, resolved[index]?.right ?? '', keys.get(key.ref) ?? ''),
      );
      const quick = context.timers === 'fast';
      const conf = ipsecPeersConf({ left, peers: resolved, dpdDelay: quick ? 2 : 30, settings });
      await configure(context, on, { conf, secrets: secrets.join(''), quick });
      if (expect === false) return { associations: [], peers: resolved, device };
      await dialMissing(context, on, resolved);
      const associations = await checkIpsecStatus(context, on, {
        expect: resolved.flatMap(({ right, inside }) =>
          [`${inside}/32`, '0.0.0.0/0'].map((remoteSelector) => ({
            ike: 'ESTABLISHED',
            local: left,
            remote: right,
            child: 'INSTALLED',
            localSelector: '0.0.0.0/0',
            remoteSelector,
          })),
        ),
        othersToo: true,
        ...(within === undefined ? {} : { within }),
      });
      return { associations, peers: resolved, device };
    },
  };
}

/** The shared key of each connection, by the name of its handle. Instances of one gateway share a connection, and its key. */
async function readKeys(
  context: StepContext,
  peers: readonly StrongswanPeer[],
): Promise<ReadonlyMap<string, string>> {
  const connections = new Map(peers.map(({ key }) => [key.ref, key]));
  const keys = new Map<string, string>();
  for (const [ref, key] of connections) {
    keys.set(ref, await readSharedKey(context, context.resolve(key)));
  }
  return keys;
}

/**
 * When both ends dial at once, each keeps the newer IKE SA, and the peer's has only the child that it asked for itself.
 * What is missing a while after the start is dialled once more, in the IKE SA that is there.
 */
async function dialMissing(
  context: StepContext,
  machine: Machine,
  peers: readonly IpsecPeer[],
): Promise<void> {
  const missing = async (signal?: AbortSignal) => {
    const status = await context.run(machine, 'sudo ipsec status', {
      quiet: true,
      ...(signal && { signal }),
    });
    const rows = parseIpsecStatus(status.stdout);
    return peers
      .flatMap(({ name, right, inside }) => [
        { name, right, selector: `${inside}/32` },
        { name: `${name}-data`, right, selector: '0.0.0.0/0' },
      ])
      .filter(
        ({ right, selector }) =>
          !rows.some((row) => row.remote === right && row.remoteSelector === selector),
      );
  };
  const polled = await poll({
    probe: missing,
    until: (children) => children.length === 0,
    within: dialledMs,
    signal: context.signal,
    clock: context.clock,
  });
  if (polled.met) return;
  for (const { name } of await missing()) {
    const dial = `sudo timeout 10 ipsec up ${name}`;
    await context.run(machine, dial, { quiet: true });
  }
}

const dialledMs = 5000;

async function resolvePeer(context: StepContext, peer: StrongswanPeer): Promise<IpsecPeer> {
  const { connection: name, right, inside, instance } = peer;
  if (typeof right === 'string') {
    if (inside === undefined) throw noInside(name, right);
    return { name, right, inside };
  }
  const gateway = context.resolve(right);
  const address = await tunnelAddress(context, gateway, peer);
  const given = inside ?? (await instanceAddresses(context, gateway, instance)).bgp[0];
  if (given === undefined) throw noInside(name, gateway.name);
  return { name, right: address, inside: given };
}

async function configure(
  context: StepContext,
  machine: Machine,
  files: { readonly conf: string; readonly secrets: string; readonly quick: boolean },
): Promise<void> {
  const machineSetup = setup({
    context,
    machine,
    purpose: `makes ${machine.name} an IPsec gateway`,
    next: 'Log in to the machine and repeat the command; `sudo journalctl -t charon` tells more.',
  });
  if (!(await isInstalled(context, machine, 'ipsec'))) {
    // The latter has kernel-libipsec, ESP in user space.
    await installPackages(machineSetup, 'strongswan', 'libcharon-extra-plugins');
  }
  await machineSetup.write('/etc/ipsec.conf', files.conf);
  await machineSetup.must('sudo install -m 600 /dev/stdin /etc/ipsec.secrets', files.secrets);
  await machineSetup.write('/etc/strongswan.d/user-space-esp.conf', userSpaceRoutes(files.quick));
  await machineSetup.forwarding();
  await machineSetup.must('sudo ipsec restart');
}

function noLeft({ name }: Machine, left: string): WirebookError {
  return new WirebookError({
    code: 'no-private-address',
    message: `${name} has no address to end tunnels at.`,
    facts: { left },
    next: 'Give the step a `left`: an address that the machine has.',
  });
}

function noInside(connection: string, peer: string): WirebookError {
  return new WirebookError({
    code: 'no-bgp-address',
    message: `It is not known which address ${peer} speaks BGP from.`,
    facts: { connection },
    next: 'Enable BGP on the gateway in the stack, or give the peer an `inside`.',
  });
}
