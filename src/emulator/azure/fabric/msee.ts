import type { OpenEnd, Tap } from '../../cloud.ts';
import { hop, routerLink } from '../../common/router-links.ts';
import type { FabricLink, Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { macOf } from '../arm/digest.ts';
import { sameId } from '../arm/id.ts';
import type { Circuit, CircuitLink, CircuitPeering } from '../routing/express-route.ts';
import {
  activePeering,
  circuitAttachments,
  circuitLinks,
  edgeAddress,
  linkAddresses,
} from '../routing/express-route.ts';
import { edgeBgp } from '../routing/express-route-bgp.ts';
import type { Resource } from '../resources/store.ts';
import {} from './devices.ts';
import type { GatewayNode, Layout } from './layout.ts';
import type { Names } from './names.ts';
import { bgpTimers } from './timers.ts';

/** Where one link of a circuit ends at Microsoft: a Microsoft enterprise edge router. */
export interface Msee {
  readonly circuit: Circuit;
  readonly peering: CircuitPeering;
  readonly link: CircuitLink;
  readonly node: string;
}

/** Towards the customer. */
export const mseeToCustomer = 'customer';

/** Both edges of every circuit that is active. */
export function msees({ resources, names }: Layout): readonly Msee[] {
  return resources.all('expressRouteCircuits').flatMap((circuit) => {
    const peering = activePeering(circuit, resources);
    if (!peering) return [];
    return circuitLinks.map((link) => ({
      circuit,
      peering,
      link,
      node: names.msee(circuit, link),
    }));
  });
}

/**
 * A router between the customer and the gateways of its circuit. It does not show in a TTL but to what it sends back the
 * way it came, so that a loop with the customer ends; gateways end those from edge to edge.
 */
export function mseeNode(msee: Msee, layout: Layout): RouterNode {
  const { circuit, peering, link, node } = msee;
  const { resources, names, timers } = layout;
  const ends = gatewayEnds(msee, layout);
  return {
    kind: 'router',
    name: node,
    label: `Microsoft edge of ${circuit.name}, ${link}`,
    loopbacks: [...new Set(ends.map(({ connection }) => edgeAddress(connection, link)))],
    routes: ends.map(({ gateway }): Route => ({
      to: hostRoute(gateway.instance.bgpAddress),
      via: [hop(mseeToGateway(msee, gateway, names), gateway.node, layout.names)],
    })),
    transparentTtl: {
      decrementBetween: [],
      decrementFromTo: [[mseeToCustomer, mseeToCustomer]],
    },
    tables: [],
    bgp: edgeBgp({ circuit, peering, link, resources, timers: bgpTimers[timers] }),
  };
}

/** Wires to the instances of the gateways that are connected to the circuit. */
export function mseeLinks(msee: Msee, layout: Layout): readonly FabricLink[] {
  const { names } = layout;
  return gatewayEnds(msee, layout).map(({ gateway }) =>
    routerLink(
      { node: msee.node, device: mseeToGateway(msee, gateway, names) },
      { node: gateway.node, device: gatewayToMsee(gateway, msee, names) },
      names,
    ),
  );
}

/** The end of the link towards whoever ordered the circuit: the second address of its subnet. */
export function mseeOpenEnd({ circuit, peering, link, node }: Msee): OpenEnd {
  const { microsoft } = linkAddresses(peering, link);
  return {
    name: `${circuit.properties.serviceKey} ${link}`,
    end: {
      node,
      device: mseeToCustomer,
      addresses: [`${microsoft}/30`],
      mac: mseeMac(circuit, link),
    },
  };
}

export function mseeMac(circuit: Circuit, link: CircuitLink): string {
  return macOf(`${circuit.id} ${link}`);
}

export function mseeTap({ circuit, link, node }: Msee): Tap {
  return { resource: circuit.id, link, node, device: mseeToCustomer };
}

/** An instance's ways to Microsoft's edges, and the routes to the addresses with which these speak. */
export function edgesOf(
  gateway: GatewayNode,
  layout: Layout,
): { readonly devices: readonly string[]; readonly routes: readonly Route[] } {
  const ways = msees(layout).flatMap((msee) =>
    gatewayEnds(msee, layout)
      .filter((end) => end.gateway.node === gateway.node)
      .map(({ connection }) => ({
        device: gatewayToMsee(gateway, msee, layout.names),
        address: edgeAddress(connection, msee.link),
        msee,
      })),
  );
  return {
    devices: ways.map(({ device }) => device),
    routes: ways.map(({ device, address, msee }) => ({
      to: hostRoute(address),
      via: [hop(device, msee.node, layout.names)],
    })),
  };
}

function gatewayEnds(
  { circuit }: Msee,
  { resources, gateways }: Layout,
): readonly { readonly connection: Resource<'connections'>; readonly gateway: GatewayNode }[] {
  return circuitAttachments(resources)
    .filter((attachment) => sameId(attachment.circuit.id, circuit.id))
    .flatMap(({ connection, gateway }) =>
      gateways
        .filter(({ resource }) => sameId(resource.id, gateway.id))
        .map((instance) => ({ connection, gateway: instance })),
    );
}

function mseeToGateway({ node }: Msee, gateway: GatewayNode, names: Names): string {
  return names.device(node, `g-${gateway.node}`, `gateway ${gateway.node}`);
}

function gatewayToMsee(gateway: GatewayNode, msee: Msee, names: Names): string {
  const wanted = `${msee.link === 'primary' ? 'p' : 's'}-${msee.circuit.name}`;
  return names.device(gateway.node, wanted, `msee ${msee.node}`);
}
