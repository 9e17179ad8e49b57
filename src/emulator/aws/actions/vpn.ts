import type { Observations } from '../../fabric/observations.ts';
import type { Parameters } from '../query/parameters.ts';
import type { XmlObject } from '../query/xml.ts';
import { customerConfiguration } from '../resources/customer-configuration.ts';
import type { Resources } from '../resources/store.ts';
import type { PhaseOptions, TunnelInput } from '../resources/tunnel-options.ts';
import type { VpnConnection, VpnTunnel } from '../resources/vpn-connection.ts';
import {
  addConnectionRoute,
  changeTunnel,
  createVpnConnection,
  deleteVpnConnection,
  isLive,
  removeConnectionRoute,
} from '../resources/vpn-connection.ts';
import { telemetryOf } from '../routing/telemetry.ts';
import { noObservations } from '../../fabric/observations.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor, time } from './action.ts';

interface ConnectionView {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly now: number;
}

function showConnection(view: ConnectionView): (connection: VpnConnection) => XmlObject {
  const { resources, observations, now } = view;
  return (connection) => ({
    vpnConnectionId: connection.id,
    state: connection.state,
    customerGatewayConfiguration: isLive(connection)
      ? customerConfiguration(connection, resources)
      : undefined,
    type: 'ipsec.1',
    customerGatewayId: connection.customerGatewayId,
    vpnGatewayId: connection.vpnGatewayId,
    category: 'VPN',
    gatewayAssociationState: 'associated',
    vgwTelemetry: isLive(connection)
      ? telemetryOf(connection, observations, now).map((it) => ({
          outsideIpAddress: it.outsideAddress,
          status: it.status,
          lastStatusChange: time(it.lastStatusChange),
          statusMessage: it.statusMessage,
          acceptedRouteCount: it.acceptedRouteCount,
        }))
      : [],
    options: {
      enableAcceleration: false,
      staticRoutesOnly: connection.staticRoutesOnly,
      localIpv4NetworkCidr: connection.localIpv4NetworkCidr,
      remoteIpv4NetworkCidr: connection.remoteIpv4NetworkCidr,
      outsideIpAddressType: 'PublicIpv4',
      tunnelInsideIpVersion: 'ipv4',
      tunnelOptionSet: connection.tunnels.map(showTunnel),
    },
    routes: connection.routes.map((destinationCidrBlock) => ({
      destinationCidrBlock,
      source: 'Static',
      state: 'available',
    })),
    tagSet: tagSet(connection.tags),
  });
}

function showTunnel(tunnel: VpnTunnel): XmlObject {
  const values = (list: readonly (string | number)[]) => list.map((value) => ({ value }));
  return {
    outsideIpAddress: tunnel.outsideAddress,
    tunnelInsideCidr: tunnel.insideCidr,
    preSharedKey: tunnel.presharedKey,
    phase1LifetimeSeconds: tunnel.phase1.lifetimeSeconds,
    phase2LifetimeSeconds: tunnel.phase2.lifetimeSeconds,
    rekeyMarginTimeSeconds: tunnel.rekeyMarginTimeSeconds,
    rekeyFuzzPercentage: tunnel.rekeyFuzzPercentage,
    replayWindowSize: tunnel.replayWindowSize,
    dpdTimeoutSeconds: tunnel.dpdTimeoutSeconds,
    dpdTimeoutAction: tunnel.dpdTimeoutAction,
    phase1EncryptionAlgorithmSet: values(tunnel.phase1.encryption),
    phase2EncryptionAlgorithmSet: values(tunnel.phase2.encryption),
    phase1IntegrityAlgorithmSet: values(tunnel.phase1.integrity),
    phase2IntegrityAlgorithmSet: values(tunnel.phase2.integrity),
    phase1DHGroupNumberSet: values(tunnel.phase1.groups),
    phase2DHGroupNumberSet: values(tunnel.phase2.groups),
    ikeVersionSet: values(tunnel.ikeVersions),
    startupAction: tunnel.startupAction,
    enableTunnelLifecycleControl: false,
  };
}

