import { createAzure } from '../../../../../src/emulator/azure/index.ts';
import type { AzureOptions } from '../../../../../src/emulator/azure/index.ts';
import type { Cloud, CloudServices } from '../../../../../src/emulator/cloud.ts';
import { noCircuits } from '../../../../../src/emulator/cloud.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';

export const subscriptionId = '00000000-0000-4000-8000-000000000001';
export const groupId = `/subscriptions/${subscriptionId}/resourceGroups/rg`;

/** An Azure without Linux: what it would observe is set by the test. */
export interface LocalAzure {
  readonly cloud: Cloud;
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
  changes(): number;
  observe(observations: Observations): void;
  /** Creates by a Terraform type. Group, region and empty blocks are filled in. */
  create(type: string, config: Attributes): Promise<Attributes>;
}

export function createLocalAzure(
  options: AzureOptions = {},
  circuits: CloudServices['circuits'] = noCircuits,
  inspect?: CloudServices['inspect'],
): LocalAzure {
  let observations = noObservations;
  let changes = 0;
  let next = 0;
  const held = new Set<string>();
  const cloud = createAzure(
    {
      changed: () => void changes++,
      settled: async () => undefined,
      observe: async () => observations,
      ...(inspect && { inspect }),
      circuits,
      timers: 'fast',
      now: () => 0,
      allocatePublicAddress() {
        const address = `20.61.0.${4 + next++}`;
        held.add(address);
        return address;
      },
      releasePublicAddress: (address) => void held.delete(address),
    },
    { subscriptionId, ...options },
  );
  return {
    cloud,
    held,
    changes: () => changes,
    observe: (seen) => void (observations = seen),
    create: (type, config) => typeNamed(cloud, type).create(completed(cloud, type, config)),
  };
}

export function typeNamed(cloud: Cloud, type: string) {
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
  const place = Object.entries({ resource_group_name: 'rg', location: 'West Europe' }).filter(
    ([name]) => name in attributes,
  );
  return {
    ...Object.fromEntries(Object.keys(blocks ?? {}).map((name) => [name, []])),
    ...Object.fromEntries([...defaults, ...place]),
    ...config,
  };
}
