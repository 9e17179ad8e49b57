import { Ec2Error } from '../query/error.ts';
import type { Parameters } from '../query/parameters.ts';
import type { XmlObject } from '../query/xml.ts';
import { findAssociation, publicDnsName, translationsOf } from '../resources/address.ts';
import { macOf } from '../resources/ids.ts';
import { privateDnsName } from '../resources/instance.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import {
  attachCard,
  changeNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  detachCard,
} from '../resources/network-interface.ts';
import type { Resources } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor, time } from './action.ts';

export function showInterface({
  resources,
}: Pick<ActionRequest, 'resources'>): (card: NetworkInterface) => XmlObject {
  return (card) => {
    const [primary = ''] = card.privateAddresses;
    const { attachment } = card;
    return {
      networkInterfaceId: card.id,
      subnetId: card.subnetId,
      vpcId: card.vpcId,
      availabilityZone: resources.find('subnets', card.subnetId)?.availabilityZone ?? '',
      description: card.description,
      ownerId: resources.accountId,
      requesterManaged: false,
      status: attachment ? 'in-use' : 'available',
      macAddress: macOf(card.id),
      privateIpAddress: primary,
      privateDnsName: privateDnsName(primary, resources.region),
      sourceDestCheck: card.sourceDestCheck,
      interfaceType: 'interface',
      groupSet: groupSet(card, resources),
      attachment: attachment && {
        attachmentId: attachment.id,
        instanceId: attachment.instanceId,
        instanceOwnerId: resources.accountId,
        deviceIndex: attachment.deviceIndex,
        networkCardIndex: 0,
        status: 'attached',
        attachTime: time(attachment.attachedAt),
        deleteOnTermination: attachment.deleteOnTermination,
      },
      association: association(card, primary, resources),
      privateIpAddressesSet: addressSet(card, resources),
      ipv6AddressesSet: [],
      tagSet: tagSet(card.tags),
    };
  };
}

export function groupSet(card: NetworkInterface, resources: Resources) {
  return card.groupIds.map((groupId) => ({
    groupId,
    groupName: resources.find('securityGroups', groupId)?.name ?? '',
  }));
}

export function addressSet(card: NetworkInterface, resources: Resources) {
  return card.privateAddresses.map((address, index) => ({
    privateIpAddress: address,
    privateDnsName: privateDnsName(address, resources.region),
    primary: index === 0,
    association: association(card, address, resources),
  }));
}

export function association(card: NetworkInterface, inside: string, resources: Resources) {
  const outside = translationsOf(card, resources).find((it) => it.inside === inside)?.outside;
  if (outside === undefined) return undefined;
  const elastic = findAssociation(card.id, inside, resources);
  return {
    publicIp: outside,
    publicDnsName: publicDnsName(outside, resources.region),
    ipOwnerId: elastic ? resources.accountId : 'amazon',
    allocationId: elastic?.id,
    associationId: elastic?.association?.id,
  };
}

/** Addresses that a request names, the primary one first. */
export function requestedAddresses(parameters: Parameters): readonly string[] | undefined {
  const listed = parameters
    .structures('PrivateIpAddresses')
    .toSorted((left, right) => Number(right.flag('Primary')) - Number(left.flag('Primary')))
    .map((it) => it.required('PrivateIpAddress'));
  const single = parameters.text('PrivateIpAddress');
  if (listed.length > 0) return listed;
  return single === undefined ? undefined : [single];
}

export const networkInterfaceActions: Actions = {
  CreateNetworkInterface(request) {
    const { parameters } = request;
    const card = request.change((draft) =>
      createNetworkInterface(draft, {
        subnetId: parameters.required('SubnetId'),
        description: parameters.text('Description'),
        privateAddresses: requestedAddresses(parameters),
        furtherAddresses: parameters.number('SecondaryPrivateIpAddressCount'),
        groupIds: parameters.texts('SecurityGroupId'),
        tags: tagsFor(parameters, 'network-interface'),
      }),
    );
    return { networkInterface: { ...showInterface(request)(card), status: 'pending' } };
  },
  DeleteNetworkInterface({ parameters, change }) {
    change((draft) => deleteNetworkInterface(draft, parameters.required('NetworkInterfaceId')));
    return done;
  },
  AttachNetworkInterface({ parameters, change }) {
    const attachment = change((draft) =>
      attachCard(draft, parameters.required('NetworkInterfaceId'), {
        instanceId: parameters.required('InstanceId'),
        deviceIndex: Number(parameters.required('DeviceIndex')),
      }),
    );
    return { attachmentId: attachment.id, networkCardIndex: 0 };
  },
  DetachNetworkInterface({ parameters, change }) {
    change((draft) => detachCard(draft, parameters.required('AttachmentId')));
    return done;
  },
  ModifyNetworkInterfaceAttribute({ parameters, change }) {
    const groupIds = parameters.texts('SecurityGroupId');
    change((draft) =>
      changeNetworkInterface(draft, parameters.required('NetworkInterfaceId'), {
        description: parameters.text('Description.Value'),
        sourceDestCheck: parameters.flag('SourceDestCheck.Value'),
        ...(groupIds.length > 0 && { groupIds }),
      }),
    );
    return done;
  },
  DescribeNetworkInterfaceAttribute(request) {
    const { parameters, resources } = request;
    const card = get(resources, 'networkInterfaces', parameters.required('NetworkInterfaceId'));
    const attribute = parameters.required('Attribute');
    const shown = showInterface(request)(card);
    const values: Readonly<Record<string, XmlObject>> = {
      description: { description: { value: card.description } },
      sourceDestCheck: { sourceDestCheck: { value: card.sourceDestCheck } },
      groupSet: { groupSet: shown['groupSet'] },
      attachment: { attachment: shown['attachment'] },
    };
    const value = values[attribute];
    if (!value) throw new Ec2Error('InvalidParameterValue', `Invalid value '${attribute}'.`);
    return { networkInterfaceId: card.id, ...value };
  },
  DescribeNetworkInterfaces: describe<NetworkInterface>({
    set: 'networkInterfaceSet',
    ids: { parameter: 'NetworkInterfaceId', prefix: 'eni' },
    all: ({ resources }) => resources.all('networkInterfaces'),
    filters: ({ resources }) => ({
      'addresses.private-ip-address': (card) => card.privateAddresses,
      'association.public-ip': (card) =>
        translationsOf(card, resources).map(({ outside }) => outside),
      'attachment.attachment-id': (card) => [card.attachment?.id],
      'attachment.device-index': (card) => [card.attachment && String(card.attachment.deviceIndex)],
      'attachment.instance-id': (card) => [card.attachment?.instanceId],
      'attachment.status': (card) => (card.attachment ? ['attached'] : []),
      description: (card) => [card.description],
      'group-id': (card) => card.groupIds,
      'group-name': (card) => groupSet(card, resources).map(({ groupName }) => groupName),
      'mac-address': (card) => [macOf(card.id)],
      'network-interface-id': (card) => [card.id],
      'private-ip-address': (card) => [card.privateAddresses[0]],
      'source-dest-check': (card) => [String(card.sourceDestCheck)],
      status: (card) => [card.attachment ? 'in-use' : 'available'],
      'subnet-id': (card) => [card.subnetId],
      'vpc-id': (card) => [card.vpcId],
    }),
    show: showInterface,
  }),
};
