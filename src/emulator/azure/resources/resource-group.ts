import { defineKind } from './kind.ts';

export type ResourceGroupProperties = Readonly<Record<string, never>>;

export const resourceGroupKind = defineKind<'resourceGroups'>({
  type: 'Microsoft.Resources/resourceGroups',
  prepare: () => ({}),
  view: () => ({}),
});
