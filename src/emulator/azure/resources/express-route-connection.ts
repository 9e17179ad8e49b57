import { badRequest, invalidReference } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import type { ConnectionInput, ConnectionProperties } from './connection.ts';
import { authorizationUser } from './express-route-authorization.ts';
import { freeAddresses } from './gateway-addresses.ts';
import type { Resource, Resources } from './store.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

interface Context {
  readonly id: string;
  readonly existing: Resource<'connections'> | undefined;
  readonly resources: Resources;
}

const withFastPath = /^(UltraPerformance|ErGw3AZ|ErGwScale)$/;

/** What is particular to a connection to a circuit. Throws {@link ArmError}. */
export function expressRouteConnection(
  input: ConnectionInput,
  context: Context,
): Pick<ConnectionProperties, 'peer' | 'routingWeight' | 'enableBgp' | 'edgeAddresses'> {
  const { id, existing, resources } = context;
  const { peer, virtualNetworkGateway1, virtualNetworkGateway2, localNetworkGateway2 } = input;
  const gateway = resources.find('virtualNetworkGateways', virtualNetworkGateway1.id);
  if (!gateway) throw invalidReference(virtualNetworkGateway1.id, id);
  if (!peer || virtualNetworkGateway2 || localNetworkGateway2) {
    throw badRequest(
      'InvalidVirtualNetworkGatewayConnection',
      `Connection ${id} of type ExpressRoute must have a peer (an ExpressRoute circuit) and neither a virtualNetworkGateway2 nor a localNetworkGateway2.`,
    );
  }
  if (gateway.properties.gatewayType !== 'ExpressRoute') {
    throw badRequest(
      'InvalidVirtualNetworkGatewayConnection',
      `Connection ${id} of type ExpressRoute needs a gateway of type ExpressRoute; ${gateway.id} is of type ${gateway.properties.gatewayType}.`,
    );
  }
  const circuit = resources.find('expressRouteCircuits', peer.id);
  if (!circuit) throw invalidReference(peer.id, id);
  refuseKey(input.authorizationKey, circuit, context);
  if (input.expressRouteGatewayBypass && !withFastPath.test(gateway.properties.sku.name)) {
    throw badRequest(
      'ExpressRouteGatewayBypassNotSupportedForSku',
      `Connection ${id} cannot enable FastPath: gateway ${gateway.id} of SKU ${gateway.properties.sku.name} does not support it. Choose UltraPerformance or ErGw3AZ.`,
    );
  }
  return {
    peer: { id: circuit.id },
    routingWeight: input.routingWeight ?? 0,
    enableBgp: false,
    edgeAddresses: existing?.properties.edgeAddresses ?? freshEdgeAddresses(gateway, id, resources),
  };
}

/** A gateway and a circuit are connected once. */
export function refuseCircuitTwin(connection: Resource<'connections'>, resources: Resources): void {
  const { peer, virtualNetworkGateway1 } = connection.properties;
  const twin = resources
    .all('connections')
    .find(
      ({ id, properties }) =>
        !sameId(id, connection.id) &&
        sameId(properties.virtualNetworkGateway1.id, virtualNetworkGateway1.id) &&
        sameId(properties.peer?.id ?? '', peer?.id ?? ''),
    );
  if (!twin) return;
  throw badRequest(
    'VirtualNetworkGatewayConnectionAlreadyExists',
    `Connection ${connection.id} joins the same two ends as connection ${twin.id}.`,
  );
}

/** A key is one of the circuit's authorizations, and for one connection. */
function refuseKey(
  key: string | undefined,
  circuit: Resource<'expressRouteCircuits'>,
  { id, resources }: Context,
): void {
  if (key === undefined) return;
  const authorization = resources
    .inside('expressRouteCircuitAuthorizations', circuit.id)
    .find(({ properties }) => properties.authorizationKey === key);
  if (!authorization) {
    throw badRequest(
      'AuthorizationKeyInvalid',
      `The authorization key of connection ${id} is not one of ExpressRoute circuit ${circuit.id}.`,
    );
  }
  const user = authorizationUser(authorization, resources);
  if (!user || sameId(user.id, id)) return;
  throw badRequest(
    'AuthorizationAlreadyInUse',
    `Authorization ${authorization.id} is in use by connection ${user.id}: each connection needs one of its own.`,
  );
}

/** The first circuit's edges have what the gateway keeps for them; those of further ones the next free addresses. */
function freshEdgeAddresses(
  { id: gatewayId, properties }: Gateway,
  id: string,
  resources: Resources,
): readonly string[] {
  const kept = properties.edgeAddresses ?? [];
  const taken = resources
    .all('connections')
    .filter((other) => sameId(other.properties.virtualNetworkGateway1.id, gatewayId))
    .flatMap((other) => other.properties.edgeAddresses ?? []);
  if (!kept.some((address) => taken.includes(address))) return kept;
  const subnetId = properties.ipConfigurations[0]?.properties.subnet.id ?? '';
  const [range = ''] = resources.find('subnets', subnetId)?.properties.addressPrefixes ?? [];
  return freeAddresses({ count: 2, range, subnetId, gatewayId: id, resources });
}
