import type { Observations } from '../../fabric/observations.ts';
import { addressAt } from '../../net/prefix.ts';
import { sameId } from '../arm/id.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import { isProvisioned } from '../resources/express-route-circuit.ts';
import type { Resource, Resources } from '../resources/store.ts';

export type Circuit = Resource<'expressRouteCircuits'>;
export type CircuitPeering = Resource<'expressRouteCircuitPeerings'>;
type Connection = Resource<'connections'>;
type Gateway = Resource<'virtualNetworkGateways'>;

/** The two links of a circuit. Each ends at a Microsoft edge of its own. */
export const circuitLinks = ['primary', 'secondary'] as const;
export type CircuitLink = (typeof circuitLinks)[number];

/** Addresses of a link's /30: the customer has the first, Microsoft the second. */
export function linkAddresses(
  { properties }: CircuitPeering,
  link: CircuitLink,
): { readonly range: string; readonly customer: string; readonly microsoft: string } {
  const range =
    link === 'primary'
      ? properties.primaryPeerAddressPrefix
      : properties.secondaryPeerAddressPrefix;
  return { range, customer: addressAt(range, 1), microsoft: addressAt(range, 2) };
}

/** A circuit whose provider has done its part and whose private peering is enabled: its edges speak BGP. */
export function activePeering(circuit: Circuit, resources: Resources): CircuitPeering | undefined {
  if (!isProvisioned(circuit, resources)) return undefined;
  return resources
    .inside('expressRouteCircuitPeerings', circuit.id)
    .find(({ properties }) => properties.state === 'Enabled');
}

/** A connection of a gateway to a circuit that is active. */
export interface CircuitAttachment {
  readonly connection: Connection;
  readonly gateway: Gateway;
  readonly circuit: Circuit;
}

export function circuitAttachments(resources: Resources): readonly CircuitAttachment[] {
  return resources.all('connections').flatMap((connection) => {
    const { peer, virtualNetworkGateway1 } = connection.properties;
    const circuit = peer && resources.find('expressRouteCircuits', peer.id);
    const gateway = resources.find('virtualNetworkGateways', virtualNetworkGateway1.id);
    if (!circuit || !gateway || !activePeering(circuit, resources)) return [];
    if (!isAuthorized(connection, circuit, resources)) return [];
    return [{ connection, gateway, circuit }];
  });
}

/** What the edge of a link has in the subnet of a connection's gateway. */
export function edgeAddress({ properties }: Connection, link: CircuitLink): string {
  return properties.edgeAddresses?.[link === 'primary' ? 0 : 1] ?? '';
}

/** An authorization that was revoked takes its connection down. */
function isAuthorized(
  { properties: { authorizationKey } }: Connection,
  circuit: Circuit,
  resources: Resources,
): boolean {
  return (
    authorizationKey === undefined ||
    resources
      .inside('expressRouteCircuitAuthorizations', circuit.id)
      .some(({ properties }) => properties.authorizationKey === authorizationKey)
  );
}

/** Connected: the gateway speaks with one of the circuit's edges at least. */
export function circuitConnectionState(
  connection: Connection,
  resources: Resources,
  observations: Observations,
): { readonly connectionStatus: 'Connected' | 'NotConnected' } {
  const attachment = circuitAttachments(resources).find((candidate) =>
    sameId(candidate.connection.id, connection.id),
  );
  const edges = circuitLinks.map((link) => edgeAddress(connection, link));
  const isLive = attachment?.gateway.properties.instances.some((instance) => {
    const node = gatewayNodeName(attachment.gateway, instance, resources);
    return observations.bgp[node]?.peers.some(
      ({ address, state }) => state === 'Established' && edges.includes(address),
    );
  });
  return { connectionStatus: isLive ? 'Connected' : 'NotConnected' };
}
