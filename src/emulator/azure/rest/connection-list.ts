import type { Body } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { connectionsOf, nearGateway } from '../routing/tunnels.ts';

/**
 * A connection as a list shows it. Lists do not gather what the gateway's instances know: state, counters and tunnels are
 * those of a GET for the newest connection of a gateway only (which one is up to Azure), and are empty for the others.
 * @see https://learn.microsoft.com/rest/api/network-gateway/virtual-network-gateway-connections/list
 */
export function asListed(resource: Resource, body: Body, resources: Resources): Body {
  if (resource.kind !== 'connections') return body;
  const connection = resource as Resource<'connections'>;
  const gateway = nearGateway(connection, resources);
  if (gateway && connectionsOf(gateway, resources).at(-1)?.id === connection.id) return body;
  const { tunnelConnectionStatus: _, ...properties } = body['properties'] as Body;
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
