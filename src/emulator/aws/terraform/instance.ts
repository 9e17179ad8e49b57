import type { Attributes, Value } from '../../terraform/provider.ts';
import { publicAddressOf, publicDnsName } from '../resources/address.ts';
import type { CardInput, Instance } from '../resources/instance.ts';
import {
  changeInstance,
  privateDnsName,
  runInstance,
  terminateInstance,
} from '../resources/instance.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import { changeNetworkInterface } from '../resources/network-interface.ts';
import { cardsOf } from '../resources/cards.ts';
import type { Resources } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  blocksOf,
  chosen,
  computed,
  fixed,
  flag,
  flagOf,
  forceNew,
  given,
  list,
  number,
  numberOf,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

/** Disks and metadata options are taken as they come. */
export const instance: AwsResource = {
  kind: 'instances',
  schema: {
    attributes: {
      ...tagged,
      ami: text(chosen),
      instance_type: text(computed),
      subnet_id: text(chosen),
      availability_zone: text(chosen),
      key_name: text(chosen),
      private_ip: text(chosen),
      secondary_private_ips: set(computed),
      associate_public_ip_address: flag(chosen),
      source_dest_check: flag({ default: true }),
      vpc_security_group_ids: set(computed),
      security_groups: set(chosen),
      user_data: text(computed),
      user_data_base64: text(computed),
      user_data_replace_on_change: flag({ default: false }),
      disable_api_termination: flag(computed),
      disable_api_stop: flag(computed),
      ebs_optimized: flag(chosen),
      get_password_data: flag({ default: false }),
      hibernation: flag(forceNew),
      iam_instance_profile: text(computed),
      instance_initiated_shutdown_behavior: text(computed),
      monitoring: flag(computed),
      placement_group: text(chosen),
      tenancy: text(chosen),
      volume_tags: { type: 'map', elements: 'string' },
      force_destroy: flag({ default: false }),
      ipv6_address_count: number(chosen),
      ipv6_addresses: list(computed),
      instance_state: text(given),
      primary_network_interface_id: text(given),
      private_dns: text(given),
      public_dns: text(given),
      public_ip: text(given),
    },
    blocks: {
      ...timeouts('create', 'read', 'update', 'delete'),
      network_interface: {
        forceNew: true,
        unordered: true,
        attributes: {
          device_index: number(fixed),
          network_interface_id: text(fixed),
          delete_on_termination: flag({ default: false, forceNew: true }),
          network_card_index: number({ default: 0, forceNew: true }),
        },
      },
      primary_network_interface: {
        max: 1,
        forceNew: true,
        attributes: { network_interface_id: text(fixed), delete_on_termination: flag(given) },
      },
      root_block_device: {
        max: 1,
        computed: true,
        attributes: {
          delete_on_termination: flag({ default: true }),
          encrypted: flag(computed),
          iops: number(computed),
          kms_key_id: text(computed),
          throughput: number(computed),
          volume_size: number(computed),
          volume_type: text(computed),
          tags: { type: 'map', elements: 'string' },
          device_name: text(given),
          volume_id: text(given),
        },
      },
      credit_specification: { max: 1, attributes: { cpu_credits: text() } },
      metadata_options: {
        max: 1,
        computed: true,
        attributes: {
          http_endpoint: text(computed),
          http_protocol_ipv6: text(computed),
          http_put_response_hop_limit: number(computed),
          http_tokens: text(computed),
          instance_metadata_tags: text(computed),
        },
      },
    },
  },
  create(draft, config) {
    const made = runInstance(draft, {
      imageId: textOf(config, 'ami') ?? '',
      instanceType: textOf(config, 'instance_type'),
      keyName: textOf(config, 'key_name'),
      userData: userDataOf(config),
      subnetId: textOf(config, 'subnet_id'),
      cards: cardInputs(config),
      disableApiTermination: flagOf(config, 'disable_api_termination'),
      monitoring: flagOf(config, 'monitoring'),
      reservationId: draft.newId('r'),
      launchIndex: 0,
      tags: tagsOf(config),
    });
    return made.id;
  },
  read(resources, id, previous) {
    const found = resources.find('instances', id);
    if (!found || found.state === 'terminated' || found.state === 'shutting-down') return undefined;
    const [primary] = cardsOf(id, resources);
    return {
      arn: arnOf(resources, 'instance', id),
      ...ofInstance(found),
      ...(primary && ofCard(primary, resources, previous)),
      ...settled(previous),
    };
  },
  update(draft, id, { state, config }) {
    const typeChanges = textOf(state, 'instance_type') !== textOf(config, 'instance_type');
    const wantedType = typeChanges ? textOf(config, 'instance_type') : undefined;
    const before = draft.find('instances', id);
    // Terraform stops an instance to change what only a stopped one can change.
    if (before && wantedType !== undefined) draft.set('instances', { ...before, state: 'stopped' });
    changeInstance(draft, id, {
      instanceType: wantedType,
      disableApiTermination: flagOf(config, 'disable_api_termination'),
    });
    const after = draft.find('instances', id);
    if (after && wantedType !== undefined) draft.set('instances', { ...after, state: 'pending' });
    const [primary] = cardsOf(id, draft);
    if (!primary || blocksOf(config, 'network_interface').length > 0) return;
    changeNetworkInterface(draft, primary.id, {
      sourceDestCheck: flagOf(config, 'source_dest_check'),
      groupIds: textsOf(config, 'vpc_security_group_ids'),
    });
  },
  delete(draft, id, state) {
    const found = draft.find('instances', id);
    if (found && flagOf(state, 'force_destroy')) {
      draft.set('instances', { ...found, disableApiTermination: false });
    }
    terminateInstance(draft, id);
  },
};

