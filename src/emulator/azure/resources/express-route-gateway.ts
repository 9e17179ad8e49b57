import { badRequest } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { lengthOf, sizeOf } from '../../net/prefix.ts';
import { defaultAsn } from './asn.ts';
import { freeAddresses } from './gateway-addresses.ts';
import { refuseSubnet } from './gateway-checks.ts';
import { refusePublicAddress } from './network-interface.ts';
import type { Resource, Resources } from './store.ts';
import type {
  GatewayInput,
  GatewayInstance,
  VirtualNetworkGatewayProperties,
} from './virtual-network-gateway.ts';

interface Context {
  readonly id: string;
  readonly existing: Resource<'virtualNetworkGateways'> | undefined;
  readonly resources: Resources;
}

const skus = /^(Standard|HighPerformance|UltraPerformance|ErGw[123]AZ|ErGwScale)$/;

/** Where the two instances are in their subnet, when that is free. */
const instancesAt = 12;

/**
 * A gateway for circuits: two instances that are both active whatever its body says, with AS number 65515. Throws
 * {@link ArmError}.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways
 */
export function expressRouteGateway(
  input: GatewayInput,
  context: Context,
): VirtualNetworkGatewayProperties {
  const { id, resources } = context;
  refuseSku(input.sku.name, context);
  refuseSettings(input, id);
  const [part, ...others] = input.ipConfigurations;
  if (!part || others.length > 0) {
    throw badRequest(
      'ExpressRouteGatewayMustHaveExactlyOneIpConfiguration',
      `Gateway ${id} of type ExpressRoute must have one IP configuration; ${input.ipConfigurations.length} are specified.`,
    );
  }
  const { subnet, publicIPAddress } = part.properties;
  const configurationId = `${id}/ipConfigurations/${part.name}`;
  refuseSubnet(subnet.id, id, resources);
  if (publicIPAddress) refusePublicAddress(publicIPAddress.id, configurationId, resources);
  return {
    gatewayType: 'ExpressRoute',
    vpnType: 'RouteBased',
    vpnGatewayGeneration: 'None',
    enableBgp: false,
    active: false,
    enablePrivateIpAddress: false,
    sku: { name: input.sku.name, tier: input.sku.name },
    asn: defaultAsn,
    peerWeight: 0,
    ipConfigurations: [
      { id: configurationId, name: part.name, properties: { subnet, publicIPAddress } },
    ],
    ...addresses(subnet.id, configurationId, context),
  };
}

/**
 * Two gateways share a subnet only when it is /27 or larger, and the VPN gateway is not of SKU Basic. Throws
 * {@link ArmError}.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-coexist-resource-manager#limits-and-limitations
 */
export function refuseCoexistence(
  gateway: Resource<'virtualNetworkGateways'>,
  resources: Resources,
): void {
  const subnetId = gateway.properties.ipConfigurations[0]?.properties.subnet.id ?? '';
  const both = gatewaysIn(subnetId, resources);
  if (both.length < 2) return;
  const basic = both.find(({ properties }) => properties.sku.name === 'Basic');
  if (basic) {
    throw badRequest(
      'BasicSkuGatewayCannotCoexistWithExpressRouteGateway',
      `VPN gateway ${basic.id} of SKU Basic cannot coexist with an ExpressRoute gateway. Choose VpnGw1 or higher.`,
    );
  }
  const [range = ''] = resources.find('subnets', subnetId)?.properties.addressPrefixes ?? [];
  refuseSmallForBoth(subnetId, range);
}

function gatewaysIn(subnetId: string, resources: Resources) {
  return resources
    .all('virtualNetworkGateways')
    .filter(({ properties }) =>
      properties.ipConfigurations.some((part) => sameId(part.properties.subnet.id, subnetId)),
    );
}

function refuseSmallForBoth(subnetId: string, range: string): void {
  if (lengthOf(range) <= 27) return;
  throw badRequest(
    'GatewaySubnetTooSmallForCoexistence',
    `Subnet ${subnetId} with address prefix ${range} is too small for gateways of type Vpn and ExpressRoute: it must be /27 or larger.`,
  );
}

/** Two addresses for Microsoft's edges, the first free ones, and two for the instances. They stay with the subnet. */
function addresses(
  subnetId: string,
  configurationId: string,
  { id, existing, resources }: Context,
): Pick<VirtualNetworkGatewayProperties, 'instances' | 'edgeAddresses'> {
  const [range = ''] = resources.find('subnets', subnetId)?.properties.addressPrefixes ?? [];
  const before = existing?.properties;
  const stays = sameId(before?.ipConfigurations[0]?.properties.subnet.id ?? '', subnetId);
  if (before && stays) {
    return {
      instances: instancesOf(
        configurationId,
        before.instances.map(({ bgpAddress }) => bgpAddress),
      ),
      edgeAddresses: before.edgeAddresses ?? [],
    };
  }
  if (gatewaysIn(subnetId, resources).length > 0) refuseSmallForBoth(subnetId, range);
  if (lengthOf(range) > 28) {
    throw badRequest(
      'GatewaySubnetTooSmall',
      `Subnet ${subnetId} with address prefix ${range} is too small for an ExpressRoute gateway: it must be /28 or larger, and /27 or larger is recommended.`,
    );
  }
  const free = (count: number, from?: number) =>
    freeAddresses({
      count,
      range,
      subnetId,
      gatewayId: id,
      resources,
      ...(from !== undefined && { from }),
    });
  const edgeAddresses = free(2);
  const candidates = free(Math.min(4, sizeOf(range) - 1 - instancesAt), instancesAt);
  const own = candidates.filter((address) => !edgeAddresses.includes(address)).slice(0, 2);
  return { instances: instancesOf(configurationId, own), edgeAddresses };
}

function instancesOf(
  configurationId: string,
  speakers: readonly string[],
): readonly GatewayInstance[] {
  return speakers.map((bgpAddress, index) => ({
    id: index === 0 ? configurationId : `${configurationId}/instances/${index}`,
    ipConfigurationId: configurationId,
    bgpAddress,
    underlayAddress: bgpAddress,
    customBgpAddresses: [],
  }));
}

function refuseSku(name: string, { existing }: Context): void {
  if (!skus.test(name)) {
    throw badRequest(
      'InvalidGatewaySkuSpecifiedForGatewayDeploymentType',
      `Gateway SKU ${name} is not supported for gateways of type ExpressRoute.`,
    );
  }
  const before = existing?.properties.sku.name;
  // Zone-redundant SKUs have hardware of their own.
  if (before === undefined || before.startsWith('ErGw') === name.startsWith('ErGw')) return;
  throw badRequest(
    'GatewaySkuMigrationNotSupported',
    `The SKU of gateway ${existing?.id} cannot be changed from ${before} to ${name}.`,
  );
}

function refuseSettings(input: GatewayInput, id: string): void {
  const asn = input.bgpSettings?.asn ?? defaultAsn;
  if (asn !== defaultAsn) {
    throw badRequest(
      'ExpressRouteGatewayAsnCannotBeChanged',
      `The BGP ASN of gateway ${id} of type ExpressRoute must be ${defaultAsn}; ${asn} is specified.`,
    );
  }
  if (!input.activeActive && !input.enablePrivateIpAddress) return;
  throw badRequest(
    'ExpressRouteGatewayDoesNotSupportVpnSettings',
    `Gateway ${id} of type ExpressRoute supports neither activeActive nor enablePrivateIpAddress.`,
  );
}
