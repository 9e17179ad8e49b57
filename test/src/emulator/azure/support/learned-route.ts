import type { BgpRoute } from '../../../../../src/emulator/fabric/observations.ts';

/** A route as a speaker's table shows it that a peer in another AS told. */
export function learnedRoute(
  prefix: string,
  peer: string,
  asPath: readonly number[],
  best = true,
): BgpRoute {
  return {
    prefix,
    source: 'ebgp',
    best,
    nextHop: peer,
    peer,
    asPath,
    weight: 0,
    med: null,
    origin: 'IGP',
  };
}
