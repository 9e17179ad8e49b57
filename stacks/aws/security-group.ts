import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import type { SecurityGroup } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import { named, type AwsScope } from './scope.ts';
import type { ConstructedVpc } from './vpc.ts';

export type ConstructedSecurityGroup = Constructed<SecurityGroup, AwsSecurityGroup>;

export interface SecurityGroupParameters {
  readonly name: string;
  readonly description: string;
  readonly vpc: ConstructedVpc;
  /** Prefixes that may ping. @default none */
  readonly pingFrom?: readonly string[];
}

/**
 * A security group that lets SSH in from anywhere, ping from some prefixes, and everything out.
 *
 * Rules are resources of their own, so that those which a step adds stay
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group).
 */
export function securityGroup(
  aws: AwsScope,
  parameters: SecurityGroupParameters,
): ConstructedSecurityGroup {
  const { name, description, vpc, pingFrom = [] } = parameters;
  const group = new AwsSecurityGroup(aws.scope, name, {
    name,
    description,
    vpcId: vpc.id,
    tags: named(aws, name),
  });
  new VpcSecurityGroupIngressRule(aws.scope, `${name}-ssh`, {
    securityGroupId: group.id,
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    cidrIpv4: '0.0.0.0/0',
  });
  for (const [index, prefix] of pingFrom.entries()) {
    new VpcSecurityGroupIngressRule(aws.scope, `${name}-ping${index + 1}`, {
      securityGroupId: group.id,
      ipProtocol: 'icmp',
      fromPort: -1,
      toPort: -1,
      cidrIpv4: prefix,
    });
  }
  // Terraform takes the rule away that AWS itself gives a new group.
  new VpcSecurityGroupEgressRule(aws.scope, `${name}-out`, {
    securityGroupId: group.id,
    ipProtocol: '-1',
    cidrIpv4: '0.0.0.0/0',
  });
  return { kind: 'securityGroup', name, id: group.id, [resource]: group };
}
