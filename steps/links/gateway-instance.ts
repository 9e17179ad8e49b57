import { valueCheck } from '../../src/lab/check.ts';
import type { Ref, VirtualNetworkGateway } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { poll } from '../../src/lab/wait.ts';
import { azCommand } from '../az/command.ts';
import { gatewayAddress } from '../azure/gateway-address.ts';
import { pollOptions } from '../azure/poll-options.ts';
import { parseResourceId } from '../azure/resource-id.ts';
import { withinMs } from '../timing.ts';
import type { Link } from './link.ts';

export interface BreakInstance {
  /** Which instance of an Azure VPN gateway is restarted, from 0. */
  readonly instance: number;
}

export type InstanceBroken = {
  readonly kind: 'instance';
  /** Name of the gateway's handle. */
  readonly gateway: string;
  readonly instance: number;
};

/**
 * Restarts one instance of a VPN gateway, as Azure itself does for maintenance: its tunnels and BGP
 * sessions are gone until it is back, and it comes back by itself
 * (https://learn.microsoft.com/azure/vpn-gateway/reset-gateway).
 */
export const instance: Link<BreakInstance, InstanceBroken> = {
  title: (name, { instance: number }) => `Restart instance ${number} of ${name}`,
  async break(context, name, { instance: number }) {
    const ref: Ref<VirtualNetworkGateway> = { ref: name };
    const gateway = context.resolve(ref);
    const gatewayVip = gatewayAddress(gateway, number);
    const azure = await context.azure();
    const id = parseResourceId(gateway.id);
    await azure.network.virtualNetworkGateways.beginResetAndWait(id.resourceGroup, id.name, {
      gatewayVip,
      ...pollOptions(context, azure),
    });
    const options = { g: id.resourceGroup, n: id.name, 'gateway-vip': gatewayVip };
    context.showEquivalent({
      cloud: 'azure',
      command: `${azCommand('network vnet-gateway reset', options)} -o none`,
      output: '',
    });
    return { kind: 'instance', gateway: name, instance: number };
  },
  async repair(context, { gateway: name }) {
    const ref: Ref<VirtualNetworkGateway> = { ref: name };
    const gateway = context.resolve(ref);
    const polled = await poll({
      probe: () => provisioningState(context, gateway),
      until: (state) => state === 'Succeeded',
      within: withinMs(context),
      signal: context.signal,
      clock: context.clock,
    });
    context.check(
      valueCheck({
        title: `Provisioning state of ${gateway.name}`,
        expected: 'Succeeded',
        seen: polled.seen ?? 'none',
      }),
    );
  },
};

async function provisioningState(
  context: StepContext,
  gateway: VirtualNetworkGateway,
): Promise<string> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(gateway.id);
  const { provisioningState: state = '' } = await azure.network.virtualNetworkGateways.get(
    resourceGroup,
    name,
    { abortSignal: context.signal },
  );
  return state;
}
