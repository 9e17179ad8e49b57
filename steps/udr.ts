import type { Route, RouteTable, Subnet as AzureSubnet } from '@azure/arm-network';
import { tableCheck, valueCheck } from '../src/lab/check.ts';
import type { Ref, Subnet } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import type { Table } from '../src/lab/table.ts';
import type { AzureClients } from '../src/lab/target.ts';
import { azCommand } from './az/command.ts';
import { formatAzTable } from './az/format-table.ts';
import { pollOptions } from './azure/poll-options.ts';
import { parseResourceId } from './azure/resource-id.ts';

export interface UdrParameters {
  readonly subnet: Ref<Subnet>;
  /** Destination prefix: `8.8.4.4/32`. */
  readonly prefix: string;
  /** An appliance's address, or one of Azure's own next hops. */
  readonly nextHop: NextHop;
  /** Name of the route table, where the subnet has none yet. @default `<subnet>-rt` */
  readonly table?: string;
  /** Name of the route. @default `to-<prefix>` */
  readonly name?: string;
}

export type NextHop =
  | 'Internet'
  | 'None'
  | 'VirtualNetworkGateway'
  | 'VnetLocal'
  /** The address of a virtual appliance. */
  | (string & {});

export type UdrResult = { readonly routeTable: string; readonly route: string };

/**
 * Adds a user-defined route to a subnet, as one would in the portal: to the route table the subnet
 * has, or to a new one. It is made beside Terraform, through the SDK.
 *
 * @example
 * ```ts
 * step(udr({ subnet: vnet1Sub1, prefix: '8.8.4.4/32', nextHop: '10.2.2.4' }));
 * ```
 */
export function udr(parameters: UdrParameters): Step<UdrResult> {
  const { subnet, prefix, nextHop } = parameters;
  return {
    kind: 'udr',
    title: `Route ${prefix} to ${nextHop} in ${subnet.ref}`,
    uses: [subnet],
    async run(context) {
      const azure = await context.azure();
      const place = parseResourceId(context.resolve(subnet).id);
      const at: SubnetPlace = { ...place, network: place.parent ?? '' };
      const before = await getSubnet(azure, at, context.signal);

      const existing = before.routeTable?.id;
      const table =
        existing === undefined
          ? { ...at, name: parameters.table ?? `${at.name}-rt` }
          : parseResourceId(existing);
      if (existing === undefined) await createTable(context, azure, at, table.name);

      const route = parameters.name ?? `to-${prefix.replace('/32', '').replace('/', '-')}`;
      await putRoute(context, azure, table, route, routeOf(prefix, nextHop));
      if (existing === undefined) await attach(context, azure, at, before, table.name);

      await checkResult(context, azure, at, table, { prefix, nextHop });
      return { routeTable: table.name, route };
    },
  };
}

interface TablePlace {
  readonly resourceGroup: string;
  readonly name: string;
}

interface SubnetPlace extends TablePlace {
  readonly network: string;
}

async function getSubnet(
  azure: AzureClients,
  { resourceGroup, network, name }: SubnetPlace,
  abortSignal: AbortSignal,
): Promise<AzureSubnet> {
  return await azure.network.subnets.get(resourceGroup, network, name, { abortSignal });
}

async function createTable(
  context: StepContext,
  azure: AzureClients,
  { resourceGroup, network }: SubnetPlace,
  name: string,
): Promise<void> {
  const { location = '' } = await azure.network.virtualNetworks.get(resourceGroup, network, {
    abortSignal: context.signal,
  });
  context.progress(`creating the route table ${name}`);
  await azure.network.routeTables.beginCreateOrUpdateAndWait(
    resourceGroup,
    name,
    { location },
    pollOptions(context, azure),
  );
  equivalent(context, 'network route-table create', { g: resourceGroup, n: name, l: location });
}

