import { badRequest, invalidReference } from '../arm/error.ts';
import { nameOf, sameId } from '../arm/id.ts';
import type { Resource, Resources } from './store.ts';
import { gatewaySubnetName } from './subnet.ts';
import type { GatewayIPConfiguration } from './virtual-network-gateway.ts';

/** What Azure refuses of a VPN gateway. Each throws {@link ArmError}. */

const skus = /^VpnGw[1-5](AZ)?$/;

export function refuseSubnet(subnetId: string, id: string, resources: Resources): void {
  if (!resources.find('subnets', subnetId)) throw invalidReference(subnetId, id);
  if (nameOf(subnetId).toLowerCase() === gatewaySubnetName.toLowerCase()) return;
  throw badRequest(
    'InvalidGatewaySubnet',
    `Subnet ${subnetId} cannot hold gateway ${id}: gateways can only be created in a subnet named '${gatewaySubnetName}'.`,
  );
}

export function refuseSku(
  name: string,
  { enableBgp, activeActive }: { readonly enableBgp: boolean; readonly activeActive: boolean },
): void {
  if (name === 'Basic' && enableBgp) {
    throw badRequest(
      'BasicSkuGatewayDoesNotSupportBgp',
      'Gateways of SKU Basic do not support BGP. Choose VpnGw1 or higher.',
    );
  }
  if (name === 'Basic' && activeActive) {
    throw badRequest(
      'ActiveActiveFeatureNotSupportedForSku',
      'Gateways of SKU Basic do not support the active-active mode. Choose VpnGw1 or higher.',
    );
  }
  if (name === 'Basic' || skus.test(name)) return;
  throw badRequest(
    'InvalidGatewaySkuSpecifiedForGatewayDeploymentType',
    `Gateway SKU ${name} is not supported for gateways of type Vpn.`,
  );
}

export function refuseCount(count: number, activeActive: boolean, id: string): void {
  if (count === (activeActive ? 2 : 1)) return;
  const specified = `Gateway has ${count} IP configurations specified for gateway ${id}.`;
  if (activeActive) {
    throw badRequest(
      'ActiveActiveGatewayMustHaveExactlyTwoIpConfigurations',
      `${specified} ActiveActive Gateway must be created with two IP configurations.`,
    );
  }
  throw badRequest(
    'ActiveStandbyGatewayMustHaveExactlyOneIpConfiguration',
    `${specified} ActiveStandby Gateway must be created with one IP configuration.`,
  );
}

/** Two instances are in one subnet, and neither a name nor a public address is for both. */
export function refuseSharedParts(parts: readonly GatewayIPConfiguration[], id: string): void {
  const [first, second] = parts;
  if (!first || !second) return;
  if (sameId(first.id, second.id)) {
    throw badRequest(
      'InvalidRequestFormat',
      `Gateway ${id} has more than one IP configuration named '${first.name}'.`,
    );
  }
  const [one, other] = [first.properties.publicIPAddress, second.properties.publicIPAddress];
  if (one && other && sameId(one.id, other.id)) {
    throw badRequest(
      'PublicIPAddressInUse',
      `Resource ${second.id} is referencing public IP address ${other.id} that is already allocated to resource ${first.id}.`,
    );
  }
  if (!sameId(first.properties.subnet.id, second.properties.subnet.id)) {
    throw badRequest(
      'GatewayIpConfigurationsMustBeInSameSubnet',
      `All IP configurations of gateway ${id} must be in the same subnet.`,
    );
  }
}

/**
 * Private tunnel addresses take a zone-redundant SKU and Standard public addresses.
 * @see https://learn.microsoft.com/azure/vpn-gateway/site-to-site-vpn-private-peering
 */
export function refusePrivateAddresses(
  sku: string,
  parts: readonly GatewayIPConfiguration[],
  id: string,
  resources: Resources,
): void {
  if (!sku.endsWith('AZ')) {
    throw badRequest(
      'PrivateIpAddressNotSupportedForGatewaySku',
      `Gateway ${id} of SKU ${sku} cannot have private IP addresses enabled: choose one of the SKUs VpnGw1AZ to VpnGw5AZ.`,
    );
  }
  for (const { properties } of parts) {
    const addressId = properties.publicIPAddress?.id ?? '';
    const found = resources.find('publicIPAddresses', addressId);
    if (found?.sku?.name === 'Standard') continue;
    throw badRequest(
      'PrivateIpAddressRequiresStandardPublicIp',
      `Gateway ${id} cannot have private IP addresses enabled: public IP address ${addressId} must be of the Standard SKU.`,
    );
  }
}

/** What a connection speaks from stays while it speaks. */
export function refuseConnectionsLeftBehind(
  gateway: Resource<'virtualNetworkGateways'>,
  resources: Resources,
): void {
  for (const connection of resources.all('connections')) {
    if (!sameId(connection.properties.virtualNetworkGateway1.id, gateway.id)) continue;
    refuseForeignCustomAddresses(connection, gateway);
    refuseLocalAddress(connection, gateway);
    if (!connection.properties.enableBgp || gateway.properties.enableBgp) continue;
    throw badRequest(
      'BgpCannotBeDisabledOnVirtualNetworkGateway',
      `BGP cannot be disabled on virtual network gateway ${gateway.id} while connection ${connection.id} uses it.`,
    );
  }
}

/** A connection may name only what its gateway has. Throws {@link ArmError}. */
export function refuseForeignCustomAddresses(
  connection: Resource<'connections'>,
  gateway: Resource<'virtualNetworkGateways'>,
): void {
  for (const entry of connection.properties.gatewayCustomBgpIpAddresses) {
    const instance = gateway.properties.instances.find(({ ipConfigurationId }) =>
      sameId(ipConfigurationId, entry.ipConfigurationId),
    );
    if (!instance) throw invalidReference(entry.ipConfigurationId, connection.id);
    if (instance.customBgpAddresses.includes(entry.customBgpIpAddress)) continue;
    throw badRequest(
      'GatewayCustomBgpIpAddressNotFoundOnGateway',
      `Custom BGP address ${entry.customBgpIpAddress} of connection ${connection.id} is not a custom BGP address of IP configuration ${instance.ipConfigurationId} of virtual network gateway ${gateway.id}.`,
    );
  }
}

/** A connection may leave from a private address only where its gateway has such. Throws {@link ArmError}. */
export function refuseLocalAddress(
  connection: Resource<'connections'>,
  gateway: Resource<'virtualNetworkGateways'>,
): void {
  if (!connection.properties.useLocalAzureIpAddress || gateway.properties.enablePrivateIpAddress) {
    return;
  }
  throw badRequest(
    'UseLocalAzureIpAddressRequiresPrivateIpOnGateway',
    `Connection ${connection.id} cannot use a local Azure IP address because private IP addresses are not enabled on virtual network gateway ${gateway.id}.`,
  );
}
