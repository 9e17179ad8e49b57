import type { Body } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { connectionsOf, nearGateway } from '../routing/tunnels.ts';

/**
 * A connection as a list shows it. Lists do not gather what the gateway's instances know: state, counters and tunnels are
 * those of a GET for the newest connection of a gateway only (which one is up to Azure), and are empty for the others.
 * The tunnels that are connected come first (their order is up to Azure too), since readers of a list look at the first.
 * @see https://learn.microsoft.com/rest/api/network-gateway/virtual-network-gateway-connections/list
 */
export function asListed(resource: Resource, body: Body, resources: Resources): Body {
  if (resource.kind !== 'connections') return body;
  const connection = resource as Resource<'connections'>;
  const gateway = nearGateway(connection, resources);
  const { tunnelConnectionStatus, ...properties } = body['properties'] as Body;
  if (gateway && connectionsOf(gateway, resources).at(-1)?.id === connection.id) {
    const tunnels = connectedFirst((tunnelConnectionStatus ?? []) as readonly Body[]);
    return { ...body, properties: { ...properties, tunnelConnectionStatus: tunnels } };
  }
  return {
    ...body,
    properties: {
      ...properties,
      connectionStatus: 'Unknown',
      ingressBytesTransferred: 0,
      egressBytesTransferred: 0,
    },
  };
}

function connectedFirst(tunnels: readonly Body[]): readonly Body[] {
  const isConnected = (tunnel: Body) => tunnel['connectionStatus'] === 'Connected';
  return [...tunnels.filter(isConnected), ...tunnels.filter((tunnel) => !isConnected(tunnel))];
}
