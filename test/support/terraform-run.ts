import { createEngine } from '../../src/emulator/terraform/create-engine.ts';
import {
  type Plan,
  type PlannedChange,
  type ResourceProgress,
  type TerraformConfiguration,
  TerraformError,
} from '../../src/emulator/terraform/engine.ts';
import { createFakeCloud } from './fake-cloud.ts';

type More = Readonly<Record<string, unknown>>;

/** A network and a machine in it; the machine first, so that order comes from the reference alone. */
export const lan = (network: More = {}, machine: More = {}, rest: More = {}) => ({
  resource: {
    fake_machine: {
      vm: { name: 'vm', network_id: '${fake_network.lan.id}', disk: { size: 10 }, ...machine },
    },
    fake_network: { lan: { name: 'lan', address_space: ['10.0.0.0/16'], ...network } },
  },
  ...rest,
});

/** An engine on a fake cloud, with what tests do most. */
export function setUp() {
  const cloud = createFakeCloud();
  const engine = createEngine({ providers: [cloud.provider], now: () => 0 });
  const progress: ResourceProgress[] = [];
  const onResource = (step: ResourceProgress): void => {
    progress.push(step);
  };
  const plan = (json: TerraformConfiguration, variables: More = {}): Promise<Plan> =>
    engine.plan(json, variables, {});
  const apply = async (json: TerraformConfiguration, variables: More = {}) =>
    engine.apply(await plan(json, variables), { onResource });
  return {
    cloud,
    engine,
    progress,
    plan,
    apply,
    destroy: () => engine.destroy({ onResource }),
    /** Forgets what the cloud has logged so far. */
    logOf: async (run: () => Promise<unknown>): Promise<readonly string[]> => {
      cloud.log.length = 0;
      await run();
      return [...cloud.log];
    },
    changes: async (json: TerraformConfiguration, variables: More = {}) =>
      (await plan(json, variables)).changes.map(brief),
    addresses: () =>
      engine
        .state()
        .map(({ address }) => address)
        .sort(),
  };
}

/** `update fake_network.lan: tags.a x -> y` */
export function brief({ action, address, attributes = [] }: PlannedChange): string {
  const texts = attributes.map(({ path, before, after, forcesReplacement }) => {
    return `${path} ${before} -> ${after}${forcesReplacement ? ' !' : ''}`;
  });
  return texts.length ? `${action} ${address}: ${texts.join(', ')}` : `${action} ${address}`;
}

/** The problems of a run that must fail. */
export async function problemsOf(run: Promise<unknown>): Promise<readonly string[]> {
  try {
    await run;
  } catch (error) {
    if (error instanceof TerraformError) return error.problems;
    throw error;
  }
  throw new Error('it should have failed');
}
