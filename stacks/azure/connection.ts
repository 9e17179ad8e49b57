import { VirtualNetworkGatewayConnection } from '@cdktf/provider-azurerm/lib/virtual-network-gateway-connection/index.js';
import { Password } from '@cdktf/provider-random/lib/password/index.js';
import type { Connection } from '../../src/lab/handle.ts';
import { TerraformOutput } from '../cdktf.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { ConstructedLocalNetworkGateway } from './local-network-gateway.ts';
import { useRandom, type AzureScope } from './scope.ts';
import type { ConstructedVpnGateway } from './vpn-gateway.ts';

export type ConstructedConnection = Constructed<Connection, VirtualNetworkGatewayConnection>;

export interface ConnectionParameters {
  readonly name: string;
  readonly gateway: ConstructedVpnGateway;
  /** The peer, as the gateway knows it. */
  readonly peer: ConstructedLocalNetworkGateway;
  /** The same on both ends: {@link sharedKey}. */
  readonly key: string;
  /** @default true */
  readonly bgp?: boolean;
  /** Tunnels leave from the gateway's private addresses, to a private address of the peer. @default false */
  readonly privateAddresses?: boolean;
  /** Which of its custom BGP addresses each instance uses, on a gateway that has them. */
  readonly bgpAddresses?: { readonly primary: string; readonly secondary?: string };
}

/** An IPsec connection. Two Azure gateways need one in each direction. */
export function connection(
  azure: AzureScope,
  parameters: ConnectionParameters,
): ConstructedConnection {
  const { name, gateway, peer, key, bgp = true, bgpAddresses, privateAddresses } = parameters;
  const made = new VirtualNetworkGatewayConnection(azure.scope, name, {
    ...azure.place,
    name,
    type: 'IPsec',
    virtualNetworkGatewayId: gateway.id,
    localNetworkGatewayId: peer.id,
    enableBgp: bgp,
    ...(privateAddresses && { localAzureIpAddressEnabled: true }),
    ...(bgpAddresses && { customBgpAddresses: bgpAddresses }),
    sharedKey: key,
    tags: azure.tags,
  });
  return { kind: 'connection', name, id: made.id, [resource]: made };
}

/**
 * A pre-shared key made for this deployment. Letters and digits only, the first a
 * letter, 32 in all: Azure takes printable ASCII without space, hyphen and tilde
 * (https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq), AWS 8 to 64 letters, digits,
 * dots and underscores, the first no zero
 * (https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html). It is a sensitive output too,
 * so that whoever records the deployment knows what to redact.
 */
export function sharedKey(azure: AzureScope, name: string): string {
  useRandom(azure.scope);
  const { result } = new Password(azure.scope, name, { length: 31, special: false });
  const key = `k${result}`;
  new TerraformOutput(azure.scope, `${name}-value`, {
    value: key,
    sensitive: true,
    staticId: true,
  });
  return key;
}