function readTunnel(parameters: Parameters): TunnelInput {
  const values = (name: string) => {
    const list = parameters.structures(name).map((it) => it.required('Value'));
    return list.length === 0 ? undefined : list;
  };
  const phase = (name: string): Partial<PhaseOptions> =>
    present({
      lifetimeSeconds: parameters.number(`${name}LifetimeSeconds`),
      encryption: values(`${name}EncryptionAlgorithm`),
      integrity: values(`${name}IntegrityAlgorithm`),
      groups: values(`${name}DHGroupNumber`)?.map(Number),
    });
  return {
    ...present({
      insideCidr: parameters.text('TunnelInsideCidr'),
      presharedKey: parameters.text('PreSharedKey'),
      // What is not one of them is refused where the values are checked.
      startupAction: parameters.text('StartupAction') as TunnelInput['startupAction'],
      dpdTimeoutAction: parameters.text('DPDTimeoutAction') as TunnelInput['dpdTimeoutAction'],
      dpdTimeoutSeconds: parameters.number('DPDTimeoutSeconds'),
      rekeyMarginTimeSeconds: parameters.number('RekeyMarginTimeSeconds'),
      rekeyFuzzPercentage: parameters.number('RekeyFuzzPercentage'),
      replayWindowSize: parameters.number('ReplayWindowSize'),
      ikeVersions: values('IKEVersion'),
    }),
    phase1: phase('Phase1'),
    phase2: phase('Phase2'),
  };
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}

const unseen = ({ resources, now }: ActionRequest): ConnectionView => ({
  resources,
  now,
  observations: noObservations,
});

export const vpnActions: Actions = {
  CreateVpnConnection(request) {
    const { parameters } = request;
    const options = parameters.structure('Options');
    const connection = request.change((draft) =>
      createVpnConnection(draft, {
        customerGatewayId: parameters.required('CustomerGatewayId'),
        vpnGatewayId: parameters.required('VpnGatewayId'),
        staticRoutesOnly: options.flag('StaticRoutesOnly'),
        localIpv4NetworkCidr: options.text('LocalIpv4NetworkCidr'),
        remoteIpv4NetworkCidr: options.text('RemoteIpv4NetworkCidr'),
        tunnels: options.structures('TunnelOptions').map(readTunnel),
        tags: tagsFor(parameters, 'vpn-connection'),
      }),
    );
    return { vpnConnection: showConnection(unseen(request))(connection) };
  },
  DeleteVpnConnection({ parameters, change }) {
    change((draft) => deleteVpnConnection(draft, parameters.required('VpnConnectionId')));
    return done;
  },
  DescribeVpnConnections: describe<VpnConnection>({
    set: 'vpnConnectionSet',
    ids: { parameter: 'VpnConnectionId', prefix: 'vpn' },
    all: ({ resources }) => resources.all('vpnConnections'),
    filters: ({ resources }) => ({
      'bgp-asn': ({ customerGatewayId }) => [
        String(resources.find('customerGateways', customerGatewayId)?.bgpAsn),
      ],
      'customer-gateway-configuration': (it) => [customerConfiguration(it, resources)],
      'customer-gateway-id': ({ customerGatewayId }) => [customerGatewayId],
      'option.static-routes-only': ({ staticRoutesOnly }) => [String(staticRoutesOnly)],
      'route.destination-cidr-block': ({ routes }) => routes,
      state: ({ state }) => [state],
      type: () => ['ipsec.1'],
      'vpn-connection-id': ({ id }) => [id],
      'vpn-gateway-id': ({ vpnGatewayId }) => [vpnGatewayId],
    }),
    show: async (request) =>
      showConnection({
        resources: request.resources,
        now: request.now,
        observations: await request.observe(),
      }),
  }),
  CreateVpnConnectionRoute({ parameters, change }) {
    change((draft) =>
      addConnectionRoute(
        draft,
        parameters.required('VpnConnectionId'),
        parameters.required('DestinationCidrBlock'),
      ),
    );
    return done;
  },
  DeleteVpnConnectionRoute({ parameters, change }) {
    change((draft) =>
      removeConnectionRoute(
        draft,
        parameters.required('VpnConnectionId'),
        parameters.required('DestinationCidrBlock'),
      ),
    );
    return done;
  },
  ModifyVpnTunnelOptions(request) {
    const { parameters } = request;
    const connection = request.change((draft) =>
      changeTunnel(
        draft,
        parameters.required('VpnConnectionId'),
        parameters.required('VpnTunnelOutsideIpAddress'),
        readTunnel(parameters.structure('TunnelOptions')),
      ),
    );
    return { vpnConnection: showConnection(unseen(request))(connection) };
  },
};
