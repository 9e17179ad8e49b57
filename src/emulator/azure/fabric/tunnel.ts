import { tunnelTimers } from '../../common/timers.ts';
import type { Tunnel } from '../../fabric/fabric.ts';
import { addressAt } from '../../net/prefix.ts';
import { prefixesOf } from '../routing/networks.ts';
import type { GatewayTunnel } from '../routing/tunnels.ts';
import { endsOf, tunnelsOf } from '../routing/tunnels.ts';
import type { GatewayNode, Layout } from './layout.ts';
import { cardsIn } from './layout.ts';
import { proposals } from './proposals.ts';

/** Roles by `connectionMode`. */
const roles = { Default: 'both', InitiatorOnly: 'initiator', ResponderOnly: 'responder' } as const;

/** In the gateway (or its outer side), the tunnel of a connection. */
export function tunnelDevice(
  { connection, far }: Pick<GatewayTunnel, 'connection' | 'far'>,
  node: string,
  { names }: Layout,
): string {
  const suffix = far.index === 0 ? '' : `-${far.index}`;
  return names.device(node, `t-${connection.name}${suffix}`, `${connection.id}${suffix}`);
}

/** A tunnel for each connection whose far end is known. */
export function gatewayTunnels(gateway: GatewayNode, layout: Layout): readonly Tunnel[] {
  const { resources } = layout;
  const { resource, instance } = gateway;
  return tunnelsOf(resource, instance, resources).map((tunnel): Tunnel => {
    const { connection, far, name } = tunnel;
    const { properties } = connection;
    const [identity] = endsOf(resource, instance, properties.useLocalAzureIpAddress, resources);
    return {
      name,
      outer: gateway.underlay,
      outerDevice: tunnelDevice(tunnel, gateway.underlay, layout),
      localAddress: instance.underlayAddress,
      ...(identity !== undefined && { localId: identity }),
      remoteAddress: far.address,
      inner: gateway.node,
      innerDevice: tunnelDevice(tunnel, gateway.node, layout),
      presharedKey: properties.sharedKey,
      role: roles[properties.connectionMode],
      ...proposals(properties.ipsecPolicies[0]),
      ...selectors(tunnel, gateway),
      localHosts: hostsBehind(gateway, layout),
      mtu: 1400,
      timers: tunnelTimers(layout.timers, properties.dpdTimeoutSeconds),
    };
  });
}

/** A route-based gateway proposes everything and lets routing decide; as the one called it takes less. */
function selectors({ connection, far }: GatewayTunnel, gateway: GatewayNode) {
  const { usePolicyBasedTrafficSelectors, trafficSelectorPolicies } = connection.properties;
  if (trafficSelectorPolicies.length > 0) {
    return {
      localSelectors: trafficSelectorPolicies.flatMap((policy) => policy.localAddressRanges),
      remoteSelectors: trafficSelectorPolicies.flatMap((policy) => policy.remoteAddressRanges),
    };
  }
  if (usePolicyBasedTrafficSelectors) {
    return { localSelectors: prefixesOf(gateway.network), remoteSelectors: far.prefixes };
  }
  return { localSelectors: ['0.0.0.0/0'], remoteSelectors: ['0.0.0.0/0'] };
}

/** What a peer may narrow its selectors to: an address space, a subnet or a machine of the networks that the gateway serves. */
function hostsBehind(gateway: GatewayNode, layout: Layout): readonly string[] {
  const hosts = [gateway.network, ...gateway.spokes].flatMap((network) => [
    ...[
      ...prefixesOf(network),
      ...layout.resources
        .inside('subnets', network.id)
        .flatMap(({ properties }) => properties.addressPrefixes),
    ].map((prefix) => addressAt(prefix, 0)),
    ...cardsIn(network, layout).flatMap(({ addresses }) => addresses),
  ]);
  return [...new Set(hosts)];
}
