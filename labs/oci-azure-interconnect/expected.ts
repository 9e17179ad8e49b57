import { matching } from '../../src/lab/match.ts';
import type {
  BgpPeerRow,
  CircuitPeeringRow,
  CircuitRow,
  ConnectionRow,
  DrgRouteRow,
  EffectiveRouteRow,
  Expected,
  OciTunnelRow,
  VirtualCircuitRow,
} from '../../steps/index.ts';

const vnet = '10.50.0.0/16';
const vcn = '10.40.0.0/16';

export const circuit: readonly Expected<CircuitRow>[] = [
  {
    circuitProvisioningState: 'Enabled',
    serviceProviderProvisioningState: 'Provisioned',
    provider: 'Oracle Cloud FastConnect',
  },
];

/** Made by Oracle. */
export const peering: readonly Expected<CircuitPeeringRow>[] = [
  {
    name: 'AzurePrivatePeering',
    state: 'Enabled',
    azureAsn: 12076,
    peerAsn: 31898,
    primaryPeerAddressPrefix: '192.168.100.0/30',
    secondaryPeerAddressPrefix: '192.168.100.4/30',
  },
];

export const virtualCircuitUp: readonly Expected<VirtualCircuitRow>[] = [
  { lifecycleState: 'PROVISIONED', bgpAdminState: 'ENABLED', bgpSessionState: 'UP' },
];

/** It stays provisioned: only its BGP is off. */
export const virtualCircuitDown: readonly Expected<VirtualCircuitRow>[] = [
  { lifecycleState: 'PROVISIONED', bgpAdminState: 'DISABLED', bgpSessionState: 'DOWN' },
];

export const connectionsUp: readonly Expected<ConnectionRow>[] = [
  { name: 'azure-to-oci', connectionStatus: 'Connected' },
];

/** The second tunnel has nobody at its other end. */
export const tunnels = (routing: 'STATIC' | 'BGP'): readonly Expected<OciTunnelRow>[] => [
  { status: 'UP', routing, bgpState: routing === 'BGP' ? 'UP' : null },
  { status: 'DOWN', routing: 'STATIC' },
];

type Path = 'VIRTUAL_CIRCUIT' | 'IPSEC_TUNNEL';

const toAzure = (attachmentType: Path, status: string): Expected<DrgRouteRow> => ({
  destination: vnet,
  attachmentType,
  status,
});

const toVcn: Expected<DrgRouteRow> = {
  destination: matching(/10\.40\.\d+\.0\/\d+/, '(of the VCN)'),
  attachmentType: 'VCN',
  status: 'Active',
};

export const drgPrefersCircuit = [
  toAzure('VIRTUAL_CIRCUIT', 'Active'),
  toAzure('IPSEC_TUNNEL', 'Conflict'),
  toVcn,
];

export const drgPrefersTunnel = [
  toAzure('IPSEC_TUNNEL', 'Active'),
  toAzure('VIRTUAL_CIRCUIT', 'Conflict'),
  toVcn,
];

export const drgWithTunnelOnly = [toAzure('IPSEC_TUNNEL', 'Active'), toVcn];

const active = (
  source: string,
  addressPrefix: string,
  nextHopType: string,
): Expected<EffectiveRouteRow> => ({ source, state: 'Active', addressPrefix, nextHopType });

const byDefault = [
  active('Default', vnet, 'VnetLocal'),
  active('Default', '0.0.0.0/0', 'Internet'),
];

const byGateway = active('VirtualNetworkGateway', vcn, 'VirtualNetworkGateway');

/** Two next hops, neither in the network nor a public address of a gateway here. */
export const routesByExpressRoute: readonly Expected<EffectiveRouteRow>[] = [
  ...byDefault,
  {
    ...byGateway,
    nextHopIpAddress: matching(
      /[\d.]+ [\d.]+/,
      '(two addresses: the instances of the ExpressRoute gateway)',
    ),
  },
];

export const routesByVpn: readonly Expected<EffectiveRouteRow>[] = [
  ...byDefault,
  { ...byGateway, nextHopIpAddress: matching(/[\d.]+/, '(one address: the VPN gateway)') },
];

/** With BGP in the tunnel its far end is a destination of its own, by the VPN gateway. */
export const routesByExpressRouteAndPeer = [
  ...routesByExpressRoute,
  active('VirtualNetworkGateway', '169.254.21.1/32', 'VirtualNetworkGateway'),
];

/** Oracle's end of the tunnel, and the two instances of the ExpressRoute gateway next door. */
export const bgpPeers: readonly Expected<BgpPeerRow>[] = [
  { neighbor: '169.254.21.1', asn: 31898, state: 'Connected', routesReceived: 1 },
  { asn: 65515, state: 'Connected', routesReceived: 1 },
  { asn: 65515, state: 'Connected', routesReceived: 1 },
];

export const pings = 40;
/** What IP has to carry for one ping of ordinary size. */
const bytesPerPing = 84;

/** Through the tunnel the answers have come in, and the requests have not gone out. */
export function onlyAnswersSince(
  before: readonly ConnectionRow[],
): readonly Expected<ConnectionRow>[] {
  const all = pings * bytesPerPing;
  return before.map(({ name, ingressBytes, egressBytes }) => ({
    name,
    ingressBytes: {
      label: `(at least ${all} more than ${ingressBytes})`,
      test: (seen) => Number(seen) - ingressBytes >= all,
    },
    egressBytes: {
      label: `(less than ${all} more than ${egressBytes})`,
      test: (seen) => Number(seen) - egressBytes < all,
    },
  }));
}
