import { guidOf } from '../arm/digest.ts';
import { parentId, sameId } from '../arm/id.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';
import type { Resource, Resources } from './store.ts';

export interface ExpressRouteAuthorizationProperties {
  /** What the owner of a gateway gives to connect it to somebody else's circuit. */
  readonly authorizationKey: string;
}

const schema = shape({}, ['authorizationKey', 'authorizationUseStatus', 'connectionResourceUri']);

export const expressRouteAuthorizationKind = defineKind<'expressRouteCircuitAuthorizations'>({
  type: 'Microsoft.Network/expressRouteCircuits/authorizations',
  parent: 'expressRouteCircuits',

  prepare(body, { id, name, existing }) {
    parse(schema, body['properties'] ?? {}, `circuit authorization ${name}`);
    return {
      authorizationKey: existing?.properties.authorizationKey ?? guidOf(`${id} authorization key`),
    };
  },

  view(authorization, { resources }) {
    const user = authorizationUser(authorization, resources);
    return {
      ...authorization.properties,
      authorizationUseStatus: user ? 'InUse' : 'Available',
      ...(user && { connectionResourceUri: user.id }),
    };
  },
});

/** The connection that redeemed it: an authorization is for one. */
export function authorizationUser(
  { id, properties }: Resource<'expressRouteCircuitAuthorizations'>,
  resources: Resources,
): Resource<'connections'> | undefined {
  return resources
    .all('connections')
    .find(
      ({ properties: { peer, authorizationKey } }) =>
        peer !== undefined &&
        sameId(peer.id, parentId(id)) &&
        authorizationKey === properties.authorizationKey,
    );
}
