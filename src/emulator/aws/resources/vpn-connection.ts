import { createHash, randomInt } from 'node:crypto';
import { Ec2Error, invalidParameter } from '../query/error.ts';
import { readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';
import type { TunnelInput, TunnelOptions } from './tunnel-options.ts';
import { tunnelOptions } from './tunnel-options.ts';

export interface VpnConnection extends Tagged {
  readonly customerGatewayId: string;
  readonly vpnGatewayId: string;
  readonly state: 'pending' | 'available' | 'deleting' | 'deleted';
  readonly stateChangedAt: number;
  readonly staticRoutesOnly: boolean;
  readonly localIpv4NetworkCidr: string;
  readonly remoteIpv4NetworkCidr: string;
  readonly tunnels: readonly [VpnTunnel, VpnTunnel];
  /** Destinations, of a connection with static routing. */
  readonly routes: readonly string[];
}

export interface VpnTunnel extends TunnelOptions {
  /** AWS's public address of the tunnel. */
  readonly outsideAddress: string;
}

export interface ConnectionInput {
  readonly customerGatewayId: string;
  readonly vpnGatewayId: string;
  readonly staticRoutesOnly?: boolean | undefined;
  readonly localIpv4NetworkCidr?: string | undefined;
  readonly remoteIpv4NetworkCidr?: string | undefined;
  /** None, or one or two. */
  readonly tunnels: readonly TunnelInput[];
  readonly tags?: Tagged['tags'];
}

/** Always two tunnels, each with an address of its own. */
export function createVpnConnection(draft: Draft, input: ConnectionInput): VpnConnection {
  const customer = get(draft, 'customerGateways', input.customerGatewayId);
  const gateway = get(draft, 'vpnGateways', input.vpnGatewayId);
  if (input.tunnels.length > 2) {
    throw new Ec2Error('InvalidParameterValue', 'A VPN connection has two tunnels.');
  }
  const others = draft
    .all('vpnConnections')
    .filter((it) => it.vpnGatewayId === gateway.id && isLive(it));
  if (others.some((it) => it.customerGatewayId === customer.id)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `A VPN connection between ${customer.id} and ${gateway.id} already exists.`,
    );
  }
  const id = draft.newId('vpn');
  const used = others.flatMap(({ tunnels }) => tunnels.map(({ insideCidr }) => insideCidr));
  const first = makeTunnel(draft, id, 0, input.tunnels[0] ?? {}, used);
  const second = makeTunnel(draft, id, 1, input.tunnels[1] ?? {}, [...used, first.insideCidr]);
  const connection: VpnConnection = {
    id,
    customerGatewayId: customer.id,
    vpnGatewayId: gateway.id,
    state: 'pending',
    stateChangedAt: draft.now,
    staticRoutesOnly: input.staticRoutesOnly ?? false,
    localIpv4NetworkCidr: readCidr(
      input.localIpv4NetworkCidr ?? '0.0.0.0/0',
      'localIpv4NetworkCidr',
    ),
    remoteIpv4NetworkCidr: readCidr(
      input.remoteIpv4NetworkCidr ?? '0.0.0.0/0',
      'remoteIpv4NetworkCidr',
    ),
    tunnels: [first, second],
    routes: [],
    tags: input.tags ?? {},
  };
  draft.set('vpnConnections', connection);
  return connection;
}

function makeTunnel(
  draft: Draft,
  id: string,
  index: number,
  input: TunnelInput,
  used: readonly string[],
): VpnTunnel {
  const digest = createHash('sha256').update(`${id} ${index}`).digest('hex');
  const choice = Number.parseInt(digest.slice(0, 8), 16);
  const options = tunnelOptions(input, { used, choice, makeKey });
  return { ...options, outsideAddress: draft.allocatePublicAddress() };
}

