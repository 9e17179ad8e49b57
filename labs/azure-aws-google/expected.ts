import { matching } from '../../src/lab/match.ts';
import type {
  BestRouteRow,
  BgpPeerRow,
  ConnectionRow,
  EffectiveRouteRow,
  Expected,
  LocalGatewayRow,
  RouterPeerRow,
  VpcRouteRow,
  VpnTelemetryRow,
  VpnTunnelRow,
} from '../../steps/index.ts';

/** The two instances of Azure's gateway, by their own BGP addresses. */
export const instances = ['192.168.1.4', '192.168.1.5'] as const;

const asns = { azure: 65001, aws: 65002, google: 65003 };
const address = matching(/\d+\.\d+\.\d+\.\d+/, '(a public address)');

/** Each local network gateway is one end of one tunnel; what is behind it comes by BGP. */
const localGateway = (
  name: string,
  asn: number,
  bgpPeeringAddress: string,
): Expected<LocalGatewayRow> => ({
  name,
  provisioningState: 'Succeeded',
  gatewayIpAddress: address,
  addressPrefixes: null,
  asn,
  bgpPeeringAddress,
});

export const localGatewaysOfAws = [
  localGateway('aws00', asns.aws, '169.254.21.1'),
  localGateway('aws01', asns.aws, '169.254.22.1'),
  localGateway('aws10', asns.aws, '169.254.21.5'),
  localGateway('aws11', asns.aws, '169.254.22.5'),
];

export const localGatewaysOfGoogle = [
  localGateway('gcp0', asns.google, '169.254.21.129'),
  localGateway('gcp1', asns.google, '169.254.22.129'),
];

/** The portal's status: one instance's tunnel is enough. */
export const connected = (...names: readonly string[]): readonly Expected<ConnectionRow>[] =>
  names.map((name) => ({ name, connectionStatus: 'Connected', mode: 'Default' }));

/** Four tunnels, each with so many routes from Azure. */
export const tunnelsOfAws = (routes: number): readonly Expected<VpnTelemetryRow>[] =>
  ['vpn-0', 'vpn-0', 'vpn-1', 'vpn-1'].map((connection) => ({
    connection,
    outsideIpAddress: address,
    status: 'UP',
    statusMessage: `${routes} BGP ROUTES`,
    acceptedRouteCount: routes,
  }));

const session = (
  local: string,
  neighbor: string,
  asn: number,
  received: number,
): Expected<BgpPeerRow> => ({
  localAddress: local,
  neighbor,
  asn,
  state: 'Connected',
  routesReceived: received,
});

/** A peer that belongs to the other instance: it is called, and nobody answers. */
const calledInVain = (local: string, neighbor: string, asn: number): Expected<BgpPeerRow> => ({
  localAddress: local,
  neighbor,
  asn,
  state: 'Connecting',
  routesReceived: 0,
  connectedDuration: null,
});

/**
 * The sessions of one instance: peers with an address of its own, peers of the other instance, itself
 * and the other instance.
 */
function sessions(
  index: 0 | 1,
  peers: readonly (readonly [host: number, asn: number])[],
  fromOtherInstance: number,
): readonly Expected<BgpPeerRow>[] {
  const own = instances[index];
  const other = instances[index === 0 ? 1 : 0];
  const network = (side: number) => `169.254.${21 + side}`;
  return [
    ...peers.map(([host, asn]) => session(own, `${network(index)}.${host}`, asn, 1)),
    ...peers.map(([host, asn]) => calledInVain(own, `${network(1 - index)}.${host}`, asn)),
    { localAddress: own, neighbor: own, asn: asns.azure, state: 'Unknown', routesReceived: 0 },
    session(own, other, asns.azure, fromOtherInstance),
  ];
}

const awsPeers = [
  [1, asns.aws],
  [5, asns.aws],
] as const;

export const peersWithAws = (index: 0 | 1) => sessions(index, awsPeers, 3);

export const peersWithAwsAndGoogle = (index: 0 | 1) =>
  sessions(index, [[129, asns.google], ...awsPeers], 5);

