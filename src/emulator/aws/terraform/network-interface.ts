import { macOf } from '../resources/ids.ts';
import { privateDnsName } from '../resources/instance.ts';
import {
  attachCard,
  changeNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  detachCard,
  setPrivateAddresses,
} from '../resources/network-interface.ts';
import type { Draft } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import type { Attributes } from '../../terraform/provider.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  given,
  list,
  number,
  numberOf,
  required,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
} from './attributes.ts';

export const networkInterface: AwsResource = {
  kind: 'networkInterfaces',
  schema: {
    attributes: {
      ...tagged,
      subnet_id: text(fixed),
      description: text(),
      private_ip: text(computed),
      private_ips: set(computed),
      private_ips_count: number(computed),
      private_ip_list: list(computed),
      private_ip_list_enabled: flag({ default: false }),
      security_groups: set(computed),
      source_dest_check: flag({ default: true }),
      interface_type: text({ computed: true, forceNew: true }),
      mac_address: text(given),
      owner_id: text(given),
      private_dns_name: text(given),
    },
    blocks: {
      attachment: {
        unordered: true,
        computed: true,
        attributes: {
          instance: text(required),
          device_index: number(required),
          network_card_index: number(computed),
          attachment_id: text(given),
        },
      },
    },
  },
  create(draft, config) {
    const addresses =
      textsOf(config, 'private_ip_list') ??
      textsOf(config, 'private_ips') ??
      one(textOf(config, 'private_ip'));
    const { id } = createNetworkInterface(draft, {
      subnetId: textOf(config, 'subnet_id') ?? '',
      description: textOf(config, 'description'),
      privateAddresses: addresses,
      furtherAddresses: addresses === undefined ? numberOf(config, 'private_ips_count') : 0,
      groupIds: textsOf(config, 'security_groups'),
      sourceDestCheck: flagOf(config, 'source_dest_check'),
      tags: tagsOf(config),
    });
    attachAs(draft, id, config);
    return id;
  },
  read(resources, id) {
    const found = resources.find('networkInterfaces', id);
    if (!found) return undefined;
    const [primary = '', ...others] = found.privateAddresses;
    const { attachment } = found;
    return {
      arn: arnOf(resources, 'network-interface', id),
      subnet_id: found.subnetId,
      description: found.description,
      private_ip: primary,
      private_ips: found.privateAddresses.toSorted(),
      private_ips_count: others.length,
      private_ip_list: found.privateAddresses,
      security_groups: found.groupIds.toSorted(),
      source_dest_check: found.sourceDestCheck,
      interface_type: 'interface',
      mac_address: macOf(id),
      owner_id: resources.accountId,
      private_dns_name: privateDnsName(primary, resources.region),
      attachment: attachment
        ? [
            {
              instance: attachment.instanceId,
              device_index: attachment.deviceIndex,
              network_card_index: 0,
              attachment_id: attachment.id,
            },
          ]
        : [],
    };
  },
  update(draft, id, { state, config }) {
    changeNetworkInterface(draft, id, {
      description: textOf(config, 'description') ?? '',
      sourceDestCheck: flagOf(config, 'source_dest_check'),
      groupIds: textsOf(config, 'security_groups'),
    });
    const addresses = textsOf(config, 'private_ips');
    if (addresses) setPrivateAddresses(draft, id, addresses);
    const wanted = blocksOf(config, 'attachment')[0];
    const had = blocksOf(state, 'attachment')[0];
    if (!wanted || wanted['instance'] === had?.['instance']) return;
    detach(draft, id);
    attachAs(draft, id, config);
  },
  delete(draft, id) {
    detach(draft, id);
    deleteNetworkInterface(draft, id);
  },
};

export const networkInterfaceAttachment: AwsResource = {
  schema: {
    attributes: {
      ...common,
      instance_id: text(fixed),
      network_interface_id: text(fixed),
      device_index: number(fixed),
      network_card_index: number({ computed: true, forceNew: true }),
      attachment_id: text(given),
      status: text(given),
    },
  },
  create: (draft, config) =>
    attachCard(draft, textOf(config, 'network_interface_id') ?? '', {
      instanceId: textOf(config, 'instance_id') ?? '',
      deviceIndex: numberOf(config, 'device_index') ?? 0,
    }).id,
  read(resources, id) {
    const card = resources.all('networkInterfaces').find((it) => it.attachment?.id === id);
    if (!card?.attachment) return undefined;
    return {
      instance_id: card.attachment.instanceId,
      network_interface_id: card.id,
      device_index: card.attachment.deviceIndex,
      network_card_index: 0,
      attachment_id: id,
      status: 'attached',
    };
  },
  delete: detachCard,
};

function attachAs(draft: Draft, id: string, config: Attributes): void {
  const [block] = blocksOf(config, 'attachment');
  if (!block) return;
  attachCard(draft, id, {
    instanceId: textOf(block, 'instance') ?? '',
    deviceIndex: numberOf(block, 'device_index') ?? 0,
  });
}

function detach(draft: Draft, id: string): void {
  const attachment = draft.find('networkInterfaces', id)?.attachment;
  if (attachment) detachCard(draft, attachment.id);
}

function one(address: string | undefined): readonly string[] | undefined {
  return address === undefined ? undefined : [address];
}
