import type {
  AttributeSchema,
  Attributes,
  DataSourceType,
  Value,
} from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { ocid } from '../protocol/ocid.ts';
import { imagesIn } from '../resources/catalogue.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import { textsIn } from '../resources/read.ts';
import { imageView } from '../rest/compute.ts';
import { compartmentView, domainViews, knownCompartment } from '../rest/identity.ts';
import { selected } from '../rest/lists.ts';
import {
  blocksOf,
  computed,
  defined,
  flag,
  given,
  number,
  numberOf,
  required,
  set,
  text,
  textOf,
} from './attributes.ts';
import { camel } from './convert.ts';
import type { Place } from './core-resource.ts';
import { refusing } from './core-resource.ts';

/** Data sources that look up what is there: places, images, VNICs. */
export function createDataSources(place: Place): Readonly<Record<string, DataSourceType>> {
  const { account } = place.door;
  return {
    oci_identity_availability_domains: listSource({
      name: 'availability_domains',
      arguments: { compartment_id: text(required) },
      items: (config) => domainViews(account, compartmentOf(config, place)),
    }),
    oci_identity_availability_domain: {
      schema: {
        attributes: {
          id: text(computed),
          compartment_id: text(required),
          ad_number: number(),
          name: text(given),
        },
      },
      read: (config) =>
        refusing(() => {
          const domains = domainViews(account, compartmentOf(config, place));
          const found = domains[(numberOf(config, 'ad_number') ?? 1) - 1];
          if (!found) throw new ProviderError('NotFound', 'There is no such availability domain.');
          return defined({ ...config, ...attributesOf(found) });
        }),
    },
    oci_identity_compartments: listSource({
      name: 'compartments',
      arguments: {
        compartment_id: text(required),
        // There is one compartment: whatever these say, it is found.
        access_level: text(),
        compartment_id_in_subtree: flag(),
        name: text(),
        state: text(),
      },
      items: (config) =>
        textOf(config, 'compartment_id') === account.tenancyId ? [compartmentView(account)] : [],
    }),
    oci_core_images: listSource({
      name: 'images',
      arguments: {
        compartment_id: text(required),
        display_name: text(),
        operating_system: text(),
        operating_system_version: text(),
        shape: text(),
        sort_by: text(),
        sort_order: text(),
        state: text(),
      },
      items(config) {
        compartmentOf(config, place);
        const query = queryOf(config, [
          'display_name',
          'operating_system',
          'operating_system_version',
          'sort_by',
          'sort_order',
        ]);
        const images = imagesIn(account).map((image) => imageView(image, account));
        return selected(images, query, ['operatingSystem', 'operatingSystemVersion']);
      },
    }),
    oci_core_vnic_attachments: collectionSource('vnicAttachments', 'vnic_attachments', place, {
      compartment_id: text(required),
      availability_domain: text(),
      instance_id: text(),
      vnic_id: text(),
    }),
    oci_core_private_ips: collectionSource('privateIps', 'private_ips', place, {
      ip_address: text(),
      subnet_id: text(),
      vnic_id: text(),
    }),
    oci_core_vnic: {
      schema: {
        attributes: {
          vnic_id: text(required),
          id: text(given),
          ...Object.fromEntries(
            ['compartment_id', 'display_name', 'subnet_id', 'state', 'time_created'].map((name) => [
              name,
              text(given),
            ]),
          ),
          availability_domain: text(given),
          hostname_label: text(given),
          mac_address: text(given),
          private_ip_address: text(given),
          public_ip_address: text(given),
          is_primary: flag(given),
          skip_source_dest_check: flag(given),
        },
      },
      read: (config) =>
        refusing(async () => {
          const vnic = place.door.get('vnics', textOf(config, 'vnic_id') ?? '');
          const body = place.door.show(vnic, await place.observe());
          const { privateIp, publicIp = '' } = vnic.properties;
          return defined({
            ...config,
            ...attributesOf(body),
            private_ip_address: privateIp,
            public_ip_address: publicIp,
          });
        }),
    },
  };
}

interface ListSource {
  /** Of the attribute that holds the list. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, AttributeSchema>>;
  items(config: Attributes): readonly Body[] | Promise<readonly Body[]>;
}

/** A list in the words of Terraform; `filter` blocks select by equality. */
export function listSource({ name, arguments: own, items }: ListSource): DataSourceType {
  return {
    schema: {
      attributes: {
        id: text(given),
        ...own,
        [name]: { type: 'list', elements: 'any', readOnly: true },
      },
      blocks: {
        filter: {
          unordered: true,
          attributes: { name: text(required), values: set(required), regex: flag() },
        },
      },
    },
    read: (config) =>
      refusing(async () => {
        const rows = (await items(config)).map(attributesOf).filter((row) => matches(row, config));
        const id = ocid('list', '', JSON.stringify([name, config])).slice(-20);
        return { ...config, id: `${name}-${id}`, [name]: rows };
      }),
  };
}

/** The resources of a kind, by arguments that are equal. */
export function collectionSource(
  kind: KindName,
  name: string,
  { door, observe }: Place,
  own: ListSource['arguments'],
): DataSourceType {
  const filters = Object.keys(own).filter((argument) => argument !== 'state');
  return listSource({
    name,
    arguments: own,
    async items(config) {
      const observations = await observe();
      const bodies = door.resources.all(kind).map((resource) => door.show(resource, observations));
      const state = textOf(config, 'state');
      const query = queryOf(config, filters);
      if (state !== undefined) query.set('lifecycleState', state);
      return selected(bodies, query, filters.map(camel));
    },
  });
}

function compartmentOf(config: Attributes, { door }: Place): string {
  return knownCompartment(textOf(config, 'compartment_id') ?? '', door.account);
}

function queryOf(config: Attributes, names: readonly string[]): URLSearchParams {
  return new URLSearchParams(
    names.flatMap((name): [string, string][] => {
      const value = textOf(config, name);
      return value === undefined ? [] : [[camel(name), value]];
    }),
  );
}

/** Field names in the words of Terraform: `lifecycleState` is `state`. */
export function attributesOf(body: Body): Attributes {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]): [string, Value] => [
      name === 'lifecycleState' ? 'state' : snake(name),
      inner(value),
    ]),
  );
}

function inner(value: unknown): Value {
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== 'object' || value === null) return value as Value;
  return attributesOf(value as Body);
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}

function matches(row: Attributes, config: Attributes): boolean {
  return blocksOf(config, 'filter').every((filter) => {
    const values = textsIn(filter, 'values') ?? [];
    const field = row[textOf(filter, 'name') ?? ''];
    const value = typeof field === 'string' ? field : JSON.stringify(field);
    return filter['regex'] === true
      ? values.some((pattern) => new RegExp(pattern).test(value))
      : values.includes(value);
  });
}
