import { ExpressRouteCircuit as AzurermCircuit } from '@cdktf/provider-azurerm/lib/express-route-circuit/index.js';
import { ExpressRouteCircuitAuthorization } from '@cdktf/provider-azurerm/lib/express-route-circuit-authorization/index.js';
import { ExpressRouteCircuitPeering } from '@cdktf/provider-azurerm/lib/express-route-circuit-peering/index.js';
import { VirtualNetworkGateway as AzurermVirtualNetworkGateway } from '@cdktf/provider-azurerm/lib/virtual-network-gateway/index.js';
import { VirtualNetworkGatewayConnection } from '@cdktf/provider-azurerm/lib/virtual-network-gateway-connection/index.js';
import type {
  Connection,
  ExpressRouteCircuit,
  VirtualNetworkGateway,
} from '../../src/lab/handle.ts';
import { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
import { publicIp } from './public-ip.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedSubnet } from './virtual-network.ts';

/** Its `[resource].serviceKey` is what a provider orders by: {@link serviceKeyOf}. */
export type ConstructedCircuit = Constructed<ExpressRouteCircuit, AzurermCircuit>;

export type ConstructedExpressRouteGateway = Constructed<
  VirtualNetworkGateway,
  AzurermVirtualNetworkGateway
>;

export interface ExpressRouteCircuitParameters {
  readonly name: string;
  /** As Azure lists it: `Oracle Cloud FastConnect`, `Equinix`. */
  readonly serviceProvider: string;
  /** Where the provider meets Microsoft: `Tokyo`. */
  readonly peeringLocation: string;
  /** Mbps. @default 50 */
  readonly bandwidth?: number;
  /** @default Standard */
  readonly tier?: 'Local' | 'Standard' | 'Premium';
  /** @default MeteredData, or UnlimitedData for a local circuit, which has no other */
  readonly family?: 'MeteredData' | 'UnlimitedData';
}

/**
 * A circuit. It does nothing before a provider has ordered by its service key
 * (https://learn.microsoft.com/azure/expressroute/expressroute-workflows).
 */
export function expressRouteCircuit(
  azure: AzureScope,
  parameters: ExpressRouteCircuitParameters,
): ConstructedCircuit {
  const { name, serviceProvider, peeringLocation, bandwidth = 50 } = parameters;
  const { tier = 'Standard' } = parameters;
  const { family = tier === 'Local' ? 'UnlimitedData' : 'MeteredData' } = parameters;
  const made = new AzurermCircuit(azure.scope, name, {
    ...azure.place,
    name,
    serviceProviderName: serviceProvider,
    peeringLocation,
    bandwidthInMbps: bandwidth,
    sku: { tier, family },
    tags: azure.tags,
  });
  return { kind: 'expressRouteCircuit', name, id: made.id, [resource]: made };
}

/** The key that the circuit's provider orders by, as a Terraform token. */
export function serviceKeyOf(circuit: ConstructedCircuit): string {
  return circuit[resource].serviceKey;
}

export interface PrivatePeeringParameters {
  readonly circuit: ConstructedCircuit;
  /** The customer's AS number. */
  readonly asn: number;
  /**
   * The links' /30 subnets, `172.16.0.0/30`: the customer has the first address of each, Microsoft the second
   * (https://learn.microsoft.com/azure/expressroute/expressroute-routing).
   */
  readonly primary: string;
  readonly secondary: string;
  readonly vlan: number;
  /** What makes the circuit provisioned: a provider's link. @default nothing */
  readonly dependsOn?: readonly Dependency[];
}

/** A circuit's private peering, where the customer (and not the provider) sets it up. */
export function privatePeering(
  azure: AzureScope,
  parameters: PrivatePeeringParameters,
): ExpressRouteCircuitPeering {
  const { circuit, asn, primary, secondary, vlan } = parameters;
  return new ExpressRouteCircuitPeering(azure.scope, `${circuit.name}-private-peering`, {
    resourceGroupName: azure.place.resourceGroupName,
    expressRouteCircuitName: circuit[resource].name,
    peeringType: 'AzurePrivatePeering',
    peerAsn: asn,
    primaryPeerAddressPrefix: primary,
    secondaryPeerAddressPrefix: secondary,
    vlanId: vlan,
    ...dependsOn(parameters.dependsOn),
  });
}

/** What lets a gateway of another subscription use a circuit, once. */
export function circuitAuthorization(
  azure: AzureScope,
  parameters: { readonly name: string; readonly circuit: ConstructedCircuit },
): ExpressRouteCircuitAuthorization {
  const { name, circuit } = parameters;
  return new ExpressRouteCircuitAuthorization(azure.scope, `${circuit.name}-${name}`, {
    resourceGroupName: azure.place.resourceGroupName,
    expressRouteCircuitName: circuit[resource].name,
    name,
  });
}

export interface ExpressRouteGatewayParameters {
  readonly name: string;
  /** The `GatewaySubnet` of its network: /27 or larger beside a VPN gateway. */
  readonly subnet: ConstructedSubnet;
  /** @default ErGw1AZ */
  readonly sku?: string;
  /**
   * What must be there before: a VPN gateway in the same subnet, since Azure makes one gateway of a network after the
   * other. @default nothing
   */
  readonly dependsOn?: readonly Dependency[];
}

/** A gateway for circuits. Its public IP, over which Azure manages it, is `<name>-public-ip1`. */
export function expressRouteGateway(
  azure: AzureScope,
  parameters: ExpressRouteGatewayParameters,
): ConstructedExpressRouteGateway {
  const { name, subnet, sku = 'ErGw1AZ' } = parameters;
  const address = publicIp(azure, `${name}-public-ip1`);
  const made = new AzurermVirtualNetworkGateway(azure.scope, name, {
    ...azure.place,
    name,
    type: 'ExpressRoute',
    sku,
    ipConfiguration: [
      {
        name: `${name}-ipconf1`,
        publicIpAddressId: address.id,
        privateIpAddressAllocation: 'Dynamic',
        subnetId: subnet.id,
      },
    ],
    tags: azure.tags,
    ...dependsOn(parameters.dependsOn),
  });
  return {
    kind: 'virtualNetworkGateway',
    name,
    id: made.id,
    publicAddresses: [address.ipAddress],
    [resource]: made,
  };
}

export interface ExpressRouteConnectionParameters {
  readonly name: string;
  readonly gateway: ConstructedExpressRouteGateway;
  readonly circuit: ConstructedCircuit;
  /** For a circuit of another subscription. @default none */
  readonly authorization?: ExpressRouteCircuitAuthorization;
  /** Of several circuits of a gateway, the one with the larger weight is preferred. @default 0 */
  readonly routingWeight?: number;
  /** FastPath: packets from the site bypass the gateway. Takes a gateway of SKU UltraPerformance or ErGw3AZ. @default false */
  readonly fastPath?: boolean;
  /** What makes the circuit ready: its private peering, or its provider's order. @default nothing */
  readonly dependsOn?: readonly Dependency[];
}

/** Joins a gateway to a circuit. */
export function expressRouteConnection(
  azure: AzureScope,
  parameters: ExpressRouteConnectionParameters,
): Constructed<Connection, VirtualNetworkGatewayConnection> {
  const { name, gateway, circuit, authorization, routingWeight, fastPath } = parameters;
  const made = new VirtualNetworkGatewayConnection(azure.scope, name, {
    ...azure.place,
    name,
    type: 'ExpressRoute',
    virtualNetworkGatewayId: gateway.id,
    expressRouteCircuitId: circuit.id,
    ...(authorization && { authorizationKey: authorization.authorizationKey }),
    ...(routingWeight !== undefined && { routingWeight }),
    ...(fastPath !== undefined && { expressRouteGatewayBypass: fastPath }),
    tags: azure.tags,
    ...dependsOn(parameters.dependsOn),
  });
  return { kind: 'connection', name, id: made.id, [resource]: made };
}
