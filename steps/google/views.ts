import type { protos } from '@google-cloud/compute';
import type { GoogleClients } from '../../src/lab/target.ts';
import type { CloudView } from '../expect-rows.ts';
import { formatFlattened, formatGcloudTable, gcloudCommand } from './command.ts';
import { baseName, parseResourcePath } from './resource-path.ts';

/** A tunnel of Cloud VPN. */
export type VpnTunnelRow = {
  readonly name: string;
  readonly region: string;
  readonly gateway: string;
  readonly peerAddress: string;
  /** `ESTABLISHED`, `FIRST_HANDSHAKE`, `NO_INCOMING_PACKETS`, `AUTHORIZATION_ERROR` … */
  readonly status: string;
  readonly detailedStatus: string;
};

/** A BGP session of a Cloud Router. */
export type RouterPeerRow = {
  readonly name: string;
  readonly ipAddress: string;
  readonly peerIpAddress: string;
  /** `UP`, `DOWN`, `UNKNOWN`. */
  readonly status: string;
  /** `Established`, `Connect`, `Active` … */
  readonly state: string;
  readonly learnedRoutes: number;
};

/** A best route of a Cloud Router. */
export type BestRouteRow = {
  readonly destRange: string;
  readonly routeType: string;
  readonly nextHopIp: string;
  /** AS numbers joined by blanks, nearest first. */
  readonly asPath: string;
};

interface Named {
  readonly name: string;
  readonly id: string;
}

/** All VPN tunnels of a region. */
export function vpnTunnelsView(
  google: GoogleClients,
  tunnels: readonly Named[],
): CloudView<VpnTunnelRow> {
  const names = tunnels.map(({ name }) => name);
  return {
    title: `Tunnels ${names.join(' and ')}`,
    async read() {
      return await Promise.all(
        tunnels.map(async ({ id }) => {
          const { project, place: region, name } = parseResourcePath(id);
          const [tunnel] = await google.vpnTunnels.get({ project, region, vpnTunnel: name });
          return {
            name,
            region,
            gateway: baseName(tunnel.vpnGateway),
            peerAddress: tunnel.peerIp ?? '',
            status: String(tunnel.status ?? ''),
            detailedStatus: tunnel.detailedStatus ?? '',
          };
        }),
      );
    },
    headings: {
      name: 'Name',
      region: 'Region',
      gateway: 'Gateway',
      peerAddress: 'Peer address',
      status: 'Status',
      detailedStatus: 'Detailed status',
    },
    equivalent: (rows) => ({
      cloud: 'google',
      command: gcloudCommand('vpn-tunnels list', [], {
        format:
          'table(name,region.basename(),vpnGateway.basename():label=GATEWAY,peerIp:label=PEER_ADDRESS,status,detailedStatus)',
      }),
      output: formatGcloudTable(
        ['NAME', 'REGION', 'GATEWAY', 'PEER_ADDRESS', 'STATUS', 'DETAILED_STATUS'],
        rows.map((row) => [
          row.name,
          row.region,
          row.gateway,
          row.peerAddress,
          row.status,
          row.detailedStatus,
        ]),
      ),
    }),
  };
}

/** The BGP sessions of a Cloud Router. */
export function routerPeersView(google: GoogleClients, router: Named): CloudView<RouterPeerRow> {
  const { place: region, name } = parseResourcePath(router.id);
  return {
    title: `BGP peers of ${router.name}`,
    async read() {
      const { bgpPeerStatus = [] } = await routerStatus(google, router);
      return (bgpPeerStatus ?? []).map((peer) => ({
        name: peer.name ?? '',
        ipAddress: peer.ipAddress ?? '',
        peerIpAddress: peer.peerIpAddress ?? '',
        status: String(peer.status ?? ''),
        state: peer.state ?? '',
        learnedRoutes: peer.numLearnedRoutes ?? 0,
      }));
    },
    headings: {
      name: 'Name',
      ipAddress: 'IP address',
      peerIpAddress: 'Peer IP address',
      status: 'Status',
      state: 'State',
      learnedRoutes: 'Learned routes',
    },
    equivalent: (rows) => ({
      cloud: 'google',
      command: gcloudCommand('routers get-status', [name], {
        region,
        format:
          'flattened(result.bgpPeerStatus[].name,result.bgpPeerStatus[].ipAddress,result.bgpPeerStatus[].peerIpAddress)',
      }),
      output: formatFlattened(
        Object.fromEntries(
          rows.flatMap((row, index) => {
            const key = `result.bgpPeerStatus[${index}]`;
            return [
              [`${key}.name`, row.name],
              [`${key}.ipAddress`, row.ipAddress],
              [`${key}.peerIpAddress`, row.peerIpAddress],
            ];
          }),
        ),
      ),
    }),
  };
}

/** The best routes that a Cloud Router has learned. */
export function bestRoutesView(google: GoogleClients, router: Named): CloudView<BestRouteRow> {
  const { place: region, name } = parseResourcePath(router.id);
  return {
    title: `Best routes of ${router.name}`,
    async read() {
      const { bestRoutesForRouter = [] } = await routerStatus(google, router);
      return (bestRoutesForRouter ?? []).map((route) => ({
        destRange: route.destRange ?? '',
        routeType: String(route.routeType ?? ''),
        nextHopIp: route.nextHopIp ?? '',
        asPath: (route.asPaths ?? []).flatMap(({ asLists }) => asLists ?? []).join(' '),
      }));
    },
    headings: {
      destRange: 'Destination',
      routeType: 'Type',
      nextHopIp: 'Next hop IP',
      asPath: 'AS path',
    },
    equivalent: (rows) => ({
      cloud: 'google',
      command: `${gcloudCommand('routers get-status', [name], { region, format: 'json' })} | jq -r '.result.bestRoutesForRouter[]|{destRange,routeType,nextHopIp}|join("\\t")'`,
      output: rows
        .map((row) => `${[row.destRange, row.routeType, row.nextHopIp].join('\t')}\n`)
        .join(''),
    }),
  };
}

async function routerStatus(
  google: GoogleClients,
  { id }: Named,
): Promise<protos.google.cloud.compute.v1.IRouterStatus> {
  const { project, place: region, name } = parseResourcePath(id);
  const [{ result }] = await google.routers.getRouterStatus({ project, region, router: name });
  return result ?? {};
}
