import { Eip } from '@cdktf/provider-aws/lib/eip/index.js';
import { Instance } from '@cdktf/provider-aws/lib/instance/index.js';
import type { Machine } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import { named, type AwsScope } from './scope.ts';
import type { ConstructedSecurityGroup } from './security-group.ts';
import type { ConstructedAwsSubnet } from './vpc.ts';

export type ConstructedAwsMachine = Constructed<Machine, Instance>;

export interface AwsMachineParameters {
  /** Its name in AWS, and its host name. */
  readonly name: string;
  readonly subnet: ConstructedAwsSubnet;
  readonly securityGroup: ConstructedSecurityGroup;
  readonly address: string;
  /** Drops packets that are neither from nor to its own address. @default true */
  readonly sourceDestCheck?: boolean;
  /** @default t3.micro */
  readonly size?: string;
}

/** An EC2 machine (Ubuntu 22.04) behind an Elastic IP. */
export function awsMachine(aws: AwsScope, parameters: AwsMachineParameters): ConstructedAwsMachine {
  const { name, subnet, securityGroup, address, size = 't3.micro' } = parameters;
  const instance = new Instance(aws.scope, name, {
    ami: aws.imageId,
    instanceType: size,
    keyName: aws.keyName,
    subnetId: subnet.id,
    vpcSecurityGroupIds: [securityGroup.id],
    privateIp: address,
    sourceDestCheck: parameters.sourceDestCheck ?? true,
    // Otherwise it would call itself after its address: ip-10-0-0-28.
    userData: `#cloud-config\nhostname: ${name}\n`,
    tags: named(aws, name),
    // A newer image is no reason to replace a machine.
    lifecycle: { ignoreChanges: ['ami'] },
  });
  const elastic = new Eip(aws.scope, `${name}-eip`, {
    domain: 'vpc',
    instance: instance.id,
    tags: named(aws, `${name}-eip`),
  });
  return {
    kind: 'machine',
    cloud: 'aws',
    name,
    user: 'ubuntu',
    id: instance.id,
    publicAddress: elastic.publicIp,
    privateAddresses: [instance.privateIp],
    networkInterfaces: [instance.primaryNetworkInterfaceId],
    [resource]: instance,
  };
}
