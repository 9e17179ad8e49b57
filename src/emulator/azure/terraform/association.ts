import { noObservations } from '../../fabric/observations.ts';
import type { Attributes, ResourceType } from '../../terraform/provider.ts';
import type { Body } from '../resources/kind.ts';
import { sameId } from '../arm/id.ts';
import type { Place } from './arm-resource.ts';
import { refusing } from './arm-resource.ts';
import { armId, fixed, given, text, textOf } from './attributes.ts';

/** A Terraform type that only sets one reference in a resource that another type made. */
export interface Association {
  readonly owner: { readonly attribute: string; readonly kind: 'subnets' | 'networkInterfaces' };
  readonly target: {
    readonly attribute: string;
    readonly property: 'routeTable' | 'networkSecurityGroup';
  };
}

export function association({ owner, target }: Association, { door }: Place): ResourceType {
  // The card's association carries both ids, the subnet's is the subnet.
  const idOf = (ownerId: string, targetId: string): string =>
    owner.kind === 'networkInterfaces' ? `${ownerId}|${targetId}` : ownerId;

  function attached(attributes: Attributes): string | undefined {
    const resource = door.resources.find(owner.kind, textOf(attributes, owner.attribute) ?? '');
    const properties = resource?.properties as
      Readonly<Record<string, { readonly id: string } | undefined>> | undefined;
    return properties?.[target.property]?.id;
  }

  function attach(attributes: Attributes, targetId: string | undefined): Attributes {
    const ownerId = textOf(attributes, owner.attribute) ?? '';
    const shown = door.show(door.get(ownerId), noObservations);
    const properties = {
      ...(shown['properties'] as Body),
      [target.property]: targetId === undefined ? undefined : { id: targetId },
    };
    door.put(ownerId, { ...shown, properties });
    return {
      id: idOf(ownerId, targetId ?? ''),
      [owner.attribute]: ownerId,
      [target.attribute]: targetId ?? '',
    };
  }

  return {
    schema: {
      attributes: {
        id: armId(given),
        [owner.attribute]: armId(fixed),
        [target.attribute]: armId(fixed),
      },
      blocks: {
        timeouts: { max: 1, attributes: { create: text(), read: text(), delete: text() } },
      },
    },
    create: (config) =>
      refusing(() => ({ ...config, ...attach(config, textOf(config, target.attribute)) })),
    read: (state) =>
      refusing(() => {
        const now = attached(state);
        const before = textOf(state, target.attribute) ?? '';
        return now !== undefined && sameId(now, before) ? state : undefined;
      }),
    update: (_, config) =>
      refusing(() => ({ ...config, ...attach(config, textOf(config, target.attribute)) })),
    delete: (state) =>
      refusing(() => {
        const now = attached(state);
        if (now !== undefined && sameId(now, textOf(state, target.attribute) ?? '')) {
          attach(state, undefined);
        }
      }),
  };
}

export const associations: Readonly<Record<string, Association>> = {
  azurerm_subnet_route_table_association: {
    owner: { attribute: 'subnet_id', kind: 'subnets' },
    target: { attribute: 'route_table_id', property: 'routeTable' },
  },
  azurerm_subnet_network_security_group_association: {
    owner: { attribute: 'subnet_id', kind: 'subnets' },
    target: { attribute: 'network_security_group_id', property: 'networkSecurityGroup' },
  },
  azurerm_network_interface_security_group_association: {
    owner: { attribute: 'network_interface_id', kind: 'networkInterfaces' },
    target: { attribute: 'network_security_group_id', property: 'networkSecurityGroup' },
  },
};
