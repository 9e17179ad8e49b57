import { createAws } from '../../../../../src/emulator/aws/index.ts';
import type { AwsOptions } from '../../../../../src/emulator/aws/index.ts';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { noCircuits } from '../../../../../src/emulator/cloud.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';

export const credentials = {
  accessKeyId: 'AKIAWIREBOOKEXAMPLE1',
  secretAccessKey: 'secret/Example+key',
};

export interface LocalAws {
  readonly cloud: Cloud;
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
  /** What Linux would say, from now on. */
  observe(observations: Observations): void;
  /** Lets Linux follow: transitions end. */
  settle(): Promise<void>;
}

/** AWS without a Linux below it. */
export function createLocalAws(options: Partial<AwsOptions> = {}): LocalAws {
  const held = new Set<string>();
  let next = 1;
  let seen = noObservations;
  let waiting: (() => void)[] = [];
  const cloud = createAws(
    {
      changed: () => undefined,
      settled: () =>
        new Promise((resolve) => {
          waiting.push(resolve);
        }),
      observe: async () => seen,
      circuits: noCircuits,
      timers: 'real',
      now: Date.now,
      allocatePublicAddress() {
        const address = `54.160.0.${next++}`;
        held.add(address);
        return address;
      },
      releasePublicAddress: (address) => void held.delete(address),
    },
    { credentials, ...options },
  );
  return {
    cloud,
    held,
    observe(observations) {
      seen = observations;
    },
    async settle() {
      for (const resolve of waiting) resolve();
      waiting = [];
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
  };
}