function cardInputs(config: Attributes): readonly CardInput[] {
  const there = blocksOf(config, 'network_interface').toSorted(
    (left, right) => (numberOf(left, 'device_index') ?? 0) - (numberOf(right, 'device_index') ?? 0),
  );
  const [primary] = blocksOf(config, 'primary_network_interface');
  const existing = primary ? [primary, ...there] : there;
  if (existing.length > 0) {
    return existing.map((block) => ({
      networkInterfaceId: textOf(block, 'network_interface_id') ?? '',
      deleteOnTermination: flagOf(block, 'delete_on_termination'),
    }));
  }
  const address = textOf(config, 'private_ip');
  const further = textsOf(config, 'secondary_private_ips') ?? [];
  return [
    {
      ...(address !== undefined && { privateAddresses: [address, ...further] }),
      groupIds: textsOf(config, 'vpc_security_group_ids') ?? textsOf(config, 'security_groups'),
      sourceDestCheck: flagOf(config, 'source_dest_check'),
      autoPublic: flagOf(config, 'associate_public_ip_address'),
    },
  ];
}

function ofInstance(found: Instance): Record<string, Value | undefined> {
  const states = { pending: 'running', stopping: 'stopped' } as const;
  const { state } = found;
  return {
    ami: found.imageId,
    instance_type: found.instanceType,
    key_name: found.keyName ?? '',
    subnet_id: found.subnetId,
    // Terraform waits for the end of a transition, and so shows that.
    instance_state: state === 'pending' || state === 'stopping' ? states[state] : state,
    disable_api_termination: found.disableApiTermination,
    monitoring: found.monitoring,
  };
}

function ofCard(
  card: NetworkInterface,
  resources: Resources,
  previous: Attributes,
): Record<string, Value | undefined> {
  const [address = '', ...others] = card.privateAddresses;
  const outside = publicAddressOf(card, resources);
  const subnet = resources.find('subnets', card.subnetId);
  return {
    availability_zone: subnet?.availabilityZone ?? '',
    private_ip: address,
    secondary_private_ips: others.toSorted(),
    private_dns: privateDnsName(address, resources.region),
    public_ip: outside ?? '',
    public_dns: outside === undefined ? '' : publicDnsName(outside, resources.region),
    associate_public_ip_address:
      flagOf(previous, 'associate_public_ip_address') ?? outside !== undefined,
    source_dest_check: card.sourceDestCheck,
    vpc_security_group_ids: [...card.groupIds].sort(),
    primary_network_interface_id: card.id,
  };
}

/** What Terraform wants to know after apply and nothing here depends on. */
function settled(previous: Attributes): Attributes {
  const defaults: Attributes = {
    disable_api_stop: false,
    ebs_optimized: false,
    iam_instance_profile: '',
    instance_initiated_shutdown_behavior: 'stop',
    ipv6_address_count: 0,
    ipv6_addresses: [],
    placement_group: '',
    security_groups: [],
    tenancy: 'default',
    user_data: '',
    user_data_base64: '',
  };
  const rootDefaults = {
    encrypted: false,
    iops: 3000,
    kms_key_id: '',
    throughput: 125,
    volume_size: 8,
    volume_type: 'gp3',
    delete_on_termination: true,
    device_name: '/dev/xvda',
    volume_id: '',
  };
  const [root = {}] = blocksOf(previous, 'root_block_device');
  const [metadata = {}] = blocksOf(previous, 'metadata_options');
  return {
    ...defaults,
    ...Object.fromEntries(
      Object.keys(defaults).flatMap((name) => {
        const value = previous[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    root_block_device: [{ ...rootDefaults, ...root }],
    metadata_options: [
      {
        http_endpoint: 'enabled',
        http_protocol_ipv6: 'disabled',
        http_put_response_hop_limit: 2,
        http_tokens: 'required',
        instance_metadata_tags: 'disabled',
        ...metadata,
      },
    ],
  };
}

function userDataOf(config: Attributes): string | undefined {
  const plain = textOf(config, 'user_data');
  return plain === undefined
    ? textOf(config, 'user_data_base64')
    : Buffer.from(plain).toString('base64');
}
