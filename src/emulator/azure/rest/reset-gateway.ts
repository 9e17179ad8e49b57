import { setTimeout as sleep } from 'node:timers/promises';
import { ArmError, badRequest } from '../arm/error.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource } from '../resources/store.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

export interface ResetGatewayParameters {
  readonly gateway: Gateway;
  readonly frontDoor: FrontDoor;
  /** `gatewayVip`: the public address of the instance to reset. Absent: the first one. */
  readonly vip: string | null;
  readonly settled: () => Promise<void>;
  readonly show: (gateway: Gateway) => Promise<Body>;
  /** How long the instance is away, ms. */
  readonly awayMs: number;
}

/**
 * Restarts one instance: its tunnels and BGP sessions end, and come again when it is back.
 * @see https://learn.microsoft.com/azure/vpn-gateway/reset-gateway
 */
export async function resetGateway(parameters: ResetGatewayParameters): Promise<Body> {
  const { gateway, frontDoor, settled, show, awayMs } = parameters;
  const instance = findInstance(parameters);
  if (instance.away) {
    throw new ArmError(
      409,
      'AnotherOperationInProgress',
      `Another operation on this or dependent resource is in progress: the instance of ${gateway.id} is being reset.`,
    );
  }
  const mark = (away: boolean) => markInstance(frontDoor, gateway.id, instance, away);
  mark(true);
  try {
    await settled();
    await sleep(awayMs, undefined, { ref: false });
  } finally {
    mark(false);
  }
  await settled();
  return await show(frontDoor.get(gateway.id) as Gateway);
}

function findInstance({ gateway, frontDoor, vip }: ResetGatewayParameters): GatewayInstance {
  const { instances } = gateway.properties;
  const found =
    vip === null
      ? instances[0]
      : instances.find((instance) =>
          publicAddressOf(gateway.properties, instance, frontDoor.resources).includes(vip),
        );
  if (found) return found;
  throw badRequest(
    'InvalidGatewayVip',
    `${vip} is not a public IP address of virtual network gateway ${gateway.id}.`,
  );
}

/** Nothing to do when the gateway, or this instance of it, has gone meanwhile. */
function markInstance(
  frontDoor: FrontDoor,
  id: string,
  { id: instanceId }: GatewayInstance,
  away: boolean,
): void {
  const gateway = frontDoor.resources.find('virtualNetworkGateways', id);
  if (!gateway) return;
  const instances = gateway.properties.instances.map((instance) => {
    if (instance.id !== instanceId) return instance;
    const { away: _, ...rest } = instance;
    return away ? { ...rest, away } : rest;
  });
  frontDoor.change<'virtualNetworkGateways'>(gateway, { ...gateway.properties, instances });
}
