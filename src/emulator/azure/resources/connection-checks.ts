import { badRequest, invalidReference, notEmulated } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import type { ConnectionProperties } from './connection.ts';
import { refuseForeignCustomAddresses, refuseLocalAddress } from './gateway-checks.ts';
import type { Resource, Resources } from './store.ts';

/** What Azure refuses of a connection. Each throws {@link ArmError}. */

/** @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq: printable ASCII except space, hyphen and tilde. */
export function refuseSharedKey(key: string, id: string): void {
  if (/^[!-,.-}]{1,128}$/.test(key)) return;
  throw badRequest(
    'InvalidSharedKey',
    `The shared key of connection ${id} is not valid: 1 to 128 printable ASCII characters except space, hyphen (-) and tilde (~).`,
  );
}

export function refuseEnds(
  input: Pick<
    ConnectionProperties,
    'connectionType' | 'virtualNetworkGateway1' | 'virtualNetworkGateway2' | 'localNetworkGateway2'
  >,
  id: string,
  resources: Resources,
): void {
  const { virtualNetworkGateway1, virtualNetworkGateway2, localNetworkGateway2 } = input;
  const ipsec = input.connectionType === 'IPsec';
  const wanted = ipsec ? localNetworkGateway2 : virtualNetworkGateway2;
  const unwanted = ipsec ? virtualNetworkGateway2 : localNetworkGateway2;
  if (!wanted || unwanted) {
    throw badRequest(
      'InvalidVirtualNetworkGatewayConnection',
      `Connection ${id} of type ${input.connectionType} must have ${ipsec ? 'a localNetworkGateway2' : 'a virtualNetworkGateway2'} and no ${ipsec ? 'virtualNetworkGateway2' : 'localNetworkGateway2'}.`,
    );
  }
  for (const end of [virtualNetworkGateway1, virtualNetworkGateway2]) {
    const gateway = end && resources.find('virtualNetworkGateways', end.id);
    if (gateway?.properties.gatewayType !== 'ExpressRoute') continue;
    throw badRequest(
      'InvalidVirtualNetworkGatewayConnection',
      `Connection ${id} of type ${input.connectionType} needs gateways of type Vpn; ${gateway.id} is of type ExpressRoute.`,
    );
  }
  for (const [kind, end] of [
    ['virtualNetworkGateways', virtualNetworkGateway1],
    ['virtualNetworkGateways', virtualNetworkGateway2],
    ['localNetworkGateways', localNetworkGateway2],
  ] as const) {
    if (end && !resources.find(kind, end.id)) throw invalidReference(end.id, id);
  }
}

export function refuseBgp(connection: Resource<'connections'>, resources: Resources): void {
  const { properties } = connection;
  if (!properties.enableBgp) return;
  const find = (end: { readonly id: string } | undefined) =>
    end && resources.find('virtualNetworkGateways', end.id);
  const near = find(properties.virtualNetworkGateway1);
  const far = find(properties.virtualNetworkGateway2);
  for (const gateway of [near, far]) {
    if (!gateway || gateway.properties.enableBgp) continue;
    throw badRequest(
      'BgpNotEnabledOnVirtualNetworkGateway',
      `Connection ${connection.id} cannot enable BGP because BGP is not enabled on virtual network gateway ${gateway.id}.`,
    );
  }
  const local =
    properties.localNetworkGateway2 &&
    resources.find('localNetworkGateways', properties.localNetworkGateway2.id);
  if (local && !local.properties.bgpSettings) {
    throw badRequest(
      'LocalNetworkGatewayBgpSettingsMissing',
      `Connection ${connection.id} cannot enable BGP because local network gateway ${local.id} has no BGP settings.`,
    );
  }
  const farAsn = far?.properties.asn ?? local?.properties.bgpSettings?.asn;
  if (near?.properties.asn !== farAsn) return;
  throw badRequest(
    'BgpAsnMustBeDifferent',
    `Connection ${connection.id} cannot enable BGP because both of its ends have the BGP ASN ${farAsn}.`,
  );
}

export function refuseCustomAddresses(
  connection: Resource<'connections'>,
  resources: Resources,
): void {
  const { gatewayCustomBgpIpAddresses, virtualNetworkGateway1, enableBgp } = connection.properties;
  if (gatewayCustomBgpIpAddresses.length === 0) return;
  if (!enableBgp) {
    throw badRequest(
      'GatewayCustomBgpIpAddressesRequireBgp',
      `Connection ${connection.id} can only name custom BGP addresses when it enables BGP.`,
    );
  }
  const gateway = resources.find('virtualNetworkGateways', virtualNetworkGateway1.id);
  if (gateway) refuseForeignCustomAddresses(connection, gateway);
}

export function refusePrivateTunnels(
  connection: Resource<'connections'>,
  resources: Resources,
): void {
  const { virtualNetworkGateway1, virtualNetworkGateway2 } = connection.properties;
  for (const end of [virtualNetworkGateway1, virtualNetworkGateway2]) {
    const gateway = end && resources.find('virtualNetworkGateways', end.id);
    if (gateway) refuseLocalAddress(connection, gateway);
  }
}

/**
 * One connection between two ends. A gateway tells the tunnels of its connections apart by their far public addresses,
 * so that two of them to one address are not emulated.
 */
export function refuseTwin(connection: Resource<'connections'>, resources: Resources): void {
  const siblings = resources
    .all('connections')
    .filter(
      (other) =>
        !sameId(other.id, connection.id) &&
        sameId(
          other.properties.virtualNetworkGateway1.id,
          connection.properties.virtualNetworkGateway1.id,
        ),
    );
  const twin = siblings.find((other) => sameId(farId(other), farId(connection)));
  if (twin) {
    throw badRequest(
      'VirtualNetworkGatewayConnectionAlreadyExists',
      `Connection ${connection.id} joins the same two ends as connection ${twin.id}.`,
    );
  }
  const address = farAddress(connection, resources);
  const rival = siblings.find((other) => farAddress(other, resources) === address);
  if (rival && address !== undefined) {
    throw notEmulated(
      `two connections of a gateway to one public address (${connection.name} and ${rival.name} to ${address})`,
    );
  }
}

function farId({ properties }: Resource<'connections'>): string {
  return (properties.localNetworkGateway2 ?? properties.virtualNetworkGateway2)?.id ?? '';
}

function farAddress(
  { properties }: Resource<'connections'>,
  resources: Resources,
): string | undefined {
  const { localNetworkGateway2: local } = properties;
  return local && resources.find('localNetworkGateways', local.id)?.properties.gatewayIpAddress;
}
