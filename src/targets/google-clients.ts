import type * as sdk from '@google-cloud/compute';
import type { GoogleClients } from '../lab/target.ts';

type Compute = typeof sdk;

export interface GoogleClientsParameters {
  readonly project: string;
  readonly region: string;
  /** What every client is made with. */
  readonly options: NonNullable<ConstructorParameters<Compute['NetworksClient']>[0]>;
}

/** The SDK's clients of one project: the same for the real cloud and the local one. */
export function createGoogleClients(
  compute: Compute,
  { project, region, options }: GoogleClientsParameters,
): GoogleClients {
  return {
    project,
    region,
    networks: new compute.NetworksClient(options),
    firewalls: new compute.FirewallsClient(options),
    instances: new compute.InstancesClient(options),
    routers: new compute.RoutersClient(options),
    vpnTunnels: new compute.VpnTunnelsClient(options),
    globalOperations: new compute.GlobalOperationsClient(options),
    regionOperations: new compute.RegionOperationsClient(options),
    others: () => ({
      subnetworks: new compute.SubnetworksClient(options),
      routes: new compute.RoutesClient(options),
      vpnGateways: new compute.VpnGatewaysClient(options),
      externalVpnGateways: new compute.ExternalVpnGatewaysClient(options),
      zoneOperations: new compute.ZoneOperationsClient(options),
      projects: new compute.ProjectsClient(options),
      regions: new compute.RegionsClient(options),
    }),
  };
}
