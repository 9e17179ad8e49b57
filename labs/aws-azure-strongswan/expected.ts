import { matching } from '../../src/lab/match.ts';
import type {
  ConnectionRow,
  EffectiveRouteRow,
  Expected,
  IpsecStatusRow,
  LocalGatewayRow,
  VpcRouteRow,
} from '../../steps/index.ts';

const address = matching(/\d+\.\d+\.\d+\.\d+/, '(a public address)');

/** The Elastic IP and the subnet behind it; no BGP. */
export const localGateway: Expected<LocalGatewayRow> = {
  name: 'aws-gateway',
  provisioningState: 'Succeeded',
  gatewayIpAddress: address,
  addressPrefixes: '10.0.0.0/24',
};

export const vpcRoutesWithoutAzure: readonly Expected<VpcRouteRow>[] = [
  {
    state: 'active',
    destinationCidrBlock: '10.0.0.0/16',
    origin: 'CreateRouteTable',
    gatewayId: 'local',
  },
  {
    state: 'active',
    destinationCidrBlock: '0.0.0.0/0',
    origin: 'CreateRoute',
    gatewayId: matching(/igw-\w+/, '(the internet gateway)'),
  },
];

export const vpcRoutes: readonly Expected<VpcRouteRow>[] = [
  ...vpcRoutesWithoutAzure,
  {
    state: 'active',
    destinationCidrBlock: '10.3.0.0/24',
    origin: 'CreateRoute',
    gatewayId: null,
    instanceId: matching(/i-\w+/, '(the strongSwan machine)'),
  },
];

export const azureRoutes: readonly Expected<EffectiveRouteRow>[] = [
  { source: 'Default', addressPrefix: '10.3.0.0/16', nextHopType: 'VnetLocal' },
  {
    source: 'VirtualNetworkGateway',
    addressPrefix: '10.0.0.0/24',
    nextHopType: 'VirtualNetworkGateway',
  },
  { source: 'Default', addressPrefix: '0.0.0.0/0', nextHopType: 'Internet' },
];

export const associationUp: Expected<IpsecStatusRow> = {
  connection: 'azure',
  ike: 'ESTABLISHED',
  local: '10.0.0.28',
  child: 'INSTALLED',
  mode: 'TUNNEL',
  protocol: 'ESP in UDP',
  localSelector: '10.0.0.0/24',
  remoteSelector: '10.3.0.0/24',
};

export const connected: Expected<ConnectionRow> = {
  name: 'azure-to-aws',
  connectionStatus: 'Connected',
};
