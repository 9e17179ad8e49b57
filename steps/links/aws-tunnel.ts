import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Ref, VpnConnection } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { showAws } from '../aws/routes.ts';
import type { Link } from './link.ts';
import { isWrongKey, rightKey, wrongKey } from './wrong-key.ts';

export interface BreakTunnel {
  /** Which of the two tunnels gets a wrong key, by its inside CIDR: `169.254.21.0/30`. */
  readonly tunnel: string;
}

export type TunnelBroken = {
  readonly kind: 'tunnel';
  /** Name of the VPN connection's handle. */
  readonly vpnConnection: string;
  /** Its inside CIDR. */
  readonly tunnel: string;
};

/** A tunnel of an AWS VPN connection whose peer has another key. The other tunnel stays. */
export const tunnel: Link<BreakTunnel, TunnelBroken> = {
  title: (name, { tunnel: cidr }) => `Give the tunnel ${cidr} of ${name} a wrong key`,
  async break(context, name, { tunnel: cidr }) {
    await changeKey(context, name, cidr, wrongKey, true);
    return { kind: 'tunnel', vpnConnection: name, tunnel: cidr };
  },
  repair: (context, broken) =>
    changeKey(context, broken.vpnConnection, broken.tunnel, rightKey, false),
};

async function changeKey(
  context: StepContext,
  name: string,
  cidr: string,
  change: (key: string) => string,
  wrong: boolean,
): Promise<void> {
  const ref: Ref<VpnConnection> = { ref: name };
  const connection = context.resolve(ref);
  const before = await readTunnel(context, connection, cidr);
  const key = change(before.key);
  context.secret(before.key);
  context.secret(key);
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  await ec2.send(
    new sdk.ModifyVpnTunnelOptionsCommand({
      VpnConnectionId: connection.id,
      VpnTunnelOutsideIpAddress: before.outside,
      TunnelOptions: { PreSharedKey: key },
    }),
    { abortSignal: context.signal },
  );
  showAws(context, 'modify-vpn-tunnel-options', {
    'vpn-connection-id': connection.id,
    'vpn-tunnel-outside-ip-address': before.outside,
    'tunnel-options': 'PreSharedKey=$KEY',
  });
  const after = await readTunnel(context, connection, cidr);
  const text = (it: boolean) => (it ? 'a wrong one' : 'the right one');
  context.check(
    valueCheck({
      title: `Key of the tunnel ${cidr} of ${connection.name}`,
      expected: text(wrong),
      seen: text(isWrongKey(after.key)),
    }),
  );
}

async function readTunnel(
  context: StepContext,
  connection: VpnConnection,
  cidr: string,
): Promise<{ readonly outside: string; readonly key: string }> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const { VpnConnections = [] } = await ec2.send(
    new sdk.DescribeVpnConnectionsCommand({ VpnConnectionIds: [connection.id] }),
    { abortSignal: context.signal },
  );
  const tunnels = VpnConnections[0]?.Options?.TunnelOptions ?? [];
  const found = tunnels.find(({ TunnelInsideCidr }) => TunnelInsideCidr === cidr);
  if (found?.OutsideIpAddress !== undefined && found.PreSharedKey !== undefined) {
    return { outside: found.OutsideIpAddress, key: found.PreSharedKey };
  }
  throw new WirebookError({
    code: 'no-such-tunnel',
    message: `The VPN connection ${connection.name} has no tunnel with the inside CIDR ${cidr}.`,
    facts: { tunnels: tunnels.map(({ TunnelInsideCidr }) => TunnelInsideCidr).join(', ') },
    next: 'Name one of its two tunnels.',
  });
}
