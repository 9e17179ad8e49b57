import type { Attributes } from '../../terraform/provider.ts';
import { fingerprint } from '../compute/digest.ts';
import { nameOf, placeOf, regionOfZone, selfLink } from '../compute/link.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { labelAttributes } from './address.ts';
import type { ComputeType } from './compute-resource.ts';
import { instanceSchema } from './instance-schema.ts';
import { blocksOf, flagOf, mapOf, numberOf, textOf, textsOf } from './attributes.ts';

export const instance: ComputeType<'instances'> = {
  kind: 'instances',
  schema: instanceSchema,
  body: (config, { zone }) => ({
    machineType: textOf(config, 'machine_type'),
    description: textOf(config, 'description') ?? null,
    hostname: textOf(config, 'hostname') ?? null,
    canIpForward: flagOf(config, 'can_ip_forward') ?? false,
    deletionProtection: flagOf(config, 'deletion_protection') ?? false,
    tags: { items: textsOf(config, 'tags') },
    labels: mapOf(config, 'labels'),
    metadata: { items: metadataItems(config) },
    disks: [
      ...blocksOf(config, 'boot_disk').map((block) => diskBody(block, true)),
      ...blocksOf(config, 'attached_disk').map((block) => diskBody(block, false)),
    ],
    networkInterfaces: blocksOf(config, 'network_interface').map((block) =>
      interfaceBody(block, regionOfZone(placeOf(textOf(config, 'zone') ?? zone))),
    ),
  }),
  settle(resource, config, { door }) {
    const wanted = textOf(config, 'desired_status');
    const status = wanted === 'RUNNING' || wanted === 'TERMINATED' ? wanted : undefined;
    if (status === undefined || status === resource.properties.status) return;
    door.change(resource, { ...resource.properties, status });
  },
  attributes(resource, { previous, resources }) {
    const { id, properties } = resource;
    const script = textOf(previous, 'metadata_startup_script');
    const metadata = Object.fromEntries(
      properties.metadata
        .filter(({ key }) => !(key === 'startup-script' && script !== undefined))
        .map(({ key, value }) => [key, value]),
    );
    return {
      machine_type: properties.machineType,
      description: properties.description,
      hostname: properties.hostname,
      can_ip_forward: properties.canIpForward,
      deletion_protection: properties.deletionProtection,
      tags: properties.tags.length > 0 ? properties.tags.toSorted() : undefined,
      metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
      current_status: properties.status,
      cpu_platform: 'Unknown CPU Platform',
      instance_id: id,
      metadata_fingerprint: fingerprint(properties.metadata),
      tags_fingerprint: fingerprint(properties.tags),
      ...labelAttributes(properties.labels),
      boot_disk: bootDisk(resource, previous, resources),
      network_interface: properties.networkInterfaces.map((card, index) =>
        interfaceAttributes(card, blocksOf(previous, 'network_interface')[index] ?? {}),
      ),
    };
  },
};

function metadataItems(config: Attributes) {
  const script = textOf(config, 'metadata_startup_script');
  const items = Object.entries(mapOf(config, 'metadata')).map(([key, value]) => ({ key, value }));
  return script === undefined ? items : [...items, { key: 'startup-script', value: script }];
}

function diskBody(block: Attributes, boot: boolean) {
  const [wanted] = blocksOf(block, 'initialize_params');
  return {
    boot,
    autoDelete: boot && (flagOf(block, 'auto_delete') ?? true),
    deviceName: textOf(block, 'device_name'),
    source: textOf(block, 'source'),
    initializeParams: wanted && {
      sourceImage: textOf(wanted, 'image'),
      diskSizeGb: numberOf(wanted, 'size'),
      diskType: textOf(wanted, 'type'),
    },
  };
}

function interfaceBody(block: Attributes, region: string) {
  const subnetwork = textOf(block, 'subnetwork');
  return {
    network: textOf(block, 'network'),
    subnetwork:
      subnetwork === undefined || subnetwork.includes('/')
        ? subnetwork
        : `regions/${region}/subnetworks/${subnetwork}`,
    networkIP: textOf(block, 'network_ip'),
    stackType: textOf(block, 'stack_type'),
    aliasIpRanges: blocksOf(block, 'alias_ip_range').map((range) => ({
      ipCidrRange: textOf(range, 'ip_cidr_range'),
    })),
    accessConfigs: blocksOf(block, 'access_config').map((config) => ({
      natIP: textOf(config, 'nat_ip'),
      networkTier: textOf(config, 'network_tier'),
    })),
  };
}

function bootDisk(
  { properties }: Resource<'instances'>,
  previous: Attributes,
  resources: Resources,
): readonly Attributes[] {
  const attached = properties.disks.find(({ boot }) => boot);
  const disk = attached && resources.find('disks', attached.disk);
  if (!attached || !disk) return [];
  const [before = {}] = blocksOf(previous, 'boot_disk');
  const [wanted = {}] = blocksOf(before, 'initialize_params');
  const { sizeGb, sourceImage, type } = disk.properties;
  return [
    {
      auto_delete: attached.autoDelete,
      device_name: attached.deviceName,
      mode: 'READ_WRITE',
      source: selfLink(attached.disk),
      initialize_params: [
        {
          // The written name of an image is a family as often as not.
          image:
            textOf(wanted, 'image') ?? (sourceImage === undefined ? '' : selfLink(sourceImage)),
          size: sizeGb,
          type,
          labels: mapOf(wanted, 'labels'),
        },
      ],
    },
  ];
}

function interfaceAttributes(card: NetworkInterface, previous: Attributes): Attributes {
  const written = (name: string, path: string): string => {
    const before = textOf(previous, name);
    return before !== undefined && nameOf(before) === nameOf(path) ? before : selfLink(path);
  };
  return {
    name: card.name,
    network: written('network', card.network),
    subnetwork: written('subnetwork', card.subnetwork),
    subnetwork_project: card.subnetwork.split('/')[1] ?? '',
    network_ip: card.networkIP,
    stack_type: 'IPV4_ONLY',
    alias_ip_range: [],
    access_config: card.accessConfigs.map(({ natIP = '', networkTier }) => ({
      nat_ip: natIP,
      network_tier: networkTier,
    })),
  };
}
