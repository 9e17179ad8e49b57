/** A refusal of EC2 or STS: its code and words, as the SDKs show them. */
export class Ec2Error extends Error {
  override readonly name = 'Ec2Error';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * Codes of things that do not exist, by the prefix of their ids.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const missing = {
  vpc: ['InvalidVpcID.NotFound', 'vpc ID'],
  subnet: ['InvalidSubnetID.NotFound', 'subnet ID'],
  igw: ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
  rtb: ['InvalidRouteTableID.NotFound', 'routeTable ID'],
  rtbassoc: ['InvalidAssociationID.NotFound', 'association ID'],
  sg: ['InvalidGroup.NotFound', 'security group'],
  sgr: ['InvalidSecurityGroupRuleId.NotFound', 'security group rule ID'],
  acl: ['InvalidNetworkAclID.NotFound', 'networkAcl ID'],
  aclassoc: ['InvalidAssociationID.NotFound', 'association ID'],
  key: ['InvalidKeyPair.NotFound', 'key pair'],
  i: ['InvalidInstanceID.NotFound', 'instance ID'],
  eni: ['InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  'eni-attach': ['InvalidAttachmentID.NotFound', 'attachment ID'],
  eipalloc: ['InvalidAllocationID.NotFound', 'allocation ID'],
  eipassoc: ['InvalidAssociationID.NotFound', 'association ID'],
  vgw: ['InvalidVpnGatewayID.NotFound', 'vpnGateway ID'],
  cgw: ['InvalidCustomerGatewayID.NotFound', 'customerGateway ID'],
  vpn: ['InvalidVpnConnectionID.NotFound', 'vpnConnection ID'],
  'vpc-cidr-assoc': ['InvalidVpcCidrBlockAssociationID.NotFound', 'vpc CIDR block association ID'],
} as const satisfies Record<string, readonly [code: string, what: string]>;

export type IdPrefix = keyof typeof missing;

export function notFound(prefix: IdPrefix, id: string): Ec2Error {
  const [code, what] = missing[prefix];
  return new Ec2Error(code, `The ${what} '${id}' does not exist`);
}

export function missingParameter(name: string): Ec2Error {
  return new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
}

export function invalidParameter(name: string, value: string, why: string): Ec2Error {
  return new Ec2Error(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${name} is invalid. ${why}`,
  );
}

export function inUse(what: string, id: string): Ec2Error {
  return new Ec2Error(
    'DependencyViolation',
    `The ${what} '${id}' has dependencies and cannot be deleted.`,
  );
}
