import type { Attributes, DataSourceType, Schema } from '../../terraform/provider.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resource } from '../resources/store.ts';
import type { ArmResource, Place } from './arm-resource.ts';
import { refusing } from './arm-resource.ts';
import { required, text, textOf, timeouts } from './attributes.ts';
import { publicIp } from './public-ip.ts';
import { virtualNetworkGateway } from './virtual-network-gateway.ts';

/** Reads what is there by name and group; shows what the resource of the same type shows. */
function dataSource<K extends KindName>(
  definition: ArmResource<K>,
  { door, subscriptionId }: Place,
): DataSourceType {
  return {
    schema: readable(definition.schema),
    read: (config) =>
      refusing(() => {
        const group = textOf(config, 'resource_group_name') ?? '';
        const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}${definition.path(config)}`;
        const resource = door.get(id) as Resource<K>;
        const shown = definition.attributes(resource, {
          previous: config,
          resources: door.resources,
        });
        return {
          ...config,
          ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
          id: resource.id,
          location: resource.location ?? '',
          tags: resource.tags ?? {},
        } as Attributes;
      }),
  };
}

function readable(schema: Schema): Schema {
  const asGiven = (inner: Schema): Schema => ({
    attributes: Object.fromEntries(
      Object.entries(inner.attributes).map(([name, { type, elements, sensitive }]) => [
        name,
        {
          type,
          readOnly: true,
          ...(elements !== undefined && { elements }),
          ...(sensitive !== undefined && { sensitive }),
        },
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(inner.blocks ?? {})
        .filter(([name]) => name !== 'timeouts')
        .map(([name, block]) => [name, { ...asGiven(block), computed: true }]),
    ),
  });
  const { attributes, blocks } = asGiven(schema);
  return {
    attributes: { ...attributes, name: text(required), resource_group_name: text(required) },
    blocks: { ...blocks, ...timeouts },
  };
}

export function createDataSources(place: Place): Readonly<Record<string, DataSourceType>> {
  return {
    azurerm_public_ip: dataSource(publicIp, place),
    azurerm_virtual_network_gateway: dataSource(virtualNetworkGateway, place),
  };
}
