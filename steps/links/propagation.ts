import { valueCheck } from '../../src/lab/check.ts';
import type { Ref, RouteTable, VpnGateway } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { showAws } from '../aws/routes.ts';
import type { Link } from './link.ts';

export interface BreakPropagation {
  /** The virtual private gateway whose routes no longer come into the route table. */
  readonly propagation: Ref<VpnGateway>;
}

export type PropagationBroken = {
  readonly kind: 'propagation';
  /** Names of the handles. */
  readonly routeTable: string;
  readonly vpnGateway: string;
};

/** Switches route propagation off: tunnels and BGP stay, the VPC no longer knows the way to them. */
export const propagation: Link<BreakPropagation, PropagationBroken> = {
  title: (name, { propagation }) =>
    `Stop the propagation of routes from ${propagation.ref} to ${name}`,
  uses: ({ propagation }) => [propagation],
  async break(context, name, { propagation }) {
    const broken = { kind: 'propagation', routeTable: name, vpnGateway: propagation.ref } as const;
    await setPropagation(context, broken, false);
    return broken;
  },
  repair: (context, broken) => setPropagation(context, broken, true),
};

async function setPropagation(
  context: StepContext,
  broken: PropagationBroken,
  on: boolean,
): Promise<void> {
  const tableRef: Ref<RouteTable> = { ref: broken.routeTable };
  const gatewayRef: Ref<VpnGateway> = { ref: broken.vpnGateway };
  const [table, gateway] = [context.resolve(tableRef), context.resolve(gatewayRef)];
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const input = { RouteTableId: table.id, GatewayId: gateway.id };
  const options = { abortSignal: context.signal };
  if (on) await ec2.send(new sdk.EnableVgwRoutePropagationCommand(input), options);
  else await ec2.send(new sdk.DisableVgwRoutePropagationCommand(input), options);
  showAws(context, `${on ? 'enable' : 'disable'}-vgw-route-propagation`, {
    'route-table-id': table.id,
    'gateway-id': gateway.id,
  });
  const { RouteTables = [] } = await ec2.send(
    new sdk.DescribeRouteTablesCommand({ RouteTableIds: [table.id] }),
    options,
  );
  const gateways = RouteTables[0]?.PropagatingVgws ?? [];
  const seen = gateways.some(({ GatewayId }) => GatewayId === gateway.id);
  const text = (it: boolean) => (it ? 'on' : 'off');
  context.check(
    valueCheck({
      title: `Propagation from ${gateway.name} to ${table.name}`,
      expected: text(on),
      seen: text(seen),
    }),
  );
}
