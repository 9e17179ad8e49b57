import * as ec2 from '@aws-sdk/client-ec2';
import type { EC2Client, Tag } from '@aws-sdk/client-ec2';
import { collect } from './collect.ts';
import type { LeftoverKind } from './leftover.ts';

export type AwsKind = Extract<
  LeftoverKind,
  | 'instance'
  | 'VPN connection'
  | 'virtual private gateway'
  | 'customer gateway'
  | 'Elastic IP'
  | 'network interface'
  | 'key pair'
  | 'internet gateway'
  | 'subnet'
  | 'route table'
  | 'network ACL'
  | 'security group'
  | 'VPC'
>;

export interface AwsThing {
  readonly id: string;
  /** Where it has one besides its tag `Name`. */
  readonly name?: string | undefined;
  readonly tags: readonly Tag[] | undefined;
  readonly createdAt?: Date;
}

/** How one kind of thing is found and deleted. */
interface Kind {
  /** Those with the tag of a run that are still there; not what AWS makes and deletes itself with a VPC. */
  find(client: EC2Client): Promise<readonly AwsThing[]>;
  /** Resolves when it is gone. */
  remove(client: EC2Client, id: string): Promise<void>;
}

const ours = { Name: 'tag-key', Values: ['wirebook-run'] };
const input = { Filters: [ours] };

/** How long deleting may take, and between which pauses AWS is asked, s. */
const waiting = { maxWaitTime: 900, minDelay: 1, maxDelay: 15 };

