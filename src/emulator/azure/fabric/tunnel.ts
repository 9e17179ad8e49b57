import type { Tunnel } from '../../fabric/fabric.ts';
import { prefixesOf } from '../routing/networks.ts';
import { connectionsOf, farEnd } from '../routing/tunnels.ts';
import { publicAddressOf } from '../resources/virtual-network-gateway.ts';
import type { Resource } from '../resources/store.ts';
import type { GatewayNode, Layout } from './layout.ts';
import { tunnelName } from './names.ts';
import { proposals } from './proposals.ts';
import { tunnelTimers } from './timers.ts';

type Connection = Resource<'connections'>;

/** Roles by `connectionMode`. */
const roles = { Default: 'both', InitiatorOnly: 'initiator', ResponderOnly: 'responder' } as const;

/** In the gateway, the tunnel of a connection. */
export function tunnelDevice(
  connection: Connection,
  gateway: GatewayNode,
  { names }: Layout,
): string {
  return names.device(gateway.node, `t-${connection.name}`, connection.id);
}

/** A tunnel for each connection whose far end is known. */
export function gatewayTunnels(gateway: GatewayNode, layout: Layout): readonly Tunnel[] {
  const { resources, names } = layout;
  const { resource, instance } = gateway;
  const [publicAddress] = publicAddressOf(resource.properties, instance, resources);
  return connectionsOf(resource, resources).flatMap((connection): readonly Tunnel[] => {
    const far = farEnd(connection, resources);
    if (!far) return [];
    const { properties } = connection;
    return [
      {
        name: tunnelName(connection, instance),
        outer: gateway.underlay,
        outerDevice: names.device(gateway.underlay, `t-${connection.name}`, connection.id),
        localAddress: instance.underlayAddress,
        ...(publicAddress !== undefined && { localId: publicAddress }),
        remoteAddress: far.publicAddress,
        inner: gateway.node,
        innerDevice: tunnelDevice(connection, gateway, layout),
        presharedKey: properties.sharedKey,
        role: roles[properties.connectionMode],
        ...proposals(properties.ipsecPolicies[0]),
        ...selectors(connection, gateway, far.prefixes),
        mtu: 1400,
        timers: tunnelTimers(layout.timers, properties.dpdTimeoutSeconds),
      },
    ];
  });
}

/** A route-based gateway proposes everything and lets routing decide. */
function selectors(connection: Connection, gateway: GatewayNode, remote: readonly string[]) {
  const { usePolicyBasedTrafficSelectors, trafficSelectorPolicies } = connection.properties;
  if (trafficSelectorPolicies.length > 0) {
    return {
      localSelectors: trafficSelectorPolicies.flatMap((policy) => policy.localAddressRanges),
      remoteSelectors: trafficSelectorPolicies.flatMap((policy) => policy.remoteAddressRanges),
    };
  }
  if (usePolicyBasedTrafficSelectors) {
    return { localSelectors: prefixesOf(gateway.network), remoteSelectors: remote };
  }
  return { localSelectors: ['0.0.0.0/0'], remoteSelectors: ['0.0.0.0/0'] };
}
