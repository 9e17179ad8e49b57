import { valueCheck } from '../../src/lab/check.ts';
import type { Ref, VpnTunnel } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { gcloudCommand } from '../google/command.ts';
import { finishOperation } from '../google/operation.ts';
import { parseResourcePath } from '../google/resource-path.ts';
import { deployWith } from './deploy-with.ts';
import type { Link } from './link.ts';

export interface BreakByDeleting {
  /** Deletes a Google Cloud VPN tunnel behind Terraform's back. */
  readonly delete: true;
}

export type DeletedTunnel = {
  readonly kind: 'delete';
  /** Name of the tunnel's handle. */
  readonly vpnTunnel: string;
};

/**
 * Deletes a VPN tunnel of Google Cloud. Its key cannot be read back, so it is Terraform that makes it
 * again: the plan shows what is missing.
 */
export const deletedTunnel: Link<BreakByDeleting, DeletedTunnel> = {
  title: (name) => `Delete the tunnel ${name}`,
  async break(context, name) {
    const ref: Ref<VpnTunnel> = { ref: name };
    const tunnel = context.resolve(ref);
    const path = parseResourcePath(tunnel.id);
    const google = await context.google();
    const { project, place: region } = path;
    const [operation] = await google.vpnTunnels.delete({ project, region, vpnTunnel: path.name });
    await finishOperation(context, operation, region);
    context.showEquivalent({
      cloud: 'google',
      command: gcloudCommand('vpn-tunnels delete', [path.name], { region }),
      output: '',
    });
    await checkTunnel(context, tunnel, false);
    return { kind: 'delete', vpnTunnel: name };
  },
  async repair(context, { vpnTunnel: name }) {
    await deployWith(context, {});
    const ref: Ref<VpnTunnel> = { ref: name };
    await checkTunnel(context, context.resolve(ref), true);
  },
};

async function checkTunnel(
  context: StepContext,
  tunnel: VpnTunnel,
  expected: boolean,
): Promise<void> {
  const google = await context.google();
  const { project, place: region, name } = parseResourcePath(tunnel.id);
  const [tunnels] = await google.vpnTunnels.list({ project, region });
  const text = (there: boolean) => (there ? 'there' : 'gone');
  context.check(
    valueCheck({
      title: `Tunnel ${name}`,
      expected: text(expected),
      seen: text(tunnels.some((it) => it.name === name)),
    }),
  );
}
