import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami/index.js';
import { KeyPair } from '@cdktf/provider-aws/lib/key-pair/index.js';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct } from '../cdktf.ts';

/** What all constructs of one AWS stack share: one region, the run's key pair, the image of its machines. */
export interface AwsScope {
  readonly scope: Construct;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly keyName: string;
  /** Id of the newest Ubuntu 22.04 image. */
  readonly imageId: string;
}

export interface AwsScopeParameters {
  /** Name of the key pair; the resources of a stack are told apart by names of their own. */
  readonly name: string;
  /** Region, such as `us-east-1`. */
  readonly region: string;
  readonly environment: StackEnvironment;
}

/** Canonical's account, which publishes the Ubuntu images (https://ubuntu.com/aws/docs). */
const canonical = '099720109477';

/** The aws provider, the run's key pair, and the image that machines are made of. */
export function awsScope(scope: Construct, parameters: AwsScopeParameters): AwsScope {
  const { name, region, environment } = parameters;
  new AwsProvider(scope, 'aws', { region });
  const tags = { ...environment.tags };
  const key = new KeyPair(scope, `${name}-key`, {
    keyName: `${name}-key`,
    publicKey: environment.sshPublicKey,
    tags,
  });
  const image = new DataAwsAmi(scope, 'ubuntu', {
    mostRecent: true,
    owners: [canonical],
    filter: [{ name: 'name', values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*'] }],
  });
  return { scope, region, tags, keyName: key.keyName, imageId: image.id };
}

/** Tags of one resource: AWS shows the tag `Name` as its name. */
export function named(aws: AwsScope, name: string): Record<string, string> {
  return { ...aws.tags, Name: name };
}
