import { missingParameter } from '../protocol/error.ts';
import { tunnelOf, withTunnel } from '../resources/ipsec-connection.ts';
import { secretIn } from '../resources/ipsec-tunnel.ts';
import type { Body } from '../resources/kind.ts';
import { tunnelView } from '../resources/ipsec-tunnel-view.ts';
import { present } from '../resources/read.ts';
import { tunnelRoutes, tunnelState } from '../routing/tunnel-state.ts';

import type { Call, Reply, Route } from './routes.ts';

const connectionPath = '/ipsecConnections/{ipscId}';
const tunnelPath = `${connectionPath}/tunnels/{tunnelId}`;

/** The tunnels of Site-to-Site VPN connections. */
export const ipsecRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${connectionPath}/tunnels`,
    async answer(call) {
      const { connection, reading } = await connectionIn(call);
      const items = connection.properties.tunnels.map((tunnel) =>
        tunnelView(tunnel, connection, reading),
      );
      return { kind: 'list', items };
    },
  },
  {
    method: 'GET',
    path: tunnelPath,
    answer: shownTunnel,
  },
  {
    method: 'PUT',
    path: tunnelPath,
    answer(call) {
      // The secret has a path of its own.
      const { sharedSecret: _, ...body } = call.body;
      changeTunnel(call, body);
      return shownTunnel(call);
    },
  },
  {
    method: 'GET',
    path: `${tunnelPath}/sharedSecret`,
    answer: shownSecret,
  },
  {
    method: 'PUT',
    path: `${tunnelPath}/sharedSecret`,
    answer(call) {
      const sharedSecret = secretIn(call.body);
      if (sharedSecret === undefined) throw missingParameter('sharedSecret');
      changeTunnel(call, { sharedSecret });
      return shownSecret(call);
    },
  },
  {
    method: 'GET',
    path: `${tunnelPath}/routes`,
    async answer(call) {
      const { tunnel, reading } = await tunnelInPath(call);
      const advertiser = call.query.get('advertiser');
      const items = tunnelRoutes(tunnel, reading.observations)
        .filter((route) => advertiser === null || route.advertiser === advertiser)
        .map((route): Body => ({ ...route }));
      return { kind: 'list', items };
    },
  },
  {
    method: 'GET',
    path: `${tunnelPath}/tunnelSecurityAssociations`,
    async answer(call) {
      const { tunnel, reading } = await tunnelInPath(call);
      const { isUp } = tunnelState(tunnel, reading.observations);
      const everything = '0.0.0.0/0';
      const item = {
        cpeSubnet: everything,
        oracleSubnet: everything,
        tunnelSaStatus: isUp ? 'UP' : 'DOWN',
      };
      return { kind: 'list', items: [item] };
    },
  },
  {
    method: 'GET',
    path: `${connectionPath}/deviceConfig`,
    async answer(call) {
      const { connection } = await connectionIn(call);
      const timeCreated = new Date(connection.timeCreated).toISOString();
      const tunnels = connection.properties.tunnels.map(({ vpnIp, sharedSecret }) =>
        present({ ipAddress: vpnIp, sharedSecret, timeCreated }),
      );
      const { id, compartmentId } = connection;
      return { kind: 'body', body: { id, compartmentId, timeCreated, tunnels } };
    },
  },
  {
    method: 'GET',
    path: `${connectionPath}/deviceStatus`,
    async answer(call) {
      const { connection, reading } = await connectionIn(call);
      const timeCreated = new Date(connection.timeCreated).toISOString();
      const tunnels = connection.properties.tunnels.map((tunnel) => {
        const { status, timeStatusUpdated } = tunnelView(tunnel, connection, reading);
        return present({
          ipAddress: tunnel.vpnIp,
          lifecycleState: status,
          timeCreated,
          timeStateModified: timeStatusUpdated,
        });
      });
      const { id, compartmentId } = connection;
      return { kind: 'body', body: { id, compartmentId, timeCreated, tunnels } };
    },
  },
];

async function connectionIn({ door, services, parameter }: Call) {
  const observations = await services.observe();
  const connection = door.get('ipsecConnections', parameter('ipscId'));
  return { connection, reading: { resources: door.resources, observations } };
}

async function tunnelInPath(call: Call) {
  const { connection, reading } = await connectionIn(call);
  return { connection, reading, tunnel: tunnelOf(connection, call.parameter('tunnelId')) };
}

function changeTunnel({ door, parameter }: Call, body: Body): void {
  const connection = door.get('ipsecConnections', parameter('ipscId'));
  const tunnel = tunnelOf(connection, parameter('tunnelId'));
  door.change(connection, { properties: withTunnel(connection, tunnel, body) });
}

async function shownTunnel(call: Call): Promise<Reply> {
  const { connection, reading, tunnel } = await tunnelInPath(call);
  return { kind: 'body', body: tunnelView(tunnel, connection, reading) };
}

async function shownSecret(call: Call): Promise<Reply> {
  const { tunnel } = await tunnelInPath(call);
  return { kind: 'body', body: { sharedSecret: tunnel.sharedSecret } };
}
