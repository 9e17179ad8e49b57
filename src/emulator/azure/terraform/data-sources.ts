import type {
  AttributeSchema,
  Attributes,
  BlockSchema,
  DataSourceType,
  Schema,
} from '../../terraform/provider.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resource } from '../resources/store.ts';
import type { ArmResource, Place } from './arm-resource.ts';
import { refusing } from './arm-resource.ts';
import { blocksOf, given, number, required, text, textOf, textsOf } from './attributes.ts';
import { publicIp } from './public-ip.ts';
import { virtualNetworkGateway } from './virtual-network-gateway.ts';

/** A data source that shows, by name and group, what a resource type shows. */
interface DataSource<K extends KindName> {
  readonly of: ArmResource<K>;
  /** Attributes and blocks of the resource type that the data source does not have. */
  readonly without: readonly string[];
  readonly blocks?: Readonly<Record<string, BlockSchema>>;
  /** What it shows otherwise than the resource type. */
  readonly instead?: (shown: Attributes) => Attributes;
}

const publicIpData: DataSource<'publicIPAddresses'> = { of: publicIp, without: ['sku_tier'] };

const gatewayData: DataSource<'virtualNetworkGateways'> = {
  of: virtualNetworkGateway,
  without: ['ip_sec_replay_protection_enabled', 'bgp_settings'],
  blocks: {
    bgp_settings: {
      computed: true,
      attributes: { asn: number(given), peering_address: text(given), peer_weight: number(given) },
    },
  },
  instead(shown) {
    const settings = blocksOf(shown, 'bgp_settings').map((bgp) => ({
      asn: bgp['asn'] ?? null,
      peer_weight: bgp['peer_weight'] ?? null,
      peering_address: blocksOf(bgp, 'peering_addresses')
        .flatMap((part) => textsOf(part, 'default_addresses') ?? [])
        .join(','),
    }));
    return { bgp_settings: settings };
  },
};

export function createDataSources(place: Place): Readonly<Record<string, DataSourceType>> {
  return {
    azurerm_public_ip: dataSource(publicIpData, place),
    azurerm_virtual_network_gateway: dataSource(gatewayData, place),
  };
}

function dataSource<K extends KindName>(
  { of, without, blocks = {}, instead }: DataSource<K>,
  { door, subscriptionId }: Place,
): DataSourceType {
  const shownOnly = givenOnly(of.schema);
  const kept = <T>(parts: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(parts).filter(([name]) => name !== 'timeouts' && !without.includes(name)),
    );
  return {
    schema: {
      attributes: {
        ...kept(shownOnly.attributes),
        name: text(required),
        resource_group_name: text(required),
      },
      blocks: {
        ...kept(shownOnly.blocks ?? {}),
        ...blocks,
        timeouts: { max: 1, attributes: { read: text() } },
      },
    },
    read: (config) =>
      refusing(() => {
        const group = textOf(config, 'resource_group_name') ?? '';
        const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}${of.path(config)}`;
        const resource = door.get(id) as Resource<K>;
        const context = { previous: config, resources: door.resources };
        const seen = Object.entries(of.attributes(resource, context)).filter(
          ([, value]) => value !== undefined,
        );
        const shown = Object.fromEntries(seen) as Attributes;
        return {
          ...config,
          ...kept(shown),
          ...instead?.(shown),
          id: resource.id,
          location: resource.location ?? '',
          tags: resource.tags ?? {},
        };
      }),
  };
}

function givenOnly(schema: Schema): Schema {
  const attribute = ({ type, elements, sensitive }: AttributeSchema): AttributeSchema => ({
    type,
    readOnly: true,
    ...(elements !== undefined && { elements }),
    ...(sensitive !== undefined && { sensitive }),
  });
  return {
    attributes: Object.fromEntries(
      Object.entries(schema.attributes).map(([name, part]) => [name, attribute(part)]),
    ),
    blocks: Object.fromEntries(
      Object.entries(schema.blocks ?? {}).map(([name, block]) => [
        name,
        { ...givenOnly(block), computed: true },
      ]),
    ),
  };
}