export function deleteVpnConnection(draft: Draft, id: string): void {
  const connection = get(draft, 'vpnConnections', id);
  if (!isLive(connection)) return;
  for (const { outsideAddress } of connection.tunnels) draft.releasePublicAddress(outsideAddress);
  draft.set('vpnConnections', {
    ...connection,
    state: 'deleting',
    stateChangedAt: draft.now,
    routes: [],
  });
}

export function addConnectionRoute(draft: Draft, id: string, cidr: string): void {
  const connection = getLive(draft, id);
  const destination = readCidr(cidr, 'destinationCidrBlock');
  if (!connection.staticRoutesOnly) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `The VPN connection '${id}' uses dynamic routing: static routes cannot be added.`,
    );
  }
  if (connection.routes.includes(destination)) return;
  draft.set('vpnConnections', { ...connection, routes: [...connection.routes, destination] });
}

export function removeConnectionRoute(draft: Draft, id: string, cidr: string): void {
  const connection = getLive(draft, id);
  const destination = readCidr(cidr, 'destinationCidrBlock');
  if (!connection.routes.includes(destination)) {
    throw new Ec2Error('InvalidRoute.NotFound', `The route '${destination}' does not exist`);
  }
  const routes = connection.routes.filter((route) => route !== destination);
  draft.set('vpnConnections', { ...connection, routes });
}

/** Changes one tunnel, found by its outside address. */
export function changeTunnel(
  draft: Draft,
  id: string,
  outsideAddress: string,
  input: TunnelInput,
): VpnConnection {
  const connection = getLive(draft, id);
  const old = connection.tunnels.find((tunnel) => tunnel.outsideAddress === outsideAddress);
  if (!old) {
    throw invalidParameter('VpnTunnelOutsideIpAddress', outsideAddress, `It is not of ${id}.`);
  }
  const used = draft
    .all('vpnConnections')
    .filter((it) => it.vpnGatewayId === connection.vpnGatewayId && isLive(it))
    .flatMap(({ tunnels }) => tunnels)
    .filter((tunnel) => tunnel.outsideAddress !== outsideAddress)
    .map(({ insideCidr }) => insideCidr);
  const merged: TunnelInput = {
    ...old,
    ...input,
    phase1: { ...old.phase1, ...input.phase1 },
    phase2: { ...old.phase2, ...input.phase2 },
  };
  const changed = { ...tunnelOptions(merged, { used, choice: 0, makeKey }), outsideAddress };
  const [first, second] = connection.tunnels;
  const next: VpnConnection = {
    ...connection,
    tunnels: first === old ? [changed, second] : [first, changed],
  };
  draft.set('vpnConnections', next);
  return next;
}

/** Neither being deleted nor gone. */
export function isLive({ state }: Pick<VpnConnection, 'state'>): boolean {
  return state === 'pending' || state === 'available';
}

export function connectionsOf(
  gateway: { readonly id: string },
  resources: Resources,
): readonly VpnConnection[] {
  return resources
    .all('vpnConnections')
    .filter((connection) => connection.vpnGatewayId === gateway.id && isLive(connection));
}

/** What is gone stays listed for about an hour. */
const listedAfterwardsMs = 60 * 60 * 1000;

export function finishConnections(draft: Draft): void {
  for (const connection of draft.all('vpnConnections')) {
    const { state } = connection;
    if (state === 'pending') draft.set('vpnConnections', { ...connection, state: 'available' });
    if (state === 'deleting') {
      draft.set('vpnConnections', { ...connection, state: 'deleted', stateChangedAt: draft.now });
    }
    if (state === 'deleted' && draft.now - connection.stateChangedAt > listedAfterwardsMs) {
      draft.remove('vpnConnections', connection.id);
    }
  }
}

function getLive(draft: Draft, id: string): VpnConnection {
  const connection = get(draft, 'vpnConnections', id);
  if (isLive(connection)) return connection;
  throw new Ec2Error(
    'IncorrectState',
    `The vpnConnection '${id}' is in state '${connection.state}'.`,
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456789';

/** 32 characters, none of which makes a key that starts with zero. */
function makeKey(): string {
  return Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
