import { overlaps } from '../../net/prefix.ts';
import { Ec2Error, inUse, notFound } from '../query/error.ts';
import { isNetworkSize, readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import { createNetworkAcl } from './network-acl.ts';
import { createRouteTable } from './route-table.ts';
import { createSecurityGroup, defaultGroupRules } from './security-group.ts';
import type { Draft } from './store.ts';
import { get } from './store.ts';
import type { Vpc, VpcCidrBlock } from './vpc-blocks.ts';

export interface VpcInput {
  readonly cidrBlock: string;
  readonly isDefault?: boolean;
  readonly instanceTenancy?: string | undefined;
  readonly tags?: Tagged['tags'];
}

/** A VPC comes with a main route table, a default security group and a default network ACL. */
export function createVpc(draft: Draft, input: VpcInput): Vpc {
  const cidrBlock = readCidr(input.cidrBlock, 'cidrBlock');
  if (!isNetworkSize(cidrBlock)) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  const vpc: Vpc = {
    id: draft.newId('vpc'),
    isDefault: input.isDefault ?? false,
    cidrBlocks: [{ associationId: draft.newId('vpc-cidr-assoc'), cidrBlock }],
    instanceTenancy: input.instanceTenancy ?? 'default',
    enableDnsSupport: true,
    enableDnsHostnames: input.isDefault ?? false,
    tags: input.tags ?? {},
  };
  draft.set('vpcs', vpc);
  createRouteTable(draft, { vpcId: vpc.id, main: true });
  createSecurityGroup(draft, {
    vpcId: vpc.id,
    name: 'default',
    description: 'default VPC security group',
    rules: defaultGroupRules,
  });
  createNetworkAcl(draft, { vpcId: vpc.id, isDefault: true });
  return vpc;
}

/** Throws `DependencyViolation` while anything but the VPC's own parts is in it. */
export function deleteVpc(draft: Draft, id: string): void {
  const vpc = get(draft, 'vpcs', id);
  const inside = { vpcId: vpc.id };
  const own = {
    tables: draft.all('routeTables').filter((table) => table.vpcId === id),
    groups: draft.all('securityGroups').filter((group) => group.vpcId === id),
    acls: draft.all('networkAcls').filter((acl) => acl.vpcId === id),
  };
  const used =
    draft.all('subnets').some(({ vpcId }) => vpcId === inside.vpcId) ||
    draft.all('internetGateways').some((gateway) => gateway.vpcId === id) ||
    draft.all('vpnGateways').some((gateway) => gateway.attachment?.vpcId === id) ||
    own.tables.some(({ mainAssociationId }) => mainAssociationId === undefined) ||
    own.groups.some(({ name }) => name !== 'default') ||
    own.acls.some(({ isDefault }) => !isDefault);
  if (used) throw inUse('vpc', id);
  own.tables.forEach((table) => draft.remove('routeTables', table.id));
  own.groups.forEach((group) => draft.remove('securityGroups', group.id));
  own.acls.forEach((acl) => draft.remove('networkAcls', acl.id));
  draft.remove('vpcs', id);
}

export function associateCidrBlock(draft: Draft, id: string, text: string): VpcCidrBlock {
  const vpc = get(draft, 'vpcs', id);
  const cidrBlock = readCidr(text, 'cidrBlock');
  if (!isNetworkSize(cidrBlock)) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  const other = vpc.cidrBlocks.find((block) => overlaps(block.cidrBlock, cidrBlock));
  if (other) {
    throw new Ec2Error(
      'InvalidVpc.Range',
      `The CIDR '${cidrBlock}' overlaps with the CIDR '${other.cidrBlock}' of the VPC.`,
    );
  }
  const block = { associationId: draft.newId('vpc-cidr-assoc'), cidrBlock };
  draft.set('vpcs', { ...vpc, cidrBlocks: [...vpc.cidrBlocks, block] });
  return block;
}

export function disassociateCidrBlock(
  draft: Draft,
  associationId: string,
): { readonly vpc: Vpc; readonly block: VpcCidrBlock } {
  const vpc = draft
    .all('vpcs')
    .find(({ cidrBlocks }) => cidrBlocks.some((block) => block.associationId === associationId));
  const block = vpc?.cidrBlocks.find((one) => one.associationId === associationId);
  if (!vpc || !block) throw notFound('vpc-cidr-assoc', associationId);
  if (vpc.cidrBlocks[0] === block) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${associationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  }
  if (
    draft
      .all('subnets')
      .some((it) => it.vpcId === vpc.id && overlaps(it.cidrBlock, block.cidrBlock))
  ) {
    throw new Ec2Error(
      'InvalidCidrBlock.InUse',
      `The vpc ${vpc.id} currently has a subnet within CIDR block ${block.cidrBlock}`,
    );
  }
  const cidrBlocks = vpc.cidrBlocks.filter((one) => one !== block);
  draft.set('vpcs', { ...vpc, cidrBlocks });
  return { vpc, block };
}

export interface VpcChange {
  readonly enableDnsSupport?: boolean | undefined;
  readonly enableDnsHostnames?: boolean | undefined;
}

export function changeVpc(draft: Draft, id: string, change: VpcChange): void {
  const vpc = get(draft, 'vpcs', id);
  draft.set('vpcs', {
    ...vpc,
    enableDnsSupport: change.enableDnsSupport ?? vpc.enableDnsSupport,
    enableDnsHostnames: change.enableDnsHostnames ?? vpc.enableDnsHostnames,
  });
}
