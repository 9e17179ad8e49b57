import { Ec2Error } from '../query/error.ts';
import type { Parameters } from '../query/parameters.ts';
import type { XmlObject } from '../query/xml.ts';
import type { Address } from '../resources/address.ts';
import {
  addressByIp,
  allocateAddress,
  associateAddress,
  disassociateAddress,
  releaseAddress,
} from '../resources/address.ts';
import { instanceOfCard } from '../resources/cards.ts';
import type { Resources } from '../resources/store.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showAddress({ resources }: ActionRequest): (address: Address) => XmlObject {
  return ({ id, publicIp, association, tags }) => ({
    publicIp,
    allocationId: id,
    domain: 'vpc',
    networkBorderGroup: resources.region,
    publicIpv4Pool: 'amazon',
    associationId: association?.id,
    instanceId: association && instanceOfCard(association.networkInterfaceId, resources)?.id,
    networkInterfaceId: association?.networkInterfaceId,
    networkInterfaceOwnerId: association && resources.accountId,
    privateIpAddress: association?.privateAddress,
    tagSet: tagSet(tags),
  });
}

function allocationOf(parameters: Parameters, resources: Resources): string {
  const id = parameters.text('AllocationId');
  if (id !== undefined) return id;
  const publicIp = parameters.text('PublicIp');
  if (publicIp !== undefined) return addressByIp(publicIp, resources).id;
  throw new Ec2Error('MissingParameter', 'Either public IP or allocation id must be specified');
}

export const addressActions: Actions = {
  AllocateAddress({ parameters, change, resources }) {
    const { publicIp, id } = change((draft) =>
      allocateAddress(draft, tagsFor(parameters, 'elastic-ip')),
    );
    return {
      publicIp,
      domain: 'vpc',
      allocationId: id,
      publicIpv4Pool: 'amazon',
      networkBorderGroup: resources.region,
    };
  },
  AssociateAddress({ parameters, change, resources }) {
    const allocationId = allocationOf(parameters, resources);
    const association = change((draft) =>
      associateAddress(draft, {
        allocationId,
        instanceId: parameters.text('InstanceId'),
        networkInterfaceId: parameters.text('NetworkInterfaceId'),
        privateAddress: parameters.text('PrivateIpAddress'),
        allowReassociation: parameters.flag('AllowReassociation'),
      }),
    );
    return { ...done, associationId: association.id };
  },
  DisassociateAddress({ parameters, change, resources }) {
    const publicIp = parameters.text('PublicIp');
    const id =
      parameters.text('AssociationId') ??
      (publicIp === undefined ? undefined : addressByIp(publicIp, resources).association?.id);
    if (id === undefined) {
      throw new Ec2Error(
        'MissingParameter',
        'Either public IP or association id must be specified',
      );
    }
    change((draft) => disassociateAddress(draft, id));
    return done;
  },
  ReleaseAddress({ parameters, change, resources }) {
    const id = allocationOf(parameters, resources);
    change((draft) => releaseAddress(draft, id));
    return done;
  },
  DescribeAddresses(request) {
    const ips = request.parameters.texts('PublicIp');
    ips.forEach((ip) => addressByIp(ip, request.resources));
    return describe<Address>({
      set: 'addressesSet',
      ids: { parameter: 'AllocationId', prefix: 'eipalloc' },
      all: ({ resources }) =>
        resources
          .all('addresses')
          .filter(({ publicIp }) => ips.length === 0 || ips.includes(publicIp)),
      filters: ({ resources }) => ({
        'allocation-id': ({ id }) => [id],
        'association-id': ({ association }) => [association?.id],
        domain: () => ['vpc'],
        'instance-id': ({ association }) => [
          association && instanceOfCard(association.networkInterfaceId, resources)?.id,
        ],
        'network-interface-id': ({ association }) => [association?.networkInterfaceId],
        'private-ip-address': ({ association }) => [association?.privateAddress],
        'public-ip': ({ publicIp }) => [publicIp],
      }),
      show: showAddress,
    })(request);
  },
};
