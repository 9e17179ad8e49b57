import type { BgpNeighbor, BgpTimers, ImportPolicy, PrefixFilter } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import { sameId } from '../arm/id.ts';
import { defaultAsn } from '../resources/asn.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { localPreference, originOf, preferenceIn } from './inside-preference.ts';
import { gatewaysOfNetwork, isExpressRoute, networkOfGateway } from './networks.ts';
import { outsideOnly } from './near-prefixes.ts';
import type { RouteServer } from './route-servers.ts';
import { routeServerOfNetwork } from './route-servers.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

export interface InsideParameters {
  readonly gateway: Gateway;
  readonly instance: GatewayInstance;
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: BgpTimers;
}

/**
 * Sessions of a gateway's instance inside its network, with speakers of its own AS: the other instance of a VPN gateway,
 * the network's gateway of the other type, and its Route Server.
 */
export function insideNeighbors(parameters: InsideParameters): readonly BgpNeighbor[] {
  const { gateway, instance, resources } = parameters;
  // The instances of an ExpressRoute gateway learn the same from both Microsoft edges and need not tell each other.
  const twins = isExpressRoute(gateway)
    ? []
    : gateway.properties.instances.filter((other) => other.id !== instance.id);
  const server = routeServerOf(gateway, resources);
  return [
    ...twins.map((other) => twin(other, parameters)),
    ...othersOf(gateway, resources).flatMap((other) =>
      other.properties.instances.map(({ bgpAddress }) =>
        otherGateway(other, bgpAddress, parameters),
      ),
    ),
    ...(server?.addresses ?? []).map((address) => routeServer(server, address, parameters)),
  ];
}

/** Sessions of a Route Server's instance with the gateways beside it. */
export function gatewaysBeside(parameters: {
  readonly server: RouteServer;
  /** The instance's address. */
  readonly source: string;
  readonly resources: Resources;
  readonly timers: BgpTimers;
}): readonly BgpNeighbor[] {
  const { server, source, resources, timers } = parameters;
  const preference = server.hub.properties.hubRoutingPreference;
  const open = server.hub.properties.allowBranchToBranchTraffic;
  return gatewaysOfNetwork(server.network.id, resources)
    .filter(exchangesWithRouteServer)
    .flatMap((gateway) =>
      gateway.properties.instances.map(({ bgpAddress }) => ({
        ...internal(bgpAddress, source, timers),
        // Whoever gets an appliance's route goes straight to the appliance.
        nextHopSelf: false,
        inbound: open ? everything : nothing,
        outbound: open ? outsideOnly(gateway, resources) : nothing,
        ...importing(localPreference(originOf(gateway), 'appliance', preference)),
      })),
    );
}

/** Addresses of the other speakers in a gateway's network that are not its own instances. */
export function addressesBeside(gateway: Gateway, resources: Resources): readonly string[] {
  return [
    ...othersOf(gateway, resources).flatMap(({ properties }) =>
      properties.instances.map(({ bgpAddress }) => bgpAddress),
    ),
    ...(routeServerOf(gateway, resources)?.addresses ?? []),
  ];
}

/** Of a gateway of the other type; carried inside a network only. */
const fromOtherGateway = 'from the other gateway';

/**
 * Marks (as in `ImportPolicy.mark`) of what an instance learned inside its network and does not pass on to its peers
 * outside: a network's ExpressRoute and VPN gateways are no transit for each other, unless a Route Server with
 * branch-to-branch traffic makes them so.
 * @see https://learn.microsoft.com/azure/route-server/expressroute-vpn-support
 */
export function untoldMarks(gateway: Gateway, resources: Resources): readonly string[] {
  const others = othersOf(gateway, resources);
  const server = routeServerOf(gateway, resources);
  const joined =
    server?.hub.properties.allowBranchToBranchTraffic === true &&
    others.every(exchangesWithRouteServer);
  return others.length === 0 || joined ? [] : [fromOtherGateway];
}

/**
 * A VPN gateway exchanges routes with a Route Server when it is active-active and has the AS number that all Azure's own
 * speakers have.
 * @see https://learn.microsoft.com/azure/route-server/expressroute-vpn-support
 */
function exchangesWithRouteServer(gateway: Gateway): boolean {
  return isExpressRoute(gateway) || (gateway.properties.active && isInside(gateway));
}

/** Speaks BGP, with the AS number of Azure's own speakers. */
function isInside({ properties }: Gateway): boolean {
  return properties.enableBgp && properties.asn === defaultAsn;
}

function routeServerOf(gateway: Gateway, resources: Resources): RouteServer | undefined {
  const network = networkOfGateway(gateway, resources);
  if (!network || !exchangesWithRouteServer(gateway)) return undefined;
  return routeServerOfNetwork(network.id, resources);
}

/**
 * The gateway of the other type, when the two speak with each other.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-coexist-resource-manager
 */
function othersOf(gateway: Gateway, resources: Resources): readonly Gateway[] {
  const network = networkOfGateway(gateway, resources);
  if (!network || !(isExpressRoute(gateway) || isInside(gateway))) return [];
  return gatewaysOfNetwork(network.id, resources).filter(
    (other) =>
      !sameId(other.id, gateway.id) &&
      isExpressRoute(other) !== isExpressRoute(gateway) &&
      (isExpressRoute(other) || isInside(other)),
  );
}

const everything: PrefixFilter = { rules: [], otherwise: 'permit' };
const nothing: PrefixFilter = { rules: [], otherwise: 'deny' };

function internal(address: string, source: string, timers: BgpTimers) {
  return {
    address,
    asn: defaultAsn,
    source,
    multihop: false,
    passive: false,
    nextHopSelf: true,
    timers,
  } as const;
}

function importing(policy: ImportPolicy): Pick<BgpNeighbor, 'onImport'> {
  return Object.keys(policy).length === 0 ? {} : { onImport: policy };
}

/**
 * Instances tell each other what they learned outside and what their own tunnels reach, the BGP peers' host routes
 * among it, each as its own next hop; their networks both know.
 */
function twin(
  other: GatewayInstance,
  { gateway, instance, resources, timers }: InsideParameters,
): BgpNeighbor {
  return {
    ...internal(other.bgpAddress, instance.bgpAddress, timers),
    asn: gateway.properties.asn,
    inbound: everything,
    outbound: outsideOnly(gateway, resources),
  };
}

function otherGateway(other: Gateway, address: string, parameters: InsideParameters): BgpNeighbor {
  const { gateway, instance, resources, timers } = parameters;
  const network = networkOfGateway(gateway, resources);
  const preference = preferenceIn(network?.id ?? '', resources);
  return {
    ...internal(address, instance.bgpAddress, timers),
    inbound: everything,
    outbound: outsideOnly(gateway, resources),
    onImport: {
      ...localPreference(originOf(other), originOf(gateway), preference),
      mark: fromOtherGateway,
    },
  };
}

function routeServer(
  server: RouteServer | undefined,
  address: string,
  { gateway, instance, resources, timers }: InsideParameters,
): BgpNeighbor {
  const open = server?.hub.properties.allowBranchToBranchTraffic === true;
  const preference = server?.hub.properties.hubRoutingPreference ?? 'ExpressRoute';
  return {
    ...internal(address, instance.bgpAddress, timers),
    inbound: open ? everything : nothing,
    outbound: open ? outsideOnly(gateway, resources) : nothing,
    ...importing(localPreference('appliance', originOf(gateway), preference)),
  };
}
