import type { TerraformJson } from '../../../lab/stack.ts';
import { deletionShare, free, minutes, prices } from './prices.ts';

/** What a configuration would make: how much of what, for how much, how long. */
export interface Estimate {
  readonly items: readonly EstimatedItem[];
  /** US dollars an hour, of what has a price. */
  readonly hourly: number;
  /** Types and sizes that may cost something, and that the table has no price for. */
  readonly unpriced: readonly string[];
  /** Minutes on the longest chain of resources that wait for each other. */
  readonly deployMinutes: number;
  readonly destroyMinutes: number;
}

export interface EstimatedItem {
  readonly type: string;
  /** `VpnGw1`; empty where there are no sizes. */
  readonly size: string;
  readonly count: number;
  /** For all of them; undefined when nothing is charged for it. */
  readonly hourly: number | undefined;
  readonly source: string | undefined;
  /** Each. */
  readonly minutes: number;
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Pure. Local helpers (random, null, tls, terraform) are left out. */
export function estimate(configuration: TerraformJson): Estimate {
  const resources = resourcesOf(configuration);
  const groups = Map.groupBy(resources, (resource) => `${resource.type} ${sizeOf(resource)}`);
  const items = [...groups.values()].map(itemOf);
  const deployMinutes = longestChain(resources);
  return {
    items: items.toSorted(
      (a, b) => (b.hourly ?? 0) - (a.hourly ?? 0) || a.type.localeCompare(b.type),
    ),
    hourly: items.reduce((sum, { hourly = 0 }) => sum + hourly, 0),
    unpriced: items
      .filter(({ type, hourly }) => hourly === undefined && !free.has(type))
      .map(({ type, size }) => `${type} ${size}`.trim()),
    deployMinutes,
    destroyMinutes: Math.ceil(deployMinutes * deletionShare),
  };
}

function resourcesOf(configuration: TerraformJson): readonly Resource[] {
  const byType = (configuration['resource'] ?? {}) as Record<
    string,
    Record<string, Resource['attributes']>
  >;
  return Object.entries(byType).flatMap(([type, named]) =>
    /^(random|null|tls|terraform)_/.test(type)
      ? []
      : Object.entries(named).map(([name, attributes]) => ({
          address: `${type}.${name}`,
          type,
          attributes,
        })),
  );
}

function sizeOf({ type, attributes }: Resource): string {
  const attribute = prices[type]?.sizeAttribute;
  const size = attribute === undefined ? '' : attributes[attribute];
  return typeof size === 'string' ? size : '';
}

function itemOf(group: readonly Resource[]): EstimatedItem {
  const [first] = group as [Resource];
  const price = prices[first.type];
  const size = sizeOf(first);
  const each = typeof price?.hourly === 'number' ? price.hourly : price?.hourly[size];
  return {
    type: first.type,
    size,
    count: group.length,
    hourly: each === undefined ? undefined : each * group.length,
    source: price?.source,
    minutes: minutes[first.type] ?? 0,
  };
}

/** Terraform makes at once what does not wait for each other. References and `depends_on` say what does. */
function longestChain(resources: readonly Resource[]): number {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const known = new Map<string, number>();
  const finishedAt = (address: string): number => {
    const before = known.get(address);
    if (before !== undefined) return before;
    // A loop is Terraform's to refuse; here it only must end.
    known.set(address, 0);
    const resource = byAddress.get(address);
    if (resource === undefined) return 0;
    const waits = [...JSON.stringify(resource.attributes).matchAll(/\b([a-z][a-z0-9_]*\.[\w-]+)/g)]
      .map(([, other = '']) => other)
      .filter((other) => other !== address && byAddress.has(other));
    const at = Math.max(0, ...waits.map(finishedAt)) + (minutes[resource.type] ?? 0.2);
    known.set(address, at);
    return at;
  };
  return Math.ceil(Math.max(0, ...resources.map(({ address }) => finishedAt(address))));
}