const propagated = (destinationCidrBlock: string): Expected<VpcRouteRow> => ({
  state: 'active',
  destinationCidrBlock,
  origin: 'EnableVgwRoutePropagation',
  gatewayId: matching(/vgw-\w+/, '(the virtual private gateway)'),
});

export const vpcRoutesWithAzure: readonly Expected<VpcRouteRow>[] = [
  {
    state: 'active',
    destinationCidrBlock: '172.16.0.0/16',
    origin: 'CreateRouteTable',
    gatewayId: 'local',
  },
  {
    state: 'active',
    destinationCidrBlock: '0.0.0.0/0',
    origin: 'CreateRoute',
    gatewayId: matching(/igw-\w+/, '(the internet gateway)'),
  },
  propagated('192.168.0.0/16'),
];

export const vpcRoutesWithGoogle = [...vpcRoutesWithAzure, propagated('10.0.1.0/24')];

/** A route by both instances of the gateway, or by those that are left. */
const byGateway = (
  addressPrefix: string,
  nextHopIpAddress = instances.join(' '),
): Expected<EffectiveRouteRow> => ({
  source: 'VirtualNetworkGateway',
  state: 'Active',
  addressPrefix,
  nextHopType: 'VirtualNetworkGateway',
  nextHopIpAddress,
});

const peerRoutes = (...addresses: readonly string[]) =>
  addresses.map((it) => byGateway(`${it}/32`));

const steady: readonly Expected<EffectiveRouteRow>[] = [
  {
    source: 'Default',
    state: 'Active',
    addressPrefix: '192.168.0.0/16',
    nextHopType: 'VnetLocal',
    nextHopIpAddress: null,
  },
  {
    source: 'Default',
    state: 'Active',
    addressPrefix: '0.0.0.0/0',
    nextHopType: 'Internet',
    nextHopIpAddress: null,
  },
];

export const azureRoutesWithAws = [
  ...steady,
  byGateway('172.16.0.0/16'),
  ...peerRoutes('169.254.21.1', '169.254.21.5', '169.254.22.1', '169.254.22.5'),
];

export const azureRoutesWithGoogle = [
  ...azureRoutesWithAws,
  byGateway('10.0.1.0/24'),
  ...peerRoutes('169.254.21.129', '169.254.22.129'),
];

export const googleTunnels: readonly Expected<VpnTunnelRow>[] = ['azvpngw0', 'azvpngw1'].map(
  (name) => ({
    name,
    region: 'us-east1',
    gateway: 'vpngw',
    peerAddress: address,
    status: 'ESTABLISHED',
    detailedStatus: 'Tunnel is up and running.',
  }),
);

export const googlePeers: readonly Expected<RouterPeerRow>[] = [21, 22].map((third, index) => ({
  name: `azvpngw${index}`,
  ipAddress: `169.254.${third}.129`,
  peerIpAddress: `169.254.${third}.130`,
  status: 'UP',
  state: 'Established',
  learnedRoutes: 2,
}));

/** Azure's own network, and that of AWS by way of Azure, over each tunnel. */
export const googleBestRoutes: readonly Expected<BestRouteRow>[] = [21, 22].flatMap((third) => {
  const nextHopIp = `169.254.${third}.130`;
  return [
    { destRange: '172.16.0.0/16', routeType: 'BGP', nextHopIp, asPath: '65001 65002' },
    { destRange: '192.168.0.0/16', routeType: 'BGP', nextHopIp, asPath: '65001' },
  ];
});

/** The tunnel 169.254.21.0/30 has a key that Azure does not have. */
export const tunnelsOfAwsWithOneDown: readonly Expected<VpnTelemetryRow>[] = [
  { connection: 'vpn-0', status: 'DOWN', statusMessage: 'IPSEC IS DOWN', acceptedRouteCount: 0 },
  ...tunnelsOfAws(2).slice(1),
];

export const peersWithOneTunnelDown = peersWithAwsAndGoogle(0).map((row) =>
  row.neighbor === '169.254.21.1' ? calledInVain(instances[0], '169.254.21.1', asns.aws) : row,
);
