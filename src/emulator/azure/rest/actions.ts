import type { CloudServices } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import { ArmError, badRequest, notEmulated } from '../arm/error.ts';
import { parentId } from '../arm/id.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import { machineOf } from '../resources/network-interface.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { RouteServer } from '../routing/route-servers.ts';
import { routeServerOfHub } from '../routing/route-servers.ts';
import { subnetRoutes, routeTableOf } from '../routing/subnet-routes.ts';
import { circuitArp } from './circuit-arp.ts';
import type { CircuitView } from './circuit-tables.ts';
import { circuitNeighbors, circuitRoutes, linkOf } from './circuit-tables.ts';
import { advertisedRoutes, bgpPeerStatus, learnedRoutes } from './gateway-tables.ts';
import type { PeerTables } from './route-server-tables.ts';
import { advertisedToPeer, learnedFromPeer } from './route-server-tables.ts';
import { resetGateway } from './reset-gateway.ts';
import { effectiveSecurityGroups } from './security-tables.ts';

/** A POST on a resource. Reads live state, or changes its power. Throws {@link ArmError}. */
export type Action = (parameters: ActionParameters) => Promise<Body | undefined>;

export interface ActionParameters {
  readonly resource: Resource;
  readonly frontDoor: FrontDoor;
  readonly query: URLSearchParams;
  /** What follows the action's name in the path: a circuit's `primary`. */
  readonly argument: string;
  readonly observe: () => Promise<Observations>;
  /** What a command prints in a node. */
  readonly inspect?: NonNullable<CloudServices['inspect']>;
  /** Resolves when what was changed is real. */
  readonly settled: () => Promise<void>;
  /** How long a gateway's instance is away while it is reset, ms. */
  readonly instanceResetMs: number;
}

/** The action of a kind of resource, by its name in the path. Throws 501 for one that is not emulated. */
export function actionOf(kind: KindName, name: string): Action {
  const actions = byKind[kind] ?? {};
  const known = Object.keys(actions).find((key) => key.toLowerCase() === name.toLowerCase());
  const action = known === undefined ? undefined : actions[known];
  if (action === undefined) throw notEmulated(`the action '${name}' on ${kind}`);
  return action;
}

const byKind: { readonly [K in KindName]?: Readonly<Record<string, Action>> } = {
  virtualNetworkGateways: {
    getBgpPeerStatus: async (parameters) => {
      const { gateway, resources, observations } = await readGateway(parameters);
      const rows = bgpPeerStatus(gateway, resources, observations);
      const peer = parameters.query.get('peer');
      return { value: rows.filter(({ neighbor }) => peer === null || neighbor === peer) };
    },
    getLearnedRoutes: async (parameters) => {
      const { gateway, resources, observations } = await readGateway(parameters);
      return { value: learnedRoutes(gateway, resources, observations) };
    },
    getAdvertisedRoutes: async (parameters) => {
      const { gateway, resources, observations } = await readGateway(parameters);
      const peer = parameters.query.get('peer');
      if (peer === null) {
        throw badRequest(
          'MissingPeer',
          'The query parameter peer is required: the address of the BGP peer.',
        );
      }
      return { value: advertisedRoutes(gateway, peer, resources, observations) };
    },
    reset: async ({ resource, frontDoor, query, observe, settled, instanceResetMs }) =>
      resetGateway({
        gateway: resource as Resource<'virtualNetworkGateways'>,
        frontDoor,
        vip: query.get('gatewayVip'),
        settled,
        show: async (gateway) => frontDoor.show(gateway, await observe()),
        awayMs: instanceResetMs,
      }),
  },

  hubBgpConnections: {
    learnedRoutes: peerTables(learnedFromPeer),
    advertisedRoutes: peerTables(advertisedToPeer),
  },

  expressRouteCircuitPeerings: {
    arpTables: async (parameters) => {
      const { inspect } = parameters;
      if (!inspect) throw notEmulated('ARP tables where there is no Linux');
      return { value: await circuitArp(await readCircuit(parameters), inspect) };
    },
    routeTables: async (parameters) => ({
      value: circuitRoutes(await readCircuit(parameters)),
    }),
    routeTablesSummary: async (parameters) => ({
      value: circuitNeighbors(await readCircuit(parameters)),
    }),
  },

  networkInterfaces: {
    effectiveRouteTable: async (parameters) => {
      const { card, subnet, resources } = readCard(parameters);
      const observations = await parameters.observe();
      const flag = routeTableOf(subnet, resources)?.properties.disableBgpRoutePropagation ?? false;
      const rows = subnetRoutes(subnet, resources, observations).map((route) => ({
        ...(route.name !== undefined && { name: route.name }),
        disableBgpRoutePropagation: flag,
        source: route.source,
        state: route.state,
        addressPrefix: [route.prefix],
        nextHopIpAddress: route.nextHops,
        nextHopType: route.nextHopType,
      }));
      return { value: rows, nextLink: null, networkInterface: { id: card.id } };
    },
    effectiveNetworkSecurityGroups: async (parameters) => {
      const { card, subnet, resources } = readCard(parameters);
      const observations = await parameters.observe();
      return {
        value: effectiveSecurityGroups(card, subnet, resources, observations),
        nextLink: null,
      };
    },
  },

  virtualMachines: {
    start: power('running'),
    powerOff: power('stopped'),
    deallocate: power('deallocated'),
    restart: async (parameters) => {
      await power('stopped')(parameters);
      return await power('running')(parameters);
    },
  },
};

