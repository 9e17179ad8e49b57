import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onlyWhere } from '../../../../support/only-where.ts';
import { createLocalAws, credentials } from '../support/local-aws.ts';
import { serve } from '../support/ec2-server.ts';

const run = promisify(execFile);

// It may be a launcher of a Python that is gone.
const missing = await run('aws', ['--version']).then(
  () => undefined,
  () => 'the aws command is not here, or does not run',
);
const withAws = onlyWhere(missing);

/** Runs `aws` against a local endpoint and gives what it prints. */
function awsCommand(endpoint: string, secret = credentials.secretAccessKey) {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
  };
  // An option, not AWS_ENDPOINT_URL: older versions do not know that, and would ask the real AWS.
  const common = ['--endpoint-url', endpoint, '--output', 'text'];
  return async (...words: readonly string[]) =>
    (await run('aws', [...common, ...words], { env })).stdout.trim();
}

withAws('the aws command line tells who it is, and makes and lists a VPC', async (t) => {
  await using server = await serve(createLocalAws().cloud);
  const aws = awsCommand(server.endpoint);
  t.is(await aws('sts', 'get-caller-identity', '--query', 'Account'), '123456789012');
  const id = await aws(
    ...['ec2', 'create-vpc', '--cidr-block', '172.16.0.0/16', '--query', 'Vpc.VpcId'],
    ...['--tag-specifications', 'ResourceType=vpc,Tags=[{Key=Name,Value=multicloud}]'],
  );
  const routes = await aws(
    ...['ec2', 'describe-route-tables', '--filters', `Name=vpc-id,Values=${id}`, '--query'],
    'RouteTables[*].Routes[].[State,DestinationCidrBlock,Origin,GatewayId]',
  );
  t.is(routes, 'active\t172.16.0.0/16\tCreateRouteTable\tlocal');
});

withAws('the aws command line shows a refusal', async (t) => {
  await using server = await serve(createLocalAws().cloud);
  const aws = awsCommand(server.endpoint, 'wrong');
  const error = await t.throwsAsync(aws('sts', 'get-caller-identity'));
  t.regex(String(error?.message), /SignatureDoesNotMatch/);
});
