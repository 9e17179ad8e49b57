import type { Tagged } from './kinds.ts';
import type { Resources } from './store.ts';

export interface Vpc extends Tagged {
  readonly isDefault: boolean;
  /** The first is the VPC's own. */
  readonly cidrBlocks: readonly VpcCidrBlock[];
  readonly instanceTenancy: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
}

export interface VpcCidrBlock {
  readonly associationId: string;
  readonly cidrBlock: string;
}

export function prefixesOf(vpc: Vpc): readonly string[] {
  return vpc.cidrBlocks.map(({ cidrBlock }) => cidrBlock);
}

/** The VPC's own block. */
export function mainPrefixOf(vpc: Vpc): string {
  return vpc.cidrBlocks[0]?.cidrBlock ?? '';
}

export function defaultVpc(resources: Resources): Vpc | undefined {
  return resources.all('vpcs').find(({ isDefault }) => isDefault);
}
