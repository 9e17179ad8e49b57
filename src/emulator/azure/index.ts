import type { Cloud, CloudServices } from '../cloud.ts';
import { compile } from './fabric/compile.ts';
import { createFrontDoor } from './resources/front-door.ts';
import { createRest } from './rest/handle.ts';
import { createTerraformTypes } from './terraform/provider.ts';

export interface AzureOptions {
  /** @default 00000000-0000-4000-8000-000000000001 */
  readonly subscriptionId?: string;
  /**
   * Whether machines without a public address reach the internet, as they do in networks made before Azure ended it.
   * @default true
   */
  readonly defaultOutboundAccess?: boolean;
  /**
   * How long an instance of a gateway is away while it is reset, ms: planned maintenance takes 10 to 15 seconds.
   * @default 6000 with fast timers, 15000 with real ones
   * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-highlyavailable
   */
  readonly instanceResetMs?: number;
}

/** The emulated Azure: one subscription, empty at first. */
export function createAzure(services: CloudServices, options: AzureOptions = {}): Cloud {
  const {
    subscriptionId = '00000000-0000-4000-8000-000000000001',
    defaultOutboundAccess = true,
    instanceResetMs = services.timers === 'fast' ? 6000 : 15_000,
  } = options;
  const door = createFrontDoor({
    subscriptionId,
    changed: services.changed,
    allocatePublicAddress: services.allocatePublicAddress,
    releasePublicAddress: services.releasePublicAddress,
    circuitOrder: services.circuits.order,
  });
  return {
    name: 'azure',
    handle: createRest({ frontDoor: door, services, subscriptionId, instanceResetMs }),
    terraform: createTerraformTypes({ door, subscriptionId }),
    circuits: () => ({
      offers: door.resources
        .all('expressRouteCircuits')
        .map(({ properties }) => ({ key: properties.serviceKey })),
      orders: [],
    }),
    compile: (observations) =>
      compile(door.resources, observations, { timers: services.timers, defaultOutboundAccess }),
  };
}
