import type { Attributes, DataSourceType } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { applyFilters } from '../query/filters.ts';
import type { Account } from '../resources/account.ts';
import { callerOf } from '../resources/caller.ts';
import type { Image } from '../resources/images.ts';
import { images } from '../resources/images.ts';
import { zoneId, zonesOf } from '../resources/subnet.ts';
import { imageFilters } from '../actions/catalogue-filters.ts';
import { refusing } from './aws-resource.ts';
import {
  blocksOf,
  computed,
  flag,
  flagOf,
  given,
  list,
  required,
  set,
  text,
  textOf,
  textsOf,
} from './attributes.ts';

const filter = {
  filter: { unordered: true, attributes: { name: text(required), values: set(required) } },
} as const;
const readTimeout = { timeouts: { max: 1, attributes: { read: text() } } } as const;

export function createDataSources(account: Account): Readonly<Record<string, DataSourceType>> {
  return {
    aws_ami: ami(account),
    aws_availability_zones: availabilityZones(account),
    aws_region: {
      schema: {
        attributes: {
          id: text(given),
          region: text(computed),
          name: text(computed),
          endpoint: text(computed),
          description: text(given),
        },
      },
      async read(config) {
        const { region } = account.resources;
        const endpoint = `ec2.${region}.amazonaws.com`;
        return { ...config, id: region, region, name: region, endpoint, description: region };
      },
    },
    aws_caller_identity: {
      schema: {
        attributes: {
          id: text(given),
          account_id: text(given),
          arn: text(given),
          user_id: text(given),
        },
      },
      async read(config) {
        const id = account.resources.accountId;
        const { arn, userId } = callerOf(id);
        return { ...config, id, account_id: id, arn, user_id: userId };
      },
    },
  };
}

function ami({ resources }: Account): DataSourceType {
  return {
    schema: {
      attributes: {
        owners: list(),
        most_recent: flag({ default: false }),
        name_regex: text(),
        executable_users: list(),
        include_deprecated: flag({ default: false }),
        allow_unsafe_filter: flag({ default: false }),
        uefi_data: text(),
        region: text(computed),
        id: text(given),
        image_id: text(given),
        arn: text(given),
        architecture: text(given),
        creation_date: text(given),
        description: text(given),
        hypervisor: text(given),
        image_location: text(given),
        image_owner_alias: text(given),
        image_type: text(given),
        name: text(given),
        owner_id: text(given),
        platform_details: text(given),
        public: flag(given),
        root_device_name: text(given),
        root_device_type: text(given),
        state: text(given),
        virtualization_type: text(given),
      },
      blocks: { ...filter, ...readTimeout },
    },
    read: (config) =>
      refusing(() => {
        const found = matching(config);
        const [newest, ...others] = found.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
        if (!newest) {
          throw new ProviderError(
            'NotFound',
            'Your query returned no results. Please change your search criteria and try again.',
          );
        }
        if (others.length > 0 && !flagOf(config, 'most_recent')) {
          throw new ProviderError(
            'TooManyResults',
            'Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.',
          );
        }
        return { ...config, ...attributesOf(newest), region: resources.region };
      }),
  };
}

function matching(config: Attributes): readonly Image[] {
  const owners = textsOf(config, 'owners');
  const pattern = textOf(config, 'name_regex');
  const filters = blocksOf(config, 'filter').map((block) => ({
    name: textOf(block, 'name') ?? '',
    values: textsOf(block, 'values') ?? [],
  }));
  return applyFilters(
    images.map((image) => ({ ...image, tags: {} })),
    filters,
    imageFilters,
  )
    .filter(
      ({ ownerId, ownerAlias }) =>
        !owners || owners.some((it) => it === ownerId || it === ownerAlias),
    )
    .filter(({ name }) => pattern === undefined || new RegExp(pattern).test(name));
}

function attributesOf(image: Image): Attributes {
  return {
    id: image.id,
    image_id: image.id,
    arn: `arn:aws:ec2:us-east-1::image/${image.id}`,
    architecture: image.architecture,
    creation_date: image.createdAt,
    description: image.description,
    hypervisor: 'xen',
    image_location: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    image_owner_alias: image.ownerAlias ?? '',
    image_type: 'machine',
    name: image.name,
    owner_id: image.ownerId,
    platform_details: 'Linux/UNIX',
    public: true,
    root_device_name: image.rootDevice,
    root_device_type: 'ebs',
    state: 'available',
    virtualization_type: 'hvm',
  };
}

function availabilityZones({ resources }: Account): DataSourceType {
  return {
    schema: {
      attributes: {
        id: text(given),
        region: text(computed),
        all_availability_zones: flag(),
        exclude_names: set(),
        exclude_zone_ids: set(),
        state: text(),
        group_names: set(given),
        names: list(given),
        zone_ids: list(given),
      },
      blocks: { ...filter, ...readTimeout },
    },
    read: async (config) => {
      const without = textsOf(config, 'exclude_names') ?? [];
      const withoutIds = textsOf(config, 'exclude_zone_ids') ?? [];
      const names = zonesOf(resources).filter(
        (zone) => !without.includes(zone) && !withoutIds.includes(zoneId(zone)),
      );
      return {
        ...config,
        id: resources.region,
        region: resources.region,
        names,
        zone_ids: names.map(zoneId),
        group_names: [resources.region],
      };
    },
  };
}
