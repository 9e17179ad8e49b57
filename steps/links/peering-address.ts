import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Handles, LocalNetworkGateway, Ref } from '../../src/lab/handle.ts';
import type { StackRef } from '../../src/lab/stack.ts';
import type { Json, StepContext } from '../../src/lab/step.ts';
import { readPeering, setPeeringAddress, showPeering } from '../azure/local-network-gateway-bgp.ts';
import { deployWith } from './deploy-with.ts';
import type { Link } from './link.ts';

export type BreakPeeringAddress<Props extends object, H extends Handles> =
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

export type PeeringAddressBroken = {
  readonly kind: 'peeringAddress';
  /** Name of the local network gateway's handle. */
  readonly localNetworkGateway: string;
  readonly was: string;
  readonly now: string;
  readonly repair:
    | { readonly by: 'deploy'; readonly props: { readonly [prop: string]: Json } }
    | { readonly by: 'sdk' };
};

/** The tunnel stays, and its BGP session goes: the peer is called at an address where nobody answers. */
export const peeringAddress: Link<BreakPeeringAddress<object, Handles>, PeeringAddressBroken> = {
  title: (name, { peeringAddress }) =>
    `Break the link of ${name}: BGP peering address ${peeringAddress}`,
  async break(context, name, parameters) {
    const gateway: Ref<LocalNetworkGateway> = { ref: name };
    const handle = context.resolve(gateway);
    const now = parameters.peeringAddress;
    const { bgpPeeringAddress: was } = await readPeering(context, handle);
    if (was === now) throw alreadyBroken(name, was);

    const broken = { kind: 'peeringAddress', localNetworkGateway: name, was, now } as const;
    if ('behindTerraform' in parameters) {
      await setPeeringAddress(context, handle, now);
      await checkPeering(context, gateway, now);
      return { ...broken, repair: { by: 'sdk' } };
    }
    await deployWith(context, parameters.props(now));
    await checkPeering(context, gateway, now);
    // Props of a stack are plain data: the journal keeps them.
    const props = parameters.props(was) as Readonly<Record<string, Json>>;
    return { ...broken, repair: { by: 'deploy', props } };
  },
  async repair(context, { localNetworkGateway, was, repair }) {
    const gateway: Ref<LocalNetworkGateway> = { ref: localNetworkGateway };
    if (repair.by === 'deploy') await deployWith(context, repair.props);
    else await setPeeringAddress(context, context.resolve(gateway), was);
    await checkPeering(context, gateway, was);
  },
};

/** Reads the address back, shows it and checks it. */
async function checkPeering(
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
