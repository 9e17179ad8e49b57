import type { XmlObject } from '../query/xml.ts';
import { get } from '../resources/store.ts';
import type { Subnet } from '../resources/subnet.ts';
import {
  changeSubnet,
  createSubnet,
  deleteSubnet,
  freeAddressCount,
  zoneId,
} from '../resources/subnet.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showSubnet({ resources }: ActionRequest): (subnet: Subnet) => XmlObject {
  return (subnet) => ({
    subnetId: subnet.id,
    subnetArn: `arn:aws:ec2:${resources.region}:${resources.accountId}:subnet/${subnet.id}`,
    state: 'available',
    ownerId: resources.accountId,
    vpcId: subnet.vpcId,
    cidrBlock: subnet.cidrBlock,
    ipv6CidrBlockAssociationSet: [],
    assignIpv6AddressOnCreation: false,
    availableIpAddressCount: freeAddressCount(subnet, resources),
    availabilityZone: subnet.availabilityZone,
    availabilityZoneId: zoneId(subnet.availabilityZone),
    defaultForAz: subnet.defaultForAz,
    mapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    enableDns64: false,
    ipv6Native: false,
    tagSet: tagSet(subnet.tags),
  });
}

export const subnetActions: Actions = {
  CreateSubnet(request) {
    const { parameters } = request;
    const subnet = request.change((draft) =>
      createSubnet(draft, {
        vpcId: parameters.required('VpcId'),
        cidrBlock: parameters.required('CidrBlock'),
        availabilityZone:
          parameters.text('AvailabilityZone') ?? parameters.text('AvailabilityZoneId'),
        tags: tagsFor(parameters, 'subnet'),
      }),
    );
    return { subnet: showSubnet(request)(subnet) };
  },
  DeleteSubnet({ parameters, change }) {
    change((draft) => deleteSubnet(draft, parameters.required('SubnetId')));
    return done;
  },
  DescribeSubnets: describe<Subnet>({
    set: 'subnetSet',
    ids: { parameter: 'SubnetId', prefix: 'subnet' },
    all: ({ resources }) => resources.all('subnets'),
    filters: ({ resources }) => ({
      'availability-zone': (subnet) => [subnet.availabilityZone],
      availabilityZone: (subnet) => [subnet.availabilityZone],
      'availability-zone-id': (subnet) => [zoneId(subnet.availabilityZone)],
      'available-ip-address-count': (subnet) => [String(freeAddressCount(subnet, resources))],
      cidr: (subnet) => [subnet.cidrBlock],
      cidrBlock: (subnet) => [subnet.cidrBlock],
      'cidr-block': (subnet) => [subnet.cidrBlock],
      'default-for-az': (subnet) => [String(subnet.defaultForAz)],
      'map-public-ip-on-launch': (subnet) => [String(subnet.mapPublicIpOnLaunch)],
      state: () => ['available'],
      'subnet-id': (subnet) => [subnet.id],
      'vpc-id': (subnet) => [subnet.vpcId],
    }),
    show: showSubnet,
  }),
  ModifySubnetAttribute({ parameters, change }) {
    const id = parameters.required('SubnetId');
    const mapPublicIpOnLaunch = parameters.flag('MapPublicIpOnLaunch.Value');
    change((draft) => {
      get(draft, 'subnets', id);
      if (mapPublicIpOnLaunch !== undefined) changeSubnet(draft, id, { mapPublicIpOnLaunch });
    });
    return done;
  },
};