/** Both directions of a Route Server's session with a peer. */
function peerTables(
  read: (
    server: RouteServer,
    peerIp: string,
    resources: Resources,
    observations: Observations,
  ) => PeerTables,
): Action {
  return async ({ resource, frontDoor, observe }) => {
    const { resources } = frontDoor;
    const hub = resources.find('virtualHubs', parentId(resource.id));
    const server = hub && routeServerOfHub(hub, resources);
    if (!server) return { RouteServiceRole_IN_0: [], RouteServiceRole_IN_1: [], value: null };
    const { properties } = resource as Resource<'hubBgpConnections'>;
    return { ...read(server, properties.peerIp, resources, await observe()) };
  };
}

async function readGateway({ resource, frontDoor, observe }: ActionParameters): Promise<{
  readonly gateway: Resource<'virtualNetworkGateways'>;
  readonly resources: Resources;
  readonly observations: Observations;
}> {
  return {
    gateway: resource as Resource<'virtualNetworkGateways'>,
    observations: await observe(),
    resources: frontDoor.resources,
  };
}

async function readCircuit({
  resource,
  argument,
  frontDoor,
  observe,
}: ActionParameters): Promise<CircuitView> {
  const link = linkOf(argument);
  return {
    peering: resource as Resource<'expressRouteCircuitPeerings'>,
    link,
    observations: await observe(),
    resources: frontDoor.resources,
  };
}

/**
 * A card's effective routes and rules exist while its machine runs.
 * @see https://learn.microsoft.com/azure/virtual-network/diagnose-network-routing-problem
 */
function readCard({ resource, frontDoor: { resources } }: ActionParameters): {
  readonly card: Resource<'networkInterfaces'>;
  readonly subnet: Resource<'subnets'>;
  readonly resources: Resources;
} {
  const card = resource as Resource<'networkInterfaces'>;
  const machine = machineOf(card.id, resources);
  if (machine?.properties.power !== 'running') {
    throw badRequest(
      'NicMustBeAttachedToRunningVmToGetEffectiveRoutes',
      `Cannot get effective routes for network interface ${card.id} because it is not attached to a running virtual machine.`,
    );
  }
  const subnetId = card.properties.ipConfigurations[0]?.properties.subnet.id ?? '';
  const subnet = resources.find('subnets', subnetId);
  if (subnet === undefined) throw new ArmError(404, 'NotFound', `Resource ${subnetId} not found.`);
  return { card, subnet, resources };
}

function power(state: 'running' | 'stopped' | 'deallocated'): Action {
  return async ({ resource, frontDoor, settled }) => {
    // Read again: a restart changes it twice.
    const machine = frontDoor.get(resource.id) as Resource<'virtualMachines'>;
    frontDoor.change<'virtualMachines'>(machine, { ...machine.properties, power: state });
    await settled();
    return undefined;
  };
}
