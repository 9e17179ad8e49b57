import type { FabricLink, NextHop, Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute, longestMatch } from '../../net/prefix.ts';
import { routeTableOf } from '../resources/route-table.ts';
import type { Vpc } from '../resources/vpc-blocks.ts';
import { gatewayOf } from '../resources/vpn-gateway.ts';
import type { TableRoute } from '../routing/table-routes.ts';
import { effectiveRoutes, tableRoutes } from '../routing/table-routes.ts';
import type { Card, Layout } from './layout.ts';
import { cardsIn, devices, hop, internetGatewayOf, isRunning, linkAddress } from './layout.ts';

const everything = '0.0.0.0/0';

/** A VPC: a router that only routes, by a table for each link that packets come from. */
export function vpcRouter(vpc: Vpc, layout: Layout): RouterNode {
  const { resources } = layout;
  const outside = [
    ...(internetGatewayOf(vpc, resources) ? [devices.routerToEdge] : []),
    ...(gatewayOf(vpc.id, resources) ? [devices.routerToGateway] : []),
  ];
  return {
    kind: 'router',
    name: vpc.id,
    label: `VPC ${vpc.tags['Name'] ?? vpc.id}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      ...cardsIn(vpc, layout).map((card) => ({
        name: `card ${card.resource.id}`,
        devices: [devices.routerToPort(card.resource)],
        routes: cardTable(card, layout),
      })),
      { name: 'from outside', devices: outside, routes: localTable(vpc, layout) },
    ],
  };
}

export function vpcLinks(vpc: Vpc, layout: Layout): readonly FabricLink[] {
  const internet = internetGatewayOf(vpc, layout.resources);
  const gateway = gatewayOf(vpc.id, layout.resources);
  const link = (device: string, far: FabricLink['ends'][1]): FabricLink => ({
    name: `${vpc.id}.${device}--${far.node}.${far.device}`,
    ends: [{ node: vpc.id, device, addresses: [linkAddress('router')] }, far],
  });
  return [
    ...cardsIn(vpc, layout).map(({ resource }) =>
      link(devices.routerToPort(resource), {
        node: resource.id,
        device: devices.portToRouter,
        addresses: [linkAddress('port')],
      }),
    ),
    ...(internet
      ? [
          link(devices.routerToEdge, {
            node: internet.id,
            device: devices.edgeToRouter,
            addresses: [linkAddress('edge')],
          }),
        ]
      : []),
    ...(gateway
      ? [
          link(devices.routerToGateway, {
            node: gateway.id,
            device: devices.gatewayToRouter,
            addresses: [linkAddress('gateway')],
          }),
        ]
      : []),
  ];
}

/** Addresses in the VPC that answer, each with the way to it. */
function hosts(vpc: Vpc, layout: Layout) {
  return cardsIn(vpc, layout)
    .filter(({ instance }) => isRunning(instance))
    .flatMap((card) =>
      card.resource.privateAddresses.map((address) => ({ address, via: toCard(card) })),
    );
}

/** For what comes from a gateway: only what is in the VPC, and silence for the rest. */
function localTable(vpc: Vpc, layout: Layout): readonly Route[] {
  return [
    ...hosts(vpc, layout).map(({ address, via }): Route => ({
      to: hostRoute(address),
      via: [via],
    })),
    { to: everything, reject: 'blackhole' },
  ];
}

/** The subnet's table. Nobody answers for an address of the VPC that nothing has, nor where no route leads. */
function cardTable(card: Card, layout: Layout): readonly Route[] {
  const { resources, observations } = layout;
  const table = routeTableOf(card.subnet, resources);
  const rows = table ? effectiveRoutes(tableRoutes(table, resources, observations)) : [];
  const byPrefix = rows.map((row) => ({ ...row, prefix: row.destination }));
  const local = hosts(card.vpc, layout).filter(
    ({ address }) => isLocal(longestMatch(byPrefix, address), card) || isOwnSubnet(address, card),
  );
  const hostPrefixes = new Set(local.map(({ address }) => hostRoute(address)));
  return [
    ...local.map(({ address, via }): Route => ({ to: hostRoute(address), via: [via] })),
    ...rows
      .filter(({ destination }) => !hostPrefixes.has(destination))
      .map((row): Route => {
        const via = nextHop(row, layout);
        return via
          ? { to: row.destination, via: [via] }
          : { to: row.destination, reject: 'blackhole' };
      }),
    ...(rows.some(({ destination }) => destination === everything)
      ? []
      : [{ to: everything, reject: 'blackhole' } as const]),
  ];

  function isOwnSubnet(address: string, { subnet }: Card): boolean {
    return longestMatch([{ prefix: subnet.cidrBlock }], address) !== undefined;
  }
}

/** A route to an interface that is more specific than the local one sends even the VPC's own addresses there. */
function isLocal(row: TableRoute | undefined, card: Card): boolean {
  if (row?.target.kind !== 'networkInterface') return row?.target.kind === 'local';
  return row.target.id === card.resource.id;
}

/** undefined: packets vanish. */
function nextHop({ target, state }: TableRoute, layout: Layout): NextHop | undefined {
  if (state === 'blackhole') return undefined;
  switch (target.kind) {
    case 'local':
      return undefined;
    case 'internetGateway':
      return hop(devices.routerToEdge, 'edge');
    case 'vpnGateway':
      return hop(devices.routerToGateway, 'gateway');
    case 'networkInterface': {
      const card = layout.cards.find(({ resource }) => resource.id === target.id);
      return card && toCard(card);
    }
    default:
      return target satisfies never;
  }
}

function toCard({ resource }: Card): NextHop {
  return hop(devices.routerToPort(resource), 'port');
}
