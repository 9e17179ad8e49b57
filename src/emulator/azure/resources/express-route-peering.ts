import { z } from 'zod';
import { ArmError, badRequest, notEmulated } from '../arm/error.ts';
import { parentId } from '../arm/id.ts';
import { lengthOf, overlaps } from '../../net/prefix.ts';
import { isProvisioned } from './express-route-circuit.ts';
import { defineKind } from './kind.ts';
import { isProviderPeering } from './provider-peerings.ts';
import { caseless, parse, prefix, shape } from './shape.ts';

/** The AS number of Microsoft's edge routers. */
export const microsoftAsn = 12076;

export interface ExpressRoutePeeringProperties {
  readonly peeringType: 'AzurePrivatePeering';
  readonly state: 'Enabled' | 'Disabled';
  readonly peerASN: number;
  /** A /30, of which the customer has the first address and Microsoft the second. */
  readonly primaryPeerAddressPrefix: string;
  readonly secondaryPeerAddressPrefix: string;
  readonly vlanId: number;
}

const schema = shape(
  {
    peeringType: caseless(['AzurePrivatePeering', 'AzurePublicPeering', 'MicrosoftPeering']),
    state: z.enum(['Enabled', 'Disabled']).default('Enabled'),
    peerASN: z.number().int(),
    primaryPeerAddressPrefix: prefix,
    secondaryPeerAddressPrefix: prefix,
    vlanId: z.number().int(),
  },
  [
    'azureASN',
    'primaryAzurePort',
    'secondaryAzurePort',
    'stats',
    'gatewayManagerEtag',
    'lastModifiedBy',
    'connections',
    'peeredConnections',
  ],
);

export const expressRoutePeeringKind = defineKind<'expressRouteCircuitPeerings'>({
  type: 'Microsoft.Network/expressRouteCircuits/peerings',
  parent: 'expressRouteCircuits',

  prepare(body, { id, name, resources }) {
    const input = parse(schema, body['properties'], `circuit peering ${name}`);
    const { peeringType } = input;
    if (peeringType !== 'AzurePrivatePeering') throw notEmulated(`peerings of type ${peeringType}`);
    if (name.toLowerCase() !== peeringType.toLowerCase()) {
      throw badRequest(
        'InvalidPeeringName',
        `The name of peering ${id} must be its peering type, ${peeringType}.`,
      );
    }
    if (isProviderPeering(id, resources)) refuseProviders(id);
    refuseAsn(input.peerASN, id);
    refuseRanges(input.primaryPeerAddressPrefix, input.secondaryPeerAddressPrefix, id);
    if (input.vlanId < 1 || input.vlanId > 4094) {
      throw badRequest(
        'InvalidVlanId',
        `VLAN id ${input.vlanId} of peering ${id} must be between 1 and 4094.`,
      );
    }
    return { ...input, peeringType };
  },

  refuseDelete({ id }, resources) {
    if (isProviderPeering(id, resources)) refuseProviders(id);
  },

  view(peering, { resources }) {
    const circuit = resources.find('expressRouteCircuits', parentId(peering.id));
    const provisioned = circuit !== undefined && isProvisioned(circuit, resources);
    return {
      ...peering.properties,
      azureASN: microsoftAsn,
      primaryAzurePort: provisioned ? `${circuit.name}-primary` : '',
      secondaryAzurePort: provisioned ? `${circuit.name}-secondary` : '',
      gatewayManagerEtag: '',
      lastModifiedBy: isProviderPeering(peering.id, resources) ? 'Provider' : 'Customer',
      connections: [],
    };
  },
});

/** A provider of layer 3 keeps the peering. */
function refuseProviders(id: string): never {
  throw new ArmError(
    409,
    'PeeringManagedByServiceProvider',
    `Peering ${id} is configured by the service provider of its circuit and can only be changed there.`,
  );
}

/** @see https://learn.microsoft.com/azure/expressroute/expressroute-routing#autonomous-system-numbers-asn */
function refuseAsn(asn: number, id: string): void {
  const reserved = asn === microsoftAsn || (asn >= 65515 && asn <= 65520);
  if (!reserved && asn >= 1 && asn <= 4_294_967_295) return;
  throw badRequest(
    'InvalidPeerASN',
    `Peer ASN ${asn} of peering ${id} is not valid: ${microsoftAsn} and 65515 to 65520 are reserved by Microsoft.`,
  );
}

/** @see https://learn.microsoft.com/azure/expressroute/expressroute-routing#ip-addresses-used-for-azure-private-peering */
function refuseRanges(primary: string, secondary: string, id: string): void {
  for (const [which, range] of [
    ['primaryPeerAddressPrefix', primary],
    ['secondaryPeerAddressPrefix', secondary],
  ] as const) {
    if (lengthOf(range) === 30) continue;
    throw badRequest(
      'InvalidPeerAddressPrefix',
      `${which} ${range} of peering ${id} must be a /30 subnet.`,
    );
  }
  if (!overlaps(primary, secondary)) return;
  throw badRequest(
    'PeerAddressPrefixesOverlap',
    `primaryPeerAddressPrefix ${primary} and secondaryPeerAddressPrefix ${secondary} of peering ${id} must not overlap.`,
  );
}
