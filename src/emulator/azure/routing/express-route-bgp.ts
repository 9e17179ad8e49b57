import type { BgpNeighbor, BgpSpeaker, BgpTimers, PrefixFilter } from '../../fabric/fabric.ts';
import { sameId } from '../arm/id.ts';
import { microsoftAsn } from '../resources/express-route-peering.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { CircuitAttachment, CircuitLink, Circuit, CircuitPeering } from './express-route.ts';
import { circuitAttachments, circuitLinks, edgeAddress, linkAddresses } from './express-route.ts';
import type { InsideParameters } from './inside-peers.ts';
import { insideNeighbors, untoldMarks } from './inside-peers.ts';
import { nearPrefixes, outsideOnly } from './near-prefixes.ts';
import { networkOfGateway } from './networks.ts';
import { routeServerOfNetwork } from './route-servers.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

const everything: PrefixFilter = { rules: [], otherwise: 'permit' };
const usualPreference = 100;

/** The BGP side of an instance of an ExpressRoute gateway; undefined while it is away. */
export function expressRouteBgp(parameters: InsideParameters): BgpSpeaker | undefined {
  const { gateway, instance, resources } = parameters;
  if (instance.away) return undefined;
  const edges = attachmentsOf(gateway, resources).flatMap((attachment) =>
    circuitLinks.map((link) => edgeNeighbor(attachment, link, parameters)),
  );
  return {
    asn: gateway.properties.asn,
    routerId: instance.bgpAddress,
    networks: [...new Set(nearPrefixes(gateway, resources))],
    neighbors: [...edges, ...insideNeighbors(parameters)],
    // Circuits that are equal share the flows.
    maximumPaths: Math.max(1, edges.length),
  };
}

/** The connections of a gateway whose circuits are active. */
export function attachmentsOf(
  gateway: Gateway,
  resources: Resources,
): readonly CircuitAttachment[] {
  return circuitAttachments(resources).filter((attachment) =>
    sameId(attachment.gateway.id, gateway.id),
  );
}

/** The session of a gateway's instance with the edge of one link. */
function edgeNeighbor(
  { connection }: CircuitAttachment,
  link: CircuitLink,
  { gateway, instance, resources, timers }: InsideParameters,
): BgpNeighbor {
  const near = nearPrefixes(gateway, resources);
  return {
    address: edgeAddress(connection, link),
    asn: microsoftAsn,
    source: instance.bgpAddress,
    multihop: true,
    passive: false,
    nextHopSelf: true,
    timers,
    inbound: outsideOnly(gateway, resources),
    outbound: {
      rules: [
        ...near.map((prefix) => ({ action: 'permit' as const, prefix })),
        ...near.map((prefix) => ({ action: 'deny' as const, prefix, upTo: 32 })),
      ],
      otherwise: 'permit',
    },
    onImport: { localPreference: usualPreference + rankOfWeight(connection, gateway, resources) },
    onExport: { withoutMarks: untoldMarks(gateway, resources) },
  };
}

/**
 * The connection with the larger weight is preferred, whatever the AS paths. Ranks stay small, so that what a network
 * prefers among its gateways is not touched.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-optimize-routing#solution-assign-a-high-weight-to-local-connection
 */
function rankOfWeight(
  { properties }: Resource<'connections'>,
  gateway: Gateway,
  resources: Resources,
): number {
  const weights = attachmentsOf(gateway, resources).map(
    ({ connection }) => connection.properties.routingWeight,
  );
  return new Set(weights.filter((weight) => weight < properties.routingWeight)).size;
}

/**
 * What a customer may tell at most, by the circuit's tier; more end the session.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-faqs#are-there-limits-on-the-number-of-routes-i-can-advertise
 */
const maximumPrefixes = { standard: 4000, premium: 10_000 } as const;

/** Nobody is told what it told: with private AS numbers taken out it would not know its own routes. */
const fromCustomer = 'from the customer';

/** Of appliances and branches behind a Route Server or a VPN gateway, told by their network's gateway. */
const fromBranch = 'from a branch';

/**
 * The BGP side of a Microsoft edge. Towards the customer it takes private AS numbers out of paths; towards gateways it
 * keeps the customer's, and puts its own in the place of 65515, so that networks on one circuit learn of each other.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-routing
 */
export function edgeBgp(parameters: {
  readonly circuit: Circuit;
  readonly peering: CircuitPeering;
  readonly link: CircuitLink;
  readonly resources: Resources;
  readonly timers: BgpTimers;
}): BgpSpeaker {
  const { circuit, peering, link, resources, timers } = parameters;
  const { customer, microsoft } = linkAddresses(peering, link);
  const common = {
    passive: false,
    nextHopSelf: true,
    timers,
    inbound: everything,
    outbound: everything,
  } as const;
  const gateways = circuitAttachments(resources)
    .filter((attachment) => sameId(attachment.circuit.id, circuit.id))
    .flatMap(({ connection, gateway }) =>
      gateway.properties.instances
        .filter(({ away }) => !away)
        .map(({ bgpAddress }): BgpNeighbor => ({
          ...common,
          address: bgpAddress,
          asn: gateway.properties.asn,
          source: edgeAddress(connection, link),
          multihop: true,
          // Its own routes, which 65515 in the path would keep from it.
          onImport: { mark: gateway.id, transitMark: fromBranch },
          onExport: {
            asOverride: true,
            withoutMarks: [gateway.id, ...(joinsBranches(gateway, resources) ? [fromBranch] : [])],
          },
        })),
    );
  return {
    asn: microsoftAsn,
    routerId: microsoft,
    networks: [],
    neighbors: [
      {
        ...common,
        address: customer,
        asn: peering.properties.peerASN,
        source: microsoft,
        multihop: false,
        maximumPrefixes: maximumPrefixes[circuit.sku?.tier === 'Premium' ? 'premium' : 'standard'],
        onImport: { mark: fromCustomer },
        onExport: { removePrivateAs: true, withoutMarks: [fromCustomer] },
      },
      ...gateways,
    ],
    maximumPaths: Math.max(1, gateways.length),
  };
}

/**
 * Whether a gateway's network has a Route Server with branch-to-branch traffic. Two of them on one circuit hear nothing of
 * each other's branches: Microsoft's edges are no transit between them.
 * @see https://learn.microsoft.com/azure/route-server/route-server-faq
 */
function joinsBranches(gateway: Gateway, resources: Resources): boolean {
  const network = networkOfGateway(gateway, resources);
  const server = network && routeServerOfNetwork(network.id, resources);
  return server?.hub.properties.allowBranchToBranchTraffic === true;
}
