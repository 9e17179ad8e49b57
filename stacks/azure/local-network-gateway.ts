import { LocalNetworkGateway as AzurermLocalNetworkGateway } from '@cdktf/provider-azurerm/lib/local-network-gateway/index.js';
import { Resource as NullResource } from '@cdktf/provider-null/lib/resource/index.js';
import type { LocalNetworkGateway } from '../../src/lab/handle.ts';
import { Token } from '../cdktf.ts';
import { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
import { useNull, type AzureScope } from './scope.ts';
import { publicAddress, type ConstructedVpnGateway } from './vpn-gateway.ts';

export type ConstructedLocalNetworkGateway = Constructed<
  LocalNetworkGateway,
  AzurermLocalNetworkGateway
>;

export interface LocalNetworkGatewayParameters {
  readonly name: string;
  /** Name of its Terraform resource where that differs: a connection may have the same name. @default name */
  readonly resourceName?: string;
  /** Address of the peer: public, or private where the connection leaves from private addresses. */
  readonly address: string;
  /** Prefixes behind the peer that need no BGP. @default none */
  readonly addressSpace?: readonly string[];
  /** The peer's BGP speaker. @default none: static routes only */
  readonly bgp?: { readonly asn: number; readonly peeringAddress: string };
  readonly dependsOn?: readonly Dependency[];
}

/** A local network gateway: what an Azure gateway knows of its peer. */
export function localNetworkGateway(
  azure: AzureScope,
  parameters: LocalNetworkGatewayParameters,
): ConstructedLocalNetworkGateway {
  const { name, address, addressSpace = [], bgp } = parameters;
  const gateway = new AzurermLocalNetworkGateway(azure.scope, parameters.resourceName ?? name, {
    ...azure.place,
    name,
    gatewayAddress: address,
    addressSpace: [...addressSpace],
    ...(bgp && { bgpSettings: { asn: bgp.asn, bgpPeeringAddress: bgp.peeringAddress } }),
    tags: azure.tags,
    ...dependsOn(parameters.dependsOn),
  });
  return { kind: 'localNetworkGateway', name, id: gateway.id, [resource]: gateway };
}

/**
 * The public address of a gateway, by way of a `null_resource` called `wait_for_<gateway>_ip`: what
 * refers to it waits for the address, and follows it when it changes.
 */
export function waitForAddress(azure: AzureScope, gateway: ConstructedVpnGateway): string {
  useNull(azure.scope);
  const address = gateway[publicAddress];
  const wait = new NullResource(azure.scope, `wait_for_${gateway.name}_ip`, {
    triggers: { ip: address.ipAddress },
    dependsOn: [address],
  });
  return Token.asString(wait.interpolationForAttribute('triggers.ip'));
}
