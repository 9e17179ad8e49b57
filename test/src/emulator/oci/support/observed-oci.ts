import type { CloudServices } from '../../../../../src/emulator/cloud.ts';
import type {
  BgpPeer,
  BgpRoute,
  Observations,
} from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { drgNames } from '../../../../../src/emulator/oci/fabric/drg-names.ts';
import type { OciWithClient } from './oci-client.ts';
import { ociWithClient } from './oci-client.ts';

/** An OCI without Linux: what it would observe, and what other clouds offer, is set by the test. */
export interface ObservedOci extends OciWithClient {
  readonly held: ReadonlySet<string>;
  observe(observations: Partial<Observations>): void;
  /** Keys that other clouds offer or order. */
  know(keys: readonly string[]): void;
}

export async function observedOci(): Promise<ObservedOci> {
  let observations: Observations = noObservations;
  let known: readonly string[] = [];
  let next = 4;
  const held = new Set<string>();
  const services: CloudServices = {
    changed: () => undefined,
    settled: async () => undefined,
    observe: async () => observations,
    circuits: {
      offer: (key) => (known.includes(key) ? { key } : undefined),
      order: (key) => (known.includes(key) ? { key, provider: 'Exchange' } : undefined),
    },
    timers: 'fast',
    now: () => Date.now(),
    allocatePublicAddress() {
      const address = `20.61.0.${next++}`;
      held.add(address);
      return address;
    },
    releasePublicAddress: (address) => void held.delete(address),
  };
  return {
    ...(await ociWithClient(services)),
    held,
    observe: (seen) => void (observations = { ...noObservations, ...seen }),
    know: (keys) => void (known = keys),
  };
}

/** A session that is up, and the paths that it taught. */
export function taught(
  peer: string,
  asn: number,
  paths: Readonly<Record<string, readonly number[]>>,
): { readonly peers: readonly BgpPeer[]; readonly routes: readonly BgpRoute[] } {
  const peers: readonly BgpPeer[] = [
    {
      address: peer,
      asn,
      state: 'Established',
      establishedForMs: 5000,
      prefixesReceived: Object.keys(paths).length,
      messagesSent: 3,
      messagesReceived: 3,
    },
  ];
  const routes = Object.entries(paths).map(([prefix, asPath]): BgpRoute => ({
    prefix,
    source: 'ebgp',
    best: true,
    nextHop: peer,
    peer,
    asPath,
    weight: 0,
    med: null,
    origin: 'IGP',
  }));
  return { peers, routes };
}

/** A tunnel that is up, by its OCID. */
export function up(id: string): Observations['tunnels'] {
  const name = drgNames.tunnel({ id });
  return { [name]: { state: 'up', establishedAt: 0, bytesIn: 0, bytesOut: 0 } };
}
