import { WirebookError } from '../src/lab/errors.ts';
import type { LocalNetworkGateway, Ref } from '../src/lab/handle.ts';
import type { ResultRef, Step } from '../src/lab/step.ts';
import { setPeeringAddress } from './azure/local-network-gateway-bgp.ts';
import { checkPeering, deployWith, type BreakLinkResult } from './break-link.ts';

export type RepairLinkResult = {
  readonly localNetworkGateway: string;
  readonly peeringAddress: string;
};

/**
 * Undoes a {@link breakLink}, the way it was done: by deploying, or through the SDK.
 *
 * @example
 * ```ts
 * const failure = step(breakLink(lng1, { peeringAddress: '10.4.0.253', behindTerraform: true }));
 * step(repairLink(failure));
 * ```
 */
export function repairLink(broken: ResultRef<BreakLinkResult>): Step<RepairLinkResult> {
  return {
    kind: 'repairLink',
    title: 'Repair the link',
    uses: [],
    reads: [broken],
    async run(context) {
      const { localNetworkGateway, was, repair } = context.result(broken);
      const gateway: Ref<LocalNetworkGateway> = { ref: localNetworkGateway };
      const handle = context.resolve(gateway);
      switch (repair.by) {
        case 'deploy':
          await deployWith(context, repair.props);
          break;
        case 'sdk':
          await setPeeringAddress(context, handle, was);
          break;
        default:
          throw unknownRepair(repair satisfies never);
      }
      await checkPeering(context, gateway, was);
      return { localNetworkGateway, peeringAddress: was };
    },
  };
}

function unknownRepair(repair: unknown): WirebookError {
  return new WirebookError({
    code: 'unknown-repair',
    message: `The link was broken in a way that this version cannot repair: ${JSON.stringify(repair)}`,
    next: 'The run was started by another version: destroy it and run the lab again.',
  });
}
