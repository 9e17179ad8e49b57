import { valueCheck } from '../src/lab/check.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Handles, LocalNetworkGateway, Ref } from '../src/lab/handle.ts';
import type { StackRef } from '../src/lab/stack.ts';
import type { Json, Step, StepContext } from '../src/lab/step.ts';
import { readPeering, setPeeringAddress, showPeering } from './azure/local-network-gateway-bgp.ts';

/** How to make the link fail: so far by a BGP peering address at which nobody answers. */
export type BreakLinkParameters<Props extends object, H extends Handles> =
  BreakByDeploying<Props, H> | BreakBehindTerraform;

export interface BreakByDeploying<Props extends object, H extends Handles> {
  /** An address that no BGP speaker has: `10.4.0.253`. */
  readonly peeringAddress: string;
  readonly stack: StackRef<Props, H>;
  /** The props that give the local network gateway this address; all others stay as last deployed. */
  readonly props: (peeringAddress: string) => Partial<NoInfer<Props>>;
}

export interface BreakBehindTerraform {
  readonly peeringAddress: string;
  /** Changes it through the SDK: the next deployment's plan shows the drift and undoes it. */
  readonly behindTerraform: true;
}

/** What was broken, and how it is repaired. */
export type BreakLinkResult = {
  /** Name of the local network gateway's handle. */
  readonly localNetworkGateway: string;
  readonly was: string;
  readonly now: string;
  readonly repair:
    | { readonly by: 'deploy'; readonly props: { readonly [prop: string]: Json } }
    | { readonly by: 'sdk' };
};

/**
 * Makes a link between two VPN gateways fail: the local network gateway gets a BGP peering address at
 * which nobody answers, so the tunnel stays and its BGP session goes. {@link repairLink} undoes it.
 *
 * @example
 * ```ts
 * const failure = step(breakLink(lng1, {
 *   peeringAddress: '10.4.0.253',
 *   stack,
 *   props: (lng1PeeringAddress) => ({ lng1PeeringAddress }),
 * }));
 * step(breakLink(lng1, { peeringAddress: '10.4.0.253', behindTerraform: true }));
 * ```
 */
export function breakLink<Props extends object, H extends Handles>(
  gateway: Ref<LocalNetworkGateway>,
  parameters: BreakLinkParameters<Props, H>,
): Step<BreakLinkResult> {
  const { peeringAddress } = parameters;
  return {
    kind: 'breakLink',
    title: `Break the link of ${gateway.ref}: BGP peering address ${peeringAddress}`,
    uses: [gateway],
    async run(context) {
      const handle = context.resolve(gateway);
      const { bgpPeeringAddress: was } = await readPeering(context, handle);
      if (was === peeringAddress) throw alreadyBroken(gateway.ref, was);

      const broken = { localNetworkGateway: gateway.ref, was, now: peeringAddress };
      if ('behindTerraform' in parameters) {
        await setPeeringAddress(context, handle, peeringAddress);
        await checkPeering(context, gateway, peeringAddress);
        return { ...broken, repair: { by: 'sdk' } };
      }
      await deployWith(context, parameters.props(peeringAddress));
      await checkPeering(context, gateway, peeringAddress);
      // Props of a stack are plain data: the journal keeps them.
      const props = parameters.props(was) as Readonly<Record<string, Json>>;
      return { ...broken, repair: { by: 'deploy', props } };
    },
  };
}

/** Deploys the stack again with some props changed. */
export async function deployWith(context: StepContext, changed: object): Promise<void> {
  const last = context.lastDeployment();
  if (last === undefined) {
    throw new WirebookError({
      code: 'nothing-deployed',
      message: 'A link can only be broken or repaired in a stack that is deployed.',
      next: 'Put a deploy cell before this one: step(deploy(stack, { … })).',
    });
  }
  await context.deploy({ stack: last.stack, props: { ...last.props, ...changed } });
}

/** Reads the address back, shows it and checks it. */
export async function checkPeering(
  context: StepContext,
  gateway: Ref<LocalNetworkGateway>,
  expected: string,
): Promise<void> {
  const handle = context.resolve(gateway);
  const peering = await readPeering(context, handle);
  showPeering(context, handle, peering);
  context.check(
    valueCheck({
      title: `BGP peering address of ${handle.name}`,
      expected,
      seen: peering.bgpPeeringAddress,
    }),
  );
}

function alreadyBroken(name: string, address: string): WirebookError {
  return new WirebookError({
    code: 'already-broken',
    message: `The BGP peering address of ${name} is ${address} already.`,
    next: 'Repair the link first, or break it with another address.',
  });
}
