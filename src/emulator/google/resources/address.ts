import { inUse, invalidField, notEmulated } from '../compute/error.ts';
import { placeOf, selfLink } from '../compute/link.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { choiceIn, labelsIn, present, textIn } from './read.ts';
import type { Resource, Resources } from './store.ts';

export interface AddressProperties {
  /** Given once it is committed. */
  readonly address?: string;
  readonly description?: string;
  readonly networkTier: 'PREMIUM' | 'STANDARD';
  readonly labels: Readonly<Record<string, string>>;
}

/** A regional static external address. */
export const address = defineKind<'addresses'>({
  scope: 'regions',
  noun: 'address',

  prepare(body, { existing }) {
    const type = choiceIn(body, 'addressType', ['EXTERNAL', 'INTERNAL']) ?? 'EXTERNAL';
    if (type === 'INTERNAL') throw notEmulated('reserved internal addresses');
    if (textIn(body, 'ipVersion') === 'IPV6') throw notEmulated('IPv6 addresses');
    const wanted = textIn(body, 'address');
    if (wanted !== undefined && wanted !== existing?.properties.address) {
      throw invalidField('resource.address', wanted, 'An external address cannot be chosen.');
    }
    const description = textIn(body, 'description');
    return {
      ...(existing?.properties.address !== undefined && { address: existing.properties.address }),
      ...(description !== undefined && { description }),
      networkTier: choiceIn(body, 'networkTier', ['PREMIUM', 'STANDARD']) ?? 'PREMIUM',
      labels: labelsIn(body),
    };
  },

  refuseDelete(resource, resources) {
    const [user] = usersOf(resource, resources);
    if (user) throw inUse('address', resource.path, user.path);
  },

  view(resource, { resources }): Body {
    const { path, scope, properties } = resource;
    const users = usersOf(resource, resources);
    return present({
      description: properties.description,
      address: properties.address,
      addressType: 'EXTERNAL',
      networkTier: properties.networkTier,
      status: users.length > 0 ? 'IN_USE' : 'RESERVED',
      users: users.length > 0 ? users.map((user) => selfLink(user.path)) : undefined,
      region: selfLink(`${path.split('/').slice(0, 2).join('/')}/regions/${placeOf(scope)}`),
      labels: Object.keys(properties.labels).length > 0 ? properties.labels : undefined,
    });
  },
});

function usersOf(
  { properties }: Resource<'addresses'>,
  resources: Resources,
): readonly Resource<'instances'>[] {
  if (properties.address === undefined) return [];
  return resources
    .all('instances')
    .filter((instance) =>
      instance.properties.networkInterfaces.some(({ accessConfigs }) =>
        accessConfigs.some(({ natIP }) => natIP === properties.address),
      ),
    );
}