async function putRoute(
  context: StepContext,
  azure: AzureClients,
  table: TablePlace,
  name: string,
  route: Route,
): Promise<void> {
  await azure.network.routes.beginCreateOrUpdateAndWait(
    table.resourceGroup,
    table.name,
    name,
    route,
    pollOptions(context, azure),
  );
  equivalent(context, 'network route-table route create', {
    g: table.resourceGroup,
    'route-table-name': table.name,
    n: name,
    'address-prefix': route.addressPrefix ?? '',
    'next-hop-type': route.nextHopType ?? '',
    ...(route.nextHopIpAddress === undefined
      ? {}
      : { 'next-hop-ip-address': route.nextHopIpAddress }),
  });
}

/** A subnet is put as a whole: what it had besides is put with it. */
async function attach(
  context: StepContext,
  azure: AzureClients,
  at: SubnetPlace,
  before: AzureSubnet,
  table: string,
): Promise<void> {
  const { resourceGroup, network, name } = at;
  const { id = '' } = await azure.network.routeTables.get(resourceGroup, table, {
    abortSignal: context.signal,
  });
  await azure.network.subnets.beginCreateOrUpdateAndWait(
    resourceGroup,
    network,
    name,
    // The id is all that a reference needs; its type asks for a whole route table.
    { ...before, routeTable: { id } satisfies RouteTable },
    pollOptions(context, azure),
  );
  equivalent(context, 'network vnet subnet update', {
    g: resourceGroup,
    'vnet-name': network,
    n: name,
    'route-table': table,
  });
}

async function checkResult(
  context: StepContext,
  azure: AzureClients,
  at: SubnetPlace,
  table: TablePlace,
  expected: { readonly prefix: string; readonly nextHop: NextHop },
): Promise<void> {
  const after = await getSubnet(azure, at, context.signal);
  const attached = after.routeTable?.id;
  context.check(
    valueCheck({
      title: `Route table of ${at.name}`,
      expected: table.name,
      seen: attached === undefined ? 'none' : parseResourceId(attached).name,
    }),
  );

  const { routes = [] } = await azure.network.routeTables.get(table.resourceGroup, table.name, {
    abortSignal: context.signal,
  });
  const options = { g: table.resourceGroup, 'route-table-name': table.name };
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network route-table route list', options)} -o table`,
    output: formatAzTable(azRouteTable(routes, table.resourceGroup)),
  });
  const want = routeOf(expected.prefix, expected.nextHop);
  const toRow = (route: Route) => ({
    'Address prefix': route.addressPrefix ?? '',
    'Next hop type': route.nextHopType ?? '',
    'Next hop IP': route.nextHopIpAddress ?? '-',
  });
  const columns = ['Address prefix', 'Next hop type', 'Next hop IP'];
  const ofPrefix = routes.filter((route) => route.addressPrefix === expected.prefix);
  context.check(
    tableCheck({
      title: `Route to ${expected.prefix} in ${table.name}`,
      expected: { columns, rows: [toRow(want)] },
      seen: { columns, rows: ofPrefix.map(toRow) },
    }),
  );
}

/** `az` prints the properties of a list in alphabetical order. */
function azRouteTable(routes: readonly Route[], resourceGroup: string): Table {
  return {
    columns: [
      'AddressPrefix',
      'HasBgpOverride',
      'Name',
      'NextHopIpAddress',
      'NextHopType',
      'ProvisioningState',
      'ResourceGroup',
    ],
    rows: routes.map((route) => ({
      AddressPrefix: route.addressPrefix ?? '',
      HasBgpOverride: route.hasBgpOverride === true ? 'True' : 'False',
      Name: route.name ?? '',
      NextHopIpAddress: route.nextHopIpAddress ?? '',
      NextHopType: route.nextHopType ?? '',
      ProvisioningState: route.provisioningState ?? '',
      ResourceGroup: resourceGroup,
    })),
  };
}

function routeOf(addressPrefix: string, nextHop: NextHop): Route {
  return /^[\d.]+$|:/.test(nextHop)
    ? { addressPrefix, nextHopType: 'VirtualAppliance', nextHopIpAddress: nextHop }
    : { addressPrefix, nextHopType: nextHop };
}

function equivalent(
  context: StepContext,
  verb: string,
  options: Readonly<Record<string, string>>,
): void {
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand(verb, options)} -o none`,
    output: '',
  });
}
