/** An Azure resource id, taken apart. */
export interface ArmId {
  readonly subscription: string;
  readonly group: string;
  /** `Microsoft.Network`; undefined for a resource group itself. */
  readonly provider?: string;
  /** `virtualNetworks`, `subnets`: one for each name. */
  readonly types: readonly string[];
  readonly names: readonly string[];
}

/** Reads `/subscriptions/{s}/resourceGroups/{g}[/providers/{p}/{type}/{name}…]`; undefined when it is none. */
export function parseArmId(text: string): ArmId | undefined {
  const [empty, subscriptions, subscription, groups, group, ...rest] = text.split('/');
  if (empty !== '' || subscriptions?.toLowerCase() !== 'subscriptions') return undefined;
  if (groups?.toLowerCase() !== 'resourcegroups' || !subscription || !group) return undefined;
  if (rest.length === 0) return { subscription, group, types: [], names: [] };

  const [providers, provider, ...segments] = rest;
  if (providers?.toLowerCase() !== 'providers' || !provider) return undefined;
  if (segments.length === 0 || segments.length % 2 !== 0 || segments.includes('')) return undefined;
  return {
    subscription,
    group,
    provider,
    types: segments.filter((_, index) => index % 2 === 0),
    names: segments.filter((_, index) => index % 2 === 1),
  };
}

export function formatArmId(id: ArmId): string {
  const group = `/subscriptions/${id.subscription}/resourceGroups/${id.group}`;
  if (id.provider === undefined) return group;
  const path = id.types.map((type, index) => `/${type}/${id.names[index]}`).join('');
  return `${group}/providers/${id.provider}${path}`;
}

/** `Microsoft.Network/virtualNetworks/subnets` */
export function armType(id: ArmId): string {
  return id.provider === undefined
    ? 'Microsoft.Resources/resourceGroups'
    : [id.provider, ...id.types].join('/');
}

/** `Microsoft.Network/virtualNetworks/vnet1/subnets/sub1`, as ARM's messages name a resource. */
export function armPath(id: ArmId): string {
  const path = id.types.map((type, index) => `${type}/${id.names[index]}`).join('/');
  return `${id.provider ?? 'Microsoft.Resources'}/${path}`;
}

/** The id of the resource that a child is part of. */
export function parentId(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}

export function nameOf(id: string): string {
  return id.split('/').at(-1) ?? '';
}

/** Name of the resource group in an id; empty when there is none. */
export function groupOf(id: string): string {
  return parseArmId(id)?.group ?? '';
}

/** Ids are compared without regard to case. */
export function sameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