export const awsKinds: Readonly<Record<AwsKind, Kind>> = {
  instance: {
    async find(client) {
      const states = ['pending', 'running', 'stopping', 'stopped'];
      const Filters = [ours, { Name: 'instance-state-name', Values: states }];
      const pages = await collect(ec2.paginateDescribeInstances({ client }, { Filters }));
      return pages
        .flatMap(({ Reservations = [] }) => Reservations)
        .flatMap(({ Instances = [] }) => Instances)
        .map(({ InstanceId, Tags, LaunchTime }) => thing(InstanceId, Tags, LaunchTime));
    },
    async remove(client, id) {
      await client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [id] }));
      await ec2.waitUntilInstanceTerminated({ client, ...waiting }, { InstanceIds: [id] });
    },
  },
  'VPN connection': {
    async find(client) {
      const { VpnConnections = [] } = await client.send(
        new ec2.DescribeVpnConnectionsCommand(input),
      );
      return VpnConnections.filter(isThere).map((it) => thing(it.VpnConnectionId, it.Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteVpnConnectionCommand({ VpnConnectionId: id }));
      await ec2.waitUntilVpnConnectionDeleted({ client, ...waiting }, { VpnConnectionIds: [id] });
    },
  },
  'virtual private gateway': {
    async find(client) {
      const { VpnGateways = [] } = await client.send(new ec2.DescribeVpnGatewaysCommand(input));
      return VpnGateways.filter(isThere).map((it) => thing(it.VpnGatewayId, it.Tags));
    },
    async remove(client, id) {
      const { VpnGateways: [gateway] = [] } = await client.send(
        new ec2.DescribeVpnGatewaysCommand({ VpnGatewayIds: [id] }),
      );
      for (const { VpcId, State } of gateway?.VpcAttachments ?? []) {
        if (State !== 'attached') continue;
        await client.send(new ec2.DetachVpnGatewayCommand({ VpnGatewayId: id, VpcId }));
      }
      await client.send(new ec2.DeleteVpnGatewayCommand({ VpnGatewayId: id }));
    },
  },
  'customer gateway': {
    async find(client) {
      const { CustomerGateways = [] } = await client.send(
        new ec2.DescribeCustomerGatewaysCommand(input),
      );
      return CustomerGateways.filter(isThere).map((it) => thing(it.CustomerGatewayId, it.Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteCustomerGatewayCommand({ CustomerGatewayId: id }));
    },
  },
  'Elastic IP': {
    async find(client) {
      const { Addresses = [] } = await client.send(new ec2.DescribeAddressesCommand(input));
      return Addresses.map(({ AllocationId, Tags }) => thing(AllocationId, Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.ReleaseAddressCommand({ AllocationId: id }));
    },
  },
  'network interface': {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeNetworkInterfaces({ client }, input));
      return pages
        .flatMap(({ NetworkInterfaces = [] }) => NetworkInterfaces)
        .map(({ NetworkInterfaceId, TagSet }) => thing(NetworkInterfaceId, TagSet));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
    },
  },
  'key pair': {
    async find(client) {
      const { KeyPairs = [] } = await client.send(new ec2.DescribeKeyPairsCommand(input));
      return KeyPairs.map(({ KeyPairId, KeyName, Tags, CreateTime }) => ({
        ...thing(KeyPairId, Tags, CreateTime),
        name: KeyName,
      }));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteKeyPairCommand({ KeyPairId: id }));
    },
  },
  'internet gateway': {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeInternetGateways({ client }, input));
      return pages
        .flatMap(({ InternetGateways = [] }) => InternetGateways)
        .map(({ InternetGatewayId, Tags }) => thing(InternetGatewayId, Tags));
    },
    async remove(client, id) {
      const { InternetGateways: [gateway] = [] } = await client.send(
        new ec2.DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }),
      );
      for (const { VpcId } of gateway?.Attachments ?? []) {
        await client.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId: id, VpcId }));
      }
      await client.send(new ec2.DeleteInternetGatewayCommand({ InternetGatewayId: id }));
    },
  },
  subnet: {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeSubnets({ client }, input));
      return pages
        .flatMap(({ Subnets = [] }) => Subnets)
        .map(({ SubnetId, Tags }) => thing(SubnetId, Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteSubnetCommand({ SubnetId: id }));
    },
  },
  'route table': {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeRouteTables({ client }, input));
      return pages
        .flatMap(({ RouteTables = [] }) => RouteTables)
        .filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main === true))
        .map(({ RouteTableId, Tags }) => thing(RouteTableId, Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteRouteTableCommand({ RouteTableId: id }));
    },
  },
  'network ACL': {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeNetworkAcls({ client }, input));
      return pages
        .flatMap(({ NetworkAcls = [] }) => NetworkAcls)
        .filter(({ IsDefault }) => IsDefault !== true)
        .map(({ NetworkAclId, Tags }) => thing(NetworkAclId, Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteNetworkAclCommand({ NetworkAclId: id }));
    },
  },
  'security group': {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeSecurityGroups({ client }, input));
      return pages
        .flatMap(({ SecurityGroups = [] }) => SecurityGroups)
        .filter(({ GroupName }) => GroupName !== 'default')
        .map(({ GroupId, Tags }) => thing(GroupId, Tags));
    },
    async remove(client, id) {
      await revokeRules(client, id);
      await client.send(new ec2.DeleteSecurityGroupCommand({ GroupId: id }));
    },
  },
  VPC: {
    async find(client) {
      const pages = await collect(ec2.paginateDescribeVpcs({ client }, input));
      return pages
        .flatMap(({ Vpcs = [] }) => Vpcs)
        .filter(({ IsDefault }) => IsDefault !== true)
        .map(({ VpcId, Tags }) => thing(VpcId, Tags));
    },
    async remove(client, id) {
      await client.send(new ec2.DeleteVpcCommand({ VpcId: id }));
    },
  },
};

/** Groups whose rules name each other could not be deleted, either of them. */
async function revokeRules(client: EC2Client, GroupId: string): Promise<void> {
  const Filters = [{ Name: 'group-id', Values: [GroupId] }];
  const pages = await collect(ec2.paginateDescribeSecurityGroupRules({ client }, { Filters }));
  const rules = pages.flatMap(({ SecurityGroupRules = [] }) => SecurityGroupRules);
  const ids = (isEgress: boolean) =>
    rules
      .filter((rule) => rule.IsEgress === isEgress)
      .flatMap(({ SecurityGroupRuleId }) => SecurityGroupRuleId ?? []);
  const [egress, ingress] = [ids(true), ids(false)];
  if (egress.length > 0) {
    const SecurityGroupRuleIds = egress;
    await client.send(new ec2.RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }));
  }
  if (ingress.length > 0) {
    const SecurityGroupRuleIds = ingress;
    await client.send(new ec2.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));
  }
}

/** VPN things are told for about an hour after they were deleted. */
function isThere({ State }: { readonly State?: string | undefined }): boolean {
  return State !== 'deleted' && State !== 'deleting';
}

function thing(
  id: string | undefined,
  tags: readonly Tag[] | undefined,
  createdAt?: Date,
): AwsThing {
  return { id: id ?? '', tags, ...(createdAt !== undefined && { createdAt }) };
}
