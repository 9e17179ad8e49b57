import { EC2Client } from '@aws-sdk/client-ec2';
import test from 'ava';
import { awsSweeper } from '../../../src/sweep/aws.ts';

const region = 'us-east-1';
const inRegion = (name: string) => new EC2Client({ region: name });
const { verdict } = awsSweeper({
  ec2: inRegion(region),
  region,
  accountId: '123456789012',
  inRegion,
});

for (const [name, message, expected] of [
  ['InvalidVpcID.NotFound', "The vpc ID 'vpc-0a' does not exist", 'gone'],
  ['DependencyViolation', 'The vpc has dependencies and cannot be deleted.', 'busy'],
  ['InvalidParameterValue', "Network interface 'eni-0a' is currently in use.", 'busy'],
  ['InvalidParameterValue', 'Invalid id: "eni-0a"', 'refused'],
  ['RequestLimitExceeded', 'Request limit exceeded.', 'busy'],
  ['UnauthorizedOperation', 'You are not authorized to perform this operation.', 'refused'],
] as const) {
  test(`${name} (${message}) means ${expected}`, (t) => {
    t.is(verdict(Object.assign(new Error(message), { name })), expected);
  });
}
