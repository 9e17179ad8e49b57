import type { Route } from '@aws-sdk/client-ec2';
import type { RouteTable } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { awsCommand, type AwsOptions } from './command.ts';

/** The route to exactly this prefix, whoever made it. */
export async function findRoute(
  context: StepContext,
  table: RouteTable,
  prefix: string,
): Promise<Route | undefined> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const { RouteTables = [] } = await ec2.send(
    new sdk.DescribeRouteTablesCommand({ RouteTableIds: [table.id] }),
    { abortSignal: context.signal },
  );
  return RouteTables[0]?.Routes?.find((route) => route.DestinationCidrBlock === prefix);
}

/** Makes a route to a machine, or turns the static one that is there to it. */
export async function putRoute(
  context: StepContext,
  table: RouteTable,
  prefix: string,
  instanceId: string,
): Promise<void> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const before = await findRoute(context, table, prefix);
  const there = before?.Origin === 'CreateRoute';
  const input = {
    RouteTableId: table.id,
    DestinationCidrBlock: prefix,
    InstanceId: instanceId,
  };
  const options = { abortSignal: context.signal };
  if (there) await ec2.send(new sdk.ReplaceRouteCommand(input), options);
  else await ec2.send(new sdk.CreateRouteCommand(input), options);
  showAws(context, there ? 'replace-route' : 'create-route', {
    'route-table-id': table.id,
    'destination-cidr-block': prefix,
    'instance-id': instanceId,
  });
}

export async function deleteRoute(
  context: StepContext,
  table: RouteTable,
  prefix: string,
): Promise<void> {
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  await ec2.send(
    new sdk.DeleteRouteCommand({ RouteTableId: table.id, DestinationCidrBlock: prefix }),
    { abortSignal: context.signal },
  );
  showAws(context, 'delete-route', {
    'route-table-id': table.id,
    'destination-cidr-block': prefix,
  });
}

/** Records a command that changes something; what it prints tells a reader nothing. */
export function showAws(context: StepContext, verb: string, options: AwsOptions): void {
  context.showEquivalent({ cloud: 'aws', command: awsCommand(verb, options), output: '' });
}
