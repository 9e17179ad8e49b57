import { z } from 'zod';
import { badRequest, notEmulated } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { connectedPeerings } from '../routing/networks.ts';
import { defaultAsn, refuseReservedAsn } from './asn.ts';
import { expressRouteGateway, refuseCoexistence } from './express-route-gateway.ts';
import { assignInstances, tunnelAddressesOf } from './gateway-addresses.ts';
import {
  refuseConnectionsLeftBehind,
  refuseCount,
  refusePrivateAddresses,
  refuseSharedParts,
  refuseSku,
  refuseSubnet,
} from './gateway-checks.ts';
import { defineKind } from './kind.ts';
import { refusePublicAddress } from './network-interface.ts';
import { address, parse, reference, shape } from './shape.ts';

export interface VirtualNetworkGatewayProperties {
  readonly gatewayType: 'Vpn' | 'ExpressRoute';
  readonly vpnType: 'RouteBased';
  readonly vpnGatewayGeneration: string;
  readonly enableBgp: boolean;
  readonly active: boolean;
  /** Whether tunnels may end at private addresses of its instances. */
  readonly enablePrivateIpAddress: boolean;
  readonly sku: { readonly name: string; readonly tier: string };
  readonly asn: number;
  readonly peerWeight: number;
  readonly ipConfigurations: readonly GatewayIPConfiguration[];
  /** What each of its virtual machines has; one for an active-passive gateway, two for an active-active one. */
  readonly instances: readonly GatewayInstance[];
  /** An ExpressRoute gateway's: what the Microsoft edges of its first circuit have in its subnet, primary first. */
  readonly edgeAddresses?: readonly string[];
}

export interface GatewayIPConfiguration {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly subnet: { readonly id: string };
    /** An ExpressRoute gateway may do without. */
    readonly publicIPAddress?: { readonly id: string } | undefined;
  };
}

export interface GatewayInstance {
  /** Unique: its ipConfiguration's id, with a suffix where two instances share one. */
  readonly id: string;
  readonly ipConfigurationId: string;
  readonly bgpAddress: string;
  /** Where its IKE packets come from, behind its public address. Azure shows it when tunnels may end there. */
  readonly underlayAddress: string;
  /** Addresses out of 169.254.21.0–169.254.22.255 for peers that want such. */
  readonly customBgpAddresses: readonly string[];
  /** Being reset: no tunnel and no BGP of it until it is back. */
  readonly away?: boolean;
}

const bgpSettings = shape({
  asn: z.number().int().optional(),
  bgpPeeringAddress: z.string().optional(),
  peerWeight: z.number().int().min(0).max(100).optional(),
  bgpPeeringAddresses: z
    .array(
      shape(
        {
          ipconfigurationId: z.string().optional(),
          customBgpIpAddresses: z.array(address).optional(),
        },
        ['defaultBgpIpAddresses', 'tunnelIpAddresses'],
      ),
    )
    .optional(),
});

/** A gateway's body. */
export type GatewayInput = z.infer<typeof schema>;

const schema = shape(
  {
    gatewayType: z.enum(['Vpn', 'ExpressRoute', 'LocalGateway']).default('Vpn'),
    vpnType: z.enum(['RouteBased', 'PolicyBased']).default('RouteBased'),
    vpnGatewayGeneration: z.string().optional(),
    enableBgp: z.boolean().default(false),
    activeActive: z.boolean().default(false),
    enablePrivateIpAddress: z.boolean().default(false),
    sku: z.looseObject({ name: z.string() }).default({ name: 'VpnGw1' }),
    bgpSettings: bgpSettings.optional(),
    ipConfigurations: z.array(
      z.looseObject({
        name: z.string().default('default'),
        properties: shape(
          {
            subnet: reference,
            publicIPAddress: reference.optional(),
            privateIPAllocationMethod: z.string().optional(),
          },
          ['privateIPAddress'],
        ),
      }),
    ),
    disableIPSecReplayProtection: z.boolean().optional(),
    enableDnsForwarding: z.literal(false).optional(),
    adminState: z.string().optional(),
    resiliencyModel: z.string().optional(),
  },
  ['inboundDnsForwardingEndpoint', 'allowRemoteVnetTraffic', 'allowVirtualWanTraffic'],
);

