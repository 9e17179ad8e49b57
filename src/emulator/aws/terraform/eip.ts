import type { Attributes } from '../../terraform/provider.ts';
import {
  addressByIp,
  allocateAddress,
  associateAddress,
  disassociateAddress,
  publicDnsName,
  releaseAddress,
} from '../resources/address.ts';
import { privateDnsName } from '../resources/instance.ts';
import { instanceOfCard } from '../resources/cards.ts';
import type { Draft } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  chosen,
  common,
  computed,
  flag,
  flagOf,
  given,
  tagged,
  tagsOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const eip: AwsResource = {
  kind: 'addresses',
  schema: {
    attributes: {
      ...tagged,
      domain: text(chosen),
      instance: text(computed),
      network_interface: text(computed),
      associate_with_private_ip: text(),
      address: text({ forceNew: true }),
      network_border_group: text(chosen),
      public_ipv4_pool: text(chosen),
      allocation_id: text(given),
      association_id: text(given),
      private_dns: text(given),
      private_ip: text(given),
      public_dns: text(given),
      public_ip: text(given),
    },
    blocks: timeouts('read', 'update', 'delete'),
  },
  create(draft, config) {
    const { id } = allocateAddress(draft, tagsOf(config));
    associateAs(draft, id, config);
    return id;
  },
  read(resources, id) {
    const found = resources.find('addresses', id);
    if (!found) return undefined;
    const { association } = found;
    const instance = association && instanceOfCard(association.networkInterfaceId, resources);
    return {
      arn: arnOf(resources, 'elastic-ip', id),
      domain: 'vpc',
      network_border_group: resources.region,
      public_ipv4_pool: 'amazon',
      allocation_id: id,
      public_ip: found.publicIp,
      public_dns: publicDnsName(found.publicIp, resources.region),
      association_id: association?.id ?? '',
      network_interface: association?.networkInterfaceId ?? '',
      instance: instance?.id ?? '',
      private_ip: association?.privateAddress ?? '',
      private_dns: association ? privateDnsName(association.privateAddress, resources.region) : '',
    };
  },
  update(draft, id, { state, config }) {
    const changed = ['instance', 'network_interface', 'associate_with_private_ip'].some(
      (name) => textOf(config, name) !== undefined && textOf(config, name) !== textOf(state, name),
    );
    if (changed) associateAs(draft, id, config);
  },
  delete(draft, id) {
    const { association } = get(draft, 'addresses', id);
    if (association) disassociateAddress(draft, association.id);
    releaseAddress(draft, id);
  },
};

function associateAs(draft: Draft, allocationId: string, config: Attributes): void {
  const networkInterfaceId = textOf(config, 'network_interface');
  const instanceId = textOf(config, 'instance');
  if (networkInterfaceId === undefined && instanceId === undefined) return;
  associateAddress(draft, {
    allocationId,
    networkInterfaceId,
    instanceId,
    privateAddress: textOf(config, 'associate_with_private_ip'),
  });
}

export const eipAssociation: AwsResource = {
  schema: {
    attributes: {
      ...common,
      allocation_id: text(chosen),
      public_ip: text(chosen),
      instance_id: text(chosen),
      network_interface_id: text(chosen),
      private_ip_address: text(chosen),
      allow_reassociation: flag({ forceNew: true }),
    },
  },
  create(draft, config) {
    const publicIp = textOf(config, 'public_ip') ?? '';
    return associateAddress(draft, {
      allocationId: textOf(config, 'allocation_id') ?? addressByIp(publicIp, draft).id,
      instanceId: textOf(config, 'instance_id'),
      networkInterfaceId: textOf(config, 'network_interface_id'),
      privateAddress: textOf(config, 'private_ip_address'),
      allowReassociation: flagOf(config, 'allow_reassociation') ?? false,
    }).id;
  },
  read(resources, id) {
    const found = resources.all('addresses').find(({ association }) => association?.id === id);
    if (!found?.association) return undefined;
    const { networkInterfaceId, privateAddress } = found.association;
    return {
      allocation_id: found.id,
      public_ip: found.publicIp,
      network_interface_id: networkInterfaceId,
      private_ip_address: privateAddress,
      instance_id: instanceOfCard(networkInterfaceId, resources)?.id ?? '',
    };
  },
  delete: disassociateAddress,
};
