import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Cloud, CloudServices } from '../../../../../src/emulator/cloud.ts';
import { noCircuits } from '../../../../../src/emulator/cloud.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createOci } from '../../../../../src/emulator/oci/index.ts';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import type { TerraformEngine } from '../../../../../src/emulator/terraform/engine.ts';

/** One API signing key for all tests: making one takes long. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = pair.publicKey.export({ type: 'spki', format: 'der' });

export const account = {
  tenancyId: 'ocid1.tenancy.oc1..test',
  userId: 'ocid1.user.oc1..test',
  fingerprint: createHash('md5')
    .update(der)
    .digest('hex')
    .replaceAll(/..(?=.)/g, '$&:'),
  compartmentId: 'ocid1.compartment.oc1..test',
  region: 'us-ashburn-1',
} as const;
export const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** OCI without Linux: what it would observe, and when changes are real, is set by the test. */
export interface LocalOci {
  readonly cloud: Cloud;
  readonly engine: TerraformEngine;
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
  observe(observations: Observations): void;
  /** Nothing is settled until this is released. */
  hold(): () => void;
  /** Applies resources and data sources by the Terraform engine. What was done: `create oci_core_vcn.main`. */
  apply(configuration: object): Promise<readonly string[]>;
  /** Attributes in the state. */
  output(address: string): Readonly<Record<string, unknown>>;
}

export function createLocalOci(services: Partial<CloudServices> = {}): LocalOci {
  let observations = noObservations;
  let real = Promise.resolve();
  let next = 0;
  const held = new Set<string>();
  const cloud = createOci(
    {
      changed: () => undefined,
      settled: () => real,
      observe: () => Promise.resolve(observations),
      circuits: noCircuits,
      timers: 'fast',
      now: () => Date.now(),
      allocatePublicAddress() {
        const address = `129.213.0.${4 + next++}`;
        held.add(address);
        return address;
      },
      releasePublicAddress: (address) => void held.delete(address),
      ...services,
    },
    {
      credentials: {
        ...account,
        publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    },
  );
  const engine = createEngine({ providers: [cloud.terraform] });
  return {
    cloud,
    engine,
    held,
    observe: (seen) => void (observations = seen),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      real = promise;
      return resolve;
    },
    async apply(configuration) {
      const plan = await engine.plan({ ...configuration }, {}, {});
      await engine.apply(plan, { onResource: () => undefined });
      return plan.changes.map(({ address, action }) => `${action} ${address}`);
    },
    output(address) {
      const found = engine.state().find((it) => it.address === address);
      if (!found) throw new Error(`no ${address} in the state`);
      return found.attributes;
    },
  };
}
