import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider/index.js';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group/index.js';
import { NullProvider } from '@cdktf/provider-null/lib/provider/index.js';
import { RandomProvider } from '@cdktf/provider-random/lib/provider/index.js';
import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct } from '../cdktf.ts';

/** What all constructs of one Azure stack share: one resource group in one region. */
export interface AzureScope {
  readonly scope: Construct;
  /** What every resource says of its place. */
  readonly place: { readonly resourceGroupName: string; readonly location: string };
  /** The region as it was given, for handles. */
  readonly region: string;
  readonly tags: Record<string, string>;
  readonly sshPublicKey: string;
}

export interface AzureScopeParameters {
  /** Name of the resource group, and of its Terraform resource. */
  readonly resourceGroup: string;
  /** Region, such as `West Europe`. */
  readonly location: string;
  readonly environment: StackEnvironment;
}

/**
 * The azurerm provider and the resource group that everything else is put into.
 *
 * Steps may make resources beside Terraform (a route table, as one would in the portal), so the
 * group is allowed to go with what it still holds.
 */
export function azureScope(scope: Construct, parameters: AzureScopeParameters): AzureScope {
  const { resourceGroup: name, location, environment } = parameters;
  new AzurermProvider(scope, 'azurerm', {
    features: [{ resourceGroup: [{ preventDeletionIfContainsResources: false }] }],
  });
  const tags = { ...environment.tags };
  const group = new ResourceGroup(scope, name, { name, location, tags });
  return {
    scope,
    place: { resourceGroupName: group.name, location: group.location },
    region: location,
    tags,
    sshPublicKey: environment.sshPublicKey,
  };
}

/** Declares the random provider, once. */
export function useRandom(scope: Construct): void {
  if (scope.node.tryFindChild('random') === undefined) new RandomProvider(scope, 'random');
}

/** Declares the null provider, once. */
export function useNull(scope: Construct): void {
  if (scope.node.tryFindChild('null') === undefined) new NullProvider(scope, 'null');
}