export const virtualNetworkGatewayKind = defineKind<'virtualNetworkGateways'>({
  type: 'Microsoft.Network/virtualNetworkGateways',

  prepare(body, { id, name, resources, existing }) {
    const input = parse(schema, body['properties'], `virtual network gateway ${name}`);
    if (input.gatewayType === 'LocalGateway')
      throw notEmulated(`gateways of type ${input.gatewayType}`);
    if (existing && existing.properties.gatewayType !== input.gatewayType) {
      throw badRequest(
        'VirtualNetworkGatewayTypeCannotBeChanged',
        `The type of virtual network gateway ${id} cannot be changed from ${existing.properties.gatewayType} to ${input.gatewayType}.`,
      );
    }
    if (input.gatewayType === 'ExpressRoute')
      return expressRouteGateway(input, { id, existing, resources });
    if (input.vpnType !== 'RouteBased') throw notEmulated(`${input.vpnType} gateways`);
    refuseSku(input.sku.name, input);
    refuseCount(input.ipConfigurations.length, input.activeActive, id);
    const asn = input.bgpSettings?.asn ?? defaultAsn;
    refuseReservedAsn(asn, id);

    const ipConfigurations = input.ipConfigurations.map((part) => {
      const { subnet, publicIPAddress } = part.properties;
      const configurationId = `${id}/ipConfigurations/${part.name}`;
      refuseSubnet(subnet.id, id, resources);
      if (!publicIPAddress) {
        throw badRequest(
          'VirtualNetworkGatewayIpConfigurationMissingPublicIp',
          `IP configuration ${configurationId} must have a public IP address.`,
        );
      }
      refusePublicAddress(publicIPAddress.id, configurationId, resources);
      return { id: configurationId, name: part.name, properties: { subnet, publicIPAddress } };
    });
    refuseSharedParts(ipConfigurations, id);
    if (input.enablePrivateIpAddress)
      refusePrivateAddresses(input.sku.name, ipConfigurations, id, resources);
    return {
      gatewayType: input.gatewayType,
      vpnType: input.vpnType,
      vpnGatewayGeneration: input.vpnGatewayGeneration ?? 'Generation1',
      enableBgp: input.enableBgp,
      active: input.activeActive,
      enablePrivateIpAddress: input.enablePrivateIpAddress,
      sku: { name: input.sku.name, tier: input.sku.name },
      asn,
      peerWeight: input.bgpSettings?.peerWeight ?? 0,
      ipConfigurations,
      instances: assignInstances({
        gatewayId: id,
        activeActive: input.activeActive,
        privateAddresses: input.enablePrivateIpAddress,
        ipConfigurations,
        peeringAddresses: input.bgpSettings?.bgpPeeringAddresses ?? [],
        existing: existing?.properties,
        resources,
      }),
    };
  },

  stored(gateway, draft) {
    const [part] = gateway.properties.ipConfigurations;
    if (!part) return;
    refuseConnectionsLeftBehind(gateway, draft);
    const networkId = parentId(part.properties.subnet.id);
    const other = draft
      .all('virtualNetworkGateways')
      .find(
        (candidate) =>
          !sameId(candidate.id, gateway.id) &&
          candidate.properties.gatewayType === gateway.properties.gatewayType &&
          candidate.properties.ipConfigurations.some((configuration) =>
            sameId(configuration.properties.subnet.id, part.properties.subnet.id),
          ),
      );
    if (other) {
      throw badRequest(
        `OnlyOne${gateway.properties.gatewayType}GatewayAllowedPerVirtualNetwork`,
        `Virtual network ${networkId} can have only one gateway of type ${gateway.properties.gatewayType}: ${other.id} is in it already.`,
      );
    }
    refuseCoexistence(gateway, draft);
    const borrowing = draft
      .inside('virtualNetworkPeerings', networkId)
      .find((peering) => peering.properties.useRemoteGateways);
    if (borrowing) {
      throw badRequest(
        'VnetHasPeeringsUsingRemoteGateways',
        `Virtual network ${networkId} cannot have a gateway while its peering ${borrowing.id} has UseRemoteGateways flag set to true.`,
      );
    }
  },

  refuseDelete(gateway, resources) {
    const user = resources
      .all('connections')
      .find(({ properties }) =>
        [properties.virtualNetworkGateway1, properties.virtualNetworkGateway2].some(
          (end) => end !== undefined && sameId(end.id, gateway.id),
        ),
      );
    if (user) {
      throw badRequest(
        'VirtualNetworkGatewayCannotBeDeleted',
        `Virtual network gateway ${gateway.id} cannot be deleted because it is in use by connection ${user.id}.`,
      );
    }
    const networkId = parentId(gateway.properties.ipConfigurations[0]?.properties.subnet.id ?? '');
    const spoke = connectedPeerings(networkId, resources).find(
      ({ opposite }) => opposite.properties.useRemoteGateways,
    );
    if (spoke) {
      throw badRequest(
        'VnetGatewayInUseByRemotePeering',
        `Virtual network gateway ${gateway.id} cannot be deleted because peering ${spoke.opposite.id} uses it as a remote gateway.`,
      );
    }
  },

  view(gateway, { resources }) {
    const { asn, peerWeight, instances, active, edgeAddresses: _, ...rest } = gateway.properties;
    return {
      ...rest,
      sku: { ...rest.sku, capacity: 2 },
      activeActive: active,
      disableIPSecReplayProtection: false,
      ipConfigurations: rest.ipConfigurations.map((part) => ({
        ...part,
        type: 'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
        properties: {
          provisioningState: 'Succeeded',
          privateIPAllocationMethod: 'Dynamic',
          ...privateAddress(part.id, gateway.properties),
          ...part.properties,
        },
      })),
      bgpSettings: {
        asn,
        bgpPeeringAddress: instances.map(({ bgpAddress }) => bgpAddress).join(','),
        peerWeight,
        ...(gateway.properties.gatewayType === 'Vpn' && {
          bgpPeeringAddresses: instances.map((instance) => ({
            ipconfigurationId: instance.ipConfigurationId,
            defaultBgpIpAddresses: [instance.bgpAddress],
            customBgpIpAddresses: instance.customBgpAddresses,
            tunnelIpAddresses: tunnelAddressesOf(gateway.properties, instance, resources),
          })),
        }),
      },
    };
  },
});

function privateAddress(
  configurationId: string,
  { enablePrivateIpAddress, instances }: VirtualNetworkGatewayProperties,
) {
  const instance = instances.find(({ ipConfigurationId }) => ipConfigurationId === configurationId);
  return enablePrivateIpAddress && instance ? { privateIPAddress: instance.underlayAddress } : {};
}
