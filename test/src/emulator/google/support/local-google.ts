import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { noCircuits } from '../../../../../src/emulator/cloud.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createGoogle } from '../../../../../src/emulator/google/index.ts';
import type { Attributes, ResourceType } from '../../../../../src/emulator/terraform/provider.ts';

export const project = 'wirebook-local';
export const token = 'ya29.test';
export const now = Date.UTC(2026, 0, 2, 8);

/** A Google Cloud without Linux: what it would observe, and whether changes succeed, is set by the test. */
export interface LocalGoogle {
  readonly cloud: Cloud;
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
  changes(): number;
  observe(observations: Observations): void;
  /** Every change from here on fails with this, until it is undefined. */
  failWith(reason: Error | undefined): void;
  /** Creates by a Terraform type; defaults and empty blocks are filled in. */
  create(type: string, config: Attributes): Promise<Attributes>;
}

export function createLocalGoogle(): LocalGoogle {
  let observations = noObservations;
  let failure: Error | undefined;
  let changes = 0;
  let next = 0;
  const held = new Set<string>();
  const cloud = createGoogle(
    {
      changed: () => void changes++,
      settled: async () => {
        if (failure) throw failure;
      },
      observe: async () => observations,
      circuits: noCircuits,
      timers: 'fast',
      now: () => now,
      allocatePublicAddress() {
        const address = `20.61.0.${4 + next++}`;
        held.add(address);
        return address;
      },
      releasePublicAddress: (address) => void held.delete(address),
    },
    { token, project },
  );
  return {
    cloud,
    held,
    changes: () => changes,
    observe: (seen) => void (observations = seen),
    failWith: (reason) => void (failure = reason),
    create: (type, config) => typeNamed(cloud, type).create(completed(cloud, type, config)),
  };
}

export function typeNamed(cloud: Cloud, type: string): ResourceType {
  const found = cloud.terraform.resources[type];
  if (!found) throw new Error(`no type ${type}`);
  return found;
}

/** As the engine gives it: defaults filled in, blocks always there. */
export function completed(cloud: Cloud, type: string, config: Attributes): Attributes {
  const { attributes, blocks } = typeNamed(cloud, type).schema;
  const defaults = Object.entries(attributes).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(Object.keys(blocks ?? {}).map((name) => [name, []])),
    ...Object.fromEntries(defaults),
    ...config,
  };
}
