/** What a request's path names. */
export type Target =
  | { readonly kind: 'subscriptions' }
  | { readonly kind: 'subscription'; readonly subscription: string }
  | {
      readonly kind: 'list';
      readonly subscription: string;
      /** `Microsoft.Network/virtualNetworks/subnets` */
      readonly type: string;
      /** A resource group's or a parent resource's id; absent: the whole subscription. */
      readonly parent?: string;
    }
  | { readonly kind: 'resource'; readonly id: string }
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly action: string;
      /** A segment more: `arpTables/primary`. */
      readonly argument?: string;
    }
  | { readonly kind: 'operation' | 'operationResult'; readonly id: string }
  | { readonly kind: 'unknown' };

/** Posted to with one more segment: which of a circuit's links. */
const diagnostics = /^(arpTables|routeTables|routeTablesSummary)$/i;

/**
 * Reads a path. Of the segments behind a provider, pairs are a resource; one more is an action when it is posted to,
 * and a list of children otherwise. Names of segments are compared without regard to case.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export function readTarget(path: string, method: string): Target {
  const segments = path.split('/').slice(1);
  const is = (index: number, name: string) => segments[index]?.toLowerCase() === name;
  if (!is(0, 'subscriptions')) return { kind: 'unknown' };
  const subscription = segments[1];
  if (subscription === undefined) return { kind: 'subscriptions' };
  if (segments.length === 2) return { kind: 'subscription', subscription };

  if (is(2, 'providers')) return belowSubscription(subscription, segments.slice(3));
  if (!is(2, 'resourcegroups')) return { kind: 'unknown' };
  if (segments.length === 3)
    return { kind: 'list', subscription, type: 'Microsoft.Resources/resourceGroups' };
  if (segments.length === 4) return { kind: 'resource', id: path };
  if (!is(4, 'providers') || segments.length < 7) return { kind: 'unknown' };

  const [provider = '', ...rest] = segments.slice(5);
  if (method === 'POST' && diagnostics.test(rest.at(-2) ?? '')) {
    const id = path.split('/').slice(0, -2).join('/');
    return { kind: 'action', id, action: rest.at(-2) ?? '', argument: rest.at(-1) ?? '' };
  }
  if (rest.length % 2 === 0) return { kind: 'resource', id: path };
  const outer = path.slice(0, path.lastIndexOf('/'));
  if (method === 'POST') return { kind: 'action', id: outer, action: rest.at(-1) ?? '' };
  const types = rest.filter((_, index) => index % 2 === 0);
  // A list in a group has the group as its parent, one below a resource that resource.
  const parent = rest.length === 1 ? `/${segments.slice(0, 4).join('/')}` : outer;
  return { kind: 'list', subscription, type: [provider, ...types].join('/'), parent };
}

function belowSubscription(subscription: string, segments: readonly string[]): Target {
  const [provider, type, , kind, id] = segments;
  if (provider === undefined || type === undefined) return { kind: 'unknown' };
  if (segments.length === 2) return { kind: 'list', subscription, type: `${provider}/${type}` };
  if (type.toLowerCase() !== 'locations' || id === undefined) return { kind: 'unknown' };
  if (kind?.toLowerCase() === 'operations') return { kind: 'operation', id };
  if (kind?.toLowerCase() === 'operationresults') return { kind: 'operationResult', id };
  return { kind: 'unknown' };
}
