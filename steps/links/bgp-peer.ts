import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Ref, Router } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { gcloudCommand } from '../google/command.ts';
import { finishOperation } from '../../src/lab/google-operation.ts';
import { parseResourcePath } from '../google/resource-path.ts';
import type { Link } from './link.ts';

export interface BreakBgpPeer {
  /** Name of the Cloud Router's BGP peer whose session is disabled: `azvpngw0`. */
  readonly bgpPeer: string;
}

export type BgpPeerBroken = {
  readonly kind: 'bgpPeer';
  /** Name of the router's handle. */
  readonly router: string;
  readonly bgpPeer: string;
};

/** Disables a BGP session of a Cloud Router: the tunnel stays, its routes go. */
export const bgpPeer: Link<BreakBgpPeer, BgpPeerBroken> = {
  title: (name, { bgpPeer: peer }) => `Disable the BGP session ${peer} of ${name}`,
  async break(context, name, { bgpPeer: peer }) {
    await setEnabled(context, name, peer, false);
    return { kind: 'bgpPeer', router: name, bgpPeer: peer };
  },
  repair: (context, { router, bgpPeer: peer }) => setEnabled(context, router, peer, true),
};

async function setEnabled(
  context: StepContext,
  name: string,
  peerName: string,
  on: boolean,
): Promise<void> {
  const ref: Ref<Router> = { ref: name };
  const { project, place: region, name: router } = parseResourcePath(context.resolve(ref).id);
  const google = await context.google();
  const [before] = await google.routers.get({ project, region, router });
  const peers = before.bgpPeers ?? [];
  if (!peers.some((peer) => peer.name === peerName)) throw noPeer(router, peerName);
  // A list in a patch takes the place of the whole list.
  const bgpPeers = peers.map((peer) =>
    peer.name === peerName
      ? { ...peer, enable: on ? ('TRUE' as const) : ('FALSE' as const) }
      : peer,
  );
  const [operation] = await google.routers.patch({
    project,
    region,
    router,
    routerResource: { bgpPeers },
  });
  const scope = `regions/${region}`;
  await finishOperation(google, operation, { scope, signal: context.signal });
  const options = { region, 'peer-name': peerName };
  context.showEquivalent({
    cloud: 'google',
    command: `${gcloudCommand('routers update-bgp-peer', [router], options)} --${on ? 'enabled' : 'no-enabled'}`,
    output: '',
  });
  const [after] = await google.routers.get({ project, region, router });
  const seen = after.bgpPeers?.find((peer) => peer.name === peerName)?.enable !== 'FALSE';
  const text = (it: boolean) => (it ? 'enabled' : 'disabled');
  context.check(
    valueCheck({ title: `BGP peer ${peerName}`, expected: text(on), seen: text(seen) }),
  );
}

function noPeer(router: string, peer: string): WirebookError {
  return new WirebookError({
    code: 'no-such-bgp-peer',
    message: `The Cloud Router ${router} has no BGP peer ${peer}.`,
    next: 'Name one that the stack gives it.',
  });
}
