import type { IpPermission } from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import type { Allowance } from '../rules/allowance.ts';
import { showAws } from './routes.ts';

/** Lets something in through a security group. A permission that is there already stays as it is. */
export async function authorize(
  context: StepContext,
  group: SecurityGroup,
  allowance: Allowance,
): Promise<void> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  for (const permission of permissions(allowance)) {
    try {
      await ec2.send(
        new sdk.AuthorizeSecurityGroupIngressCommand({
          GroupId: group.id,
          IpPermissions: [permission],
        }),
        { abortSignal: context.signal },
      );
    } catch (error) {
      if ((error as Error | null)?.name !== 'InvalidPermission.Duplicate') throw error;
    }
    showAws(context, 'authorize-security-group-ingress', options(group, permission));
  }
}

export async function revoke(
  context: StepContext,
  group: SecurityGroup,
  allowance: Allowance,
): Promise<void> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  for (const permission of permissions(allowance)) {
    await ec2.send(
      new sdk.RevokeSecurityGroupIngressCommand({ GroupId: group.id, IpPermissions: [permission] }),
      { abortSignal: context.signal },
    );
    showAws(context, 'revoke-security-group-ingress', options(group, permission));
  }
}

/** What of an allowance the group has: its ports, or `all` without ports. */
export async function authorized(
  context: StepContext,
  group: SecurityGroup,
  allowance: Allowance,
): Promise<boolean> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const { SecurityGroups = [] } = await ec2.send(
    new sdk.DescribeSecurityGroupsCommand({ GroupIds: [group.id] }),
    { abortSignal: context.signal },
  );
  const there = SecurityGroups[0]?.IpPermissions ?? [];
  return permissions(allowance).every((wanted) =>
    there.some(
      (it) =>
        it.IpProtocol === wanted.IpProtocol &&
        it.FromPort === wanted.FromPort &&
        it.ToPort === wanted.ToPort &&
        (it.IpRanges ?? []).some(({ CidrIp }) => CidrIp === allowance.from),
    ),
  );
}

/** One a port; ICMP of every type is written with -1 for both. */
function permissions({ protocol, ports, from }: Allowance): readonly IpPermission[] {
  const numbers = protocol === 'icmp' ? [-1] : ports;
  return numbers.map((port) => ({
    IpProtocol: protocol,
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp: from }],
  }));
}

function options(group: SecurityGroup, permission: IpPermission) {
  return {
    'group-id': group.id,
    protocol: permission.IpProtocol ?? '',
    port: String(permission.FromPort ?? ''),
    cidr: permission.IpRanges?.[0]?.CidrIp ?? '',
  };
}
