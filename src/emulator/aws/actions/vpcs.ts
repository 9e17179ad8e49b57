import { Ec2Error } from '../query/error.ts';
import type { XmlObject } from '../query/xml.ts';
import { createDefaultVpc } from '../resources/account.ts';
import { get } from '../resources/store.ts';
import type { Vpc } from '../resources/vpc-blocks.ts';
import {
  associateCidrBlock,
  changeVpc,
  createVpc,
  deleteVpc,
  disassociateCidrBlock,
} from '../resources/vpc.ts';
import { mainPrefixOf, prefixesOf } from '../resources/vpc-blocks.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showVpc({ resources }: ActionRequest): (vpc: Vpc) => XmlObject {
  return (vpc) => ({
    vpcId: vpc.id,
    ownerId: resources.accountId,
    state: 'available',
    cidrBlock: mainPrefixOf(vpc),
    cidrBlockAssociationSet: vpc.cidrBlocks.map((block) => ({
      ...block,
      cidrBlockState: { state: 'associated' },
    })),
    dhcpOptionsId: 'default',
    instanceTenancy: vpc.instanceTenancy,
    isDefault: vpc.isDefault,
    tagSet: tagSet(vpc.tags),
  });
}

export const vpcActions: Actions = {
  CreateVpc(request) {
    const { parameters } = request;
    const vpc = request.change((draft) =>
      createVpc(draft, {
        cidrBlock: parameters.required('CidrBlock'),
        instanceTenancy: parameters.text('InstanceTenancy'),
        tags: tagsFor(parameters, 'vpc'),
      }),
    );
    return { vpc: { ...showVpc(request)(vpc), state: 'pending' } };
  },
  CreateDefaultVpc(request) {
    return { vpc: showVpc(request)(request.change(createDefaultVpc)) };
  },
  DeleteVpc({ parameters, change }) {
    change((draft) => deleteVpc(draft, parameters.required('VpcId')));
    return done;
  },
  DescribeVpcs: describe<Vpc>({
    set: 'vpcSet',
    ids: { parameter: 'VpcId', prefix: 'vpc' },
    all: ({ resources }) => resources.all('vpcs'),
    filters: () => ({
      cidr: (vpc) => [mainPrefixOf(vpc)],
      'cidr-block': (vpc) => [mainPrefixOf(vpc)],
      'cidr-block-association.association-id': (vpc) =>
        vpc.cidrBlocks.map(({ associationId }) => associationId),
      'cidr-block-association.cidr-block': prefixesOf,
      'cidr-block-association.state': () => ['associated'],
      'dhcp-options-id': () => ['default'],
      'is-default': (vpc) => [String(vpc.isDefault)],
      isDefault: (vpc) => [String(vpc.isDefault)],
      state: () => ['available'],
      'vpc-id': (vpc) => [vpc.id],
    }),
    show: showVpc,
  }),
  ModifyVpcAttribute({ parameters, change }) {
    change((draft) =>
      changeVpc(draft, parameters.required('VpcId'), {
        enableDnsSupport: parameters.flag('EnableDnsSupport.Value'),
        enableDnsHostnames: parameters.flag('EnableDnsHostnames.Value'),
      }),
    );
    return done;
  },
  DescribeVpcAttribute({ parameters, resources }) {
    const vpc = get(resources, 'vpcs', parameters.required('VpcId'));
    const attribute = parameters.required('Attribute');
    const values: Readonly<Record<string, boolean>> = {
      enableDnsSupport: vpc.enableDnsSupport,
      enableDnsHostnames: vpc.enableDnsHostnames,
      enableNetworkAddressUsageMetrics: false,
    };
    const value = values[attribute];
    if (value === undefined) {
      throw new Ec2Error('InvalidParameterValue', `Invalid value '${attribute}' for attribute.`);
    }
    return { vpcId: vpc.id, [attribute]: { value } };
  },
  AssociateVpcCidrBlock({ parameters, change }) {
    const vpcId = parameters.required('VpcId');
    const block = change((draft) =>
      associateCidrBlock(draft, vpcId, parameters.required('CidrBlock')),
    );
    return { vpcId, cidrBlockAssociation: { ...block, cidrBlockState: { state: 'associating' } } };
  },
  DisassociateVpcCidrBlock({ parameters, change }) {
    const { vpc, block } = change((draft) =>
      disassociateCidrBlock(draft, parameters.required('AssociationId')),
    );
    return {
      vpcId: vpc.id,
      cidrBlockAssociation: { ...block, cidrBlockState: { state: 'disassociating' } },
    };
  },
};
