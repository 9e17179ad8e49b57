import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway/index.js';
import { RouteTable as AwsRouteTable } from '@cdktf/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js';
import { Route } from '@cdktf/provider-aws/lib/route/index.js';
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc/index.js';
import type { AwsSubnet, RouteTable, Vpc } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import { named, type AwsScope } from './scope.ts';

export type ConstructedVpc = Constructed<Vpc, AwsVpc>;
export type ConstructedAwsSubnet = Constructed<AwsSubnet, Subnet>;
export type ConstructedRouteTable = Constructed<RouteTable, AwsRouteTable>;

/** A VPC. */
export function vpc(
  aws: AwsScope,
  parameters: { readonly name: string; readonly cidrBlock: string },
): ConstructedVpc {
  const { name, cidrBlock } = parameters;
  const made = new AwsVpc(aws.scope, name, { cidrBlock, tags: named(aws, name) });
  return { kind: 'vpc', name, id: made.id, [resource]: made };
}

export interface AwsSubnetParameters {
  readonly name: string;
  readonly vpc: ConstructedVpc;
  readonly cidrBlock: string;
  /** Its route table. */
  readonly routeTable: ConstructedRouteTable;
}

/** A subnet of a VPC, in the first zone of the region, with a route table of its own choice. */
export function awsSubnet(aws: AwsScope, parameters: AwsSubnetParameters): ConstructedAwsSubnet {
  const { name, vpc, cidrBlock, routeTable } = parameters;
  const made = new Subnet(aws.scope, name, {
    vpcId: vpc.id,
    cidrBlock,
    availabilityZone: `${aws.region}a`,
    tags: named(aws, name),
  });
  new RouteTableAssociation(aws.scope, `${name}-routes`, {
    subnetId: made.id,
    routeTableId: routeTable.id,
  });
  return { kind: 'awsSubnet', name, id: made.id, [resource]: made };
}

/**
 * A route table whose default route leads to the VPC's internet gateway, which it makes.
 *
 * The route is a resource of its own: a table with routes inside would take away, at the next
 * deployment, those that a step has added
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table).
 */
export function publicRouteTable(
  aws: AwsScope,
  parameters: { readonly name: string; readonly vpc: ConstructedVpc },
): ConstructedRouteTable {
  const { name, vpc } = parameters;
  const gateway = new InternetGateway(aws.scope, `${vpc.name}-igw`, {
    vpcId: vpc.id,
    tags: named(aws, `${vpc.name}-igw`),
  });
  const made = new AwsRouteTable(aws.scope, name, { vpcId: vpc.id, tags: named(aws, name) });
  new Route(aws.scope, `${name}-default`, {
    routeTableId: made.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: gateway.id,
  });
  return { kind: 'routeTable', name, id: made.id, [resource]: made };
}
