import type { TerraformJson } from '../../lab/stack.ts';
import type { RealCloud } from './allow-list.ts';
import { needsOf } from './preflight/needs.ts';

/** Where a configuration would work in one cloud, by the names that the cloud has for it: `West Europe`, `us-east-1`. */
export interface CloudRegions {
  readonly cloud: RealCloud;
  readonly regions: readonly string[];
}

type Blocks = Readonly<Record<string, unknown>>;

/** Pure. As the providers are set up; Azure's has no region, so there it is the resource groups' locations. */
export function regionsOf(configuration: TerraformJson): readonly CloudRegions[] {
  return needsOf(configuration).clouds.map((cloud) => {
    const blocks =
      cloud === 'azure'
        ? named(configuration, 'resource', 'azurerm_resource_group')
        : named(configuration, 'provider', cloud);
    const key = cloud === 'azure' ? 'location' : 'region';
    const regions = blocks
      .map((block) => block[key])
      .filter((region) => typeof region === 'string');
    return { cloud, regions: [...new Set(regions)] };
  });
}

/** Blocks of one type: a list of providers, or resources by name. */
function named(configuration: TerraformJson, kind: string, type: string): readonly Blocks[] {
  const ofKind = (configuration[kind] ?? {}) as Readonly<Record<string, object>>;
  return Object.values(ofKind[type] ?? {}) as readonly Blocks[];
}
