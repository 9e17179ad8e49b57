import { Ec2Error, notFound } from '../query/error.ts';
import type { IdPrefix } from '../query/error.ts';
import { applyFilters, readFilters } from '../query/filters.ts';
import { pageOf } from '../query/paging.ts';
import type { Tags } from '../query/filters.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Draft } from '../resources/store.ts';
import { prefixes } from '../resources/store.ts';
import type { Actions } from './action.ts';
import { done } from './action.ts';

/** What tags call each kind. */
const resourceTypes: Readonly<Record<KindName, string>> = {
  vpcs: 'vpc',
  subnets: 'subnet',
  internetGateways: 'internet-gateway',
  routeTables: 'route-table',
  securityGroups: 'security-group',
  networkAcls: 'network-acl',
  keyPairs: 'key-pair',
  instances: 'instance',
  networkInterfaces: 'network-interface',
  addresses: 'elastic-ip',
  vpnGateways: 'vpn-gateway',
  customerGateways: 'customer-gateway',
  vpnConnections: 'vpn-connection',
};

const kinds = Object.keys(resourceTypes) as KindName[];

function retag(draft: Draft, id: string, change: (tags: Tags) => Tags): void {
  const start = id.replace(/-[^-]*$/, '');
  const kind = kinds.find((name) => prefixes[name] === start);
  if (kind === undefined) {
    throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
  }
  const resource = draft.find(kind, id);
  if (!resource) throw notFound(start as IdPrefix, id);
  draft.set(kind, { ...resource, tags: change(resource.tags) });
}

export const tagActions: Actions = {
  CreateTags({ parameters, change }) {
    const given = Object.fromEntries(
      parameters.structures('Tag').map((tag) => [tag.required('Key'), tag.text('Value') ?? '']),
    );
    change((draft) => {
      for (const id of parameters.texts('ResourceId')) {
        retag(draft, id, (tags) => ({ ...tags, ...given }));
      }
    });
    return done;
  },
  /** A value given must match; no tags given: all go. */
  DeleteTags({ parameters, change }) {
    const wanted = parameters.structures('Tag');
    const goes = (key: string, value: string) =>
      wanted.length === 0 ||
      wanted.some(
        (tag) => tag.text('Key') === key && [undefined, value].includes(tag.text('Value')),
      );
    change((draft) => {
      for (const id of parameters.texts('ResourceId')) {
        retag(draft, id, (tags) =>
          Object.fromEntries(Object.entries(tags).filter(([key, value]) => !goes(key, value))),
        );
      }
    });
    return done;
  },
  DescribeTags({ parameters, resources }) {
    const all = kinds.flatMap((kind) =>
      resources.all(kind).flatMap(({ id, tags }) =>
        Object.entries(tags).map(([key, value]) => ({
          resourceId: id,
          resourceType: resourceTypes[kind],
          key,
          value,
          tags: { [key]: value },
        })),
      ),
    );
    const found = applyFilters(all, readFilters(parameters), {
      key: ({ key }) => [key],
      value: ({ value }) => [value],
      'resource-id': ({ resourceId }) => [resourceId],
      'resource-type': ({ resourceType }) => [resourceType],
    });
    const { items, nextToken } = pageOf(found, parameters);
    return { tagSet: items.map(({ tags: _, ...tag }) => tag), nextToken };
  },
};
