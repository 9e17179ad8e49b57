import { contains } from '../../net/prefix.ts';
import {
  invalidField,
  limitExceeded,
  missingParameter,
  notEmulated,
  notFound,
} from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { ocid } from '../protocol/ocid.ts';
import { attach, detach } from './drg-attachment.ts';
import type { IpsecTunnel } from './ipsec-tunnel.ts';
import { tunnelIn } from './ipsec-tunnel.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredReference } from './kind.ts';
import { bodiesIn, choiceIn, readAddress, readPrefix, textIn, textsIn } from './read.ts';
import type { Resource } from './store.ts';

/** A Site-to-Site VPN connection: always two tunnels, of which one may be used alone. */
export interface IpsecConnectionProperties {
  readonly cpeId: Ocid;
  readonly drgId: Ocid;
  /** For tunnels whose routing is STATIC. */
  readonly staticRoutes: readonly string[];
  /** The IKE identity that the customer's equipment must show. */
  readonly cpeLocalIdentifier: string;
  readonly cpeLocalIdentifierType: 'IP_ADDRESS' | 'HOSTNAME';
  readonly tunnels: readonly [IpsecTunnel, IpsecTunnel];
}

const mostStaticRoutes = 10;

export const ipsecConnection = defineKind<'ipsecConnections'>({
  ocid: 'ipsecconnection',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'PROVISIONING', settling: { PROVISIONING: 'AVAILABLE' } },
  filters: ['drgId', 'cpeId'],
  create(body, context) {
    const { draft, id, account, displayName } = context;
    const drg = requiredReference(body, 'drgId', 'drgs', draft);
    const cpe = requiredReference(body, 'cpeId', 'cpes', draft);
    if (cpe.properties.isPrivate) throw notEmulated('connections over private virtual circuits');
    const given = bodiesIn(body, 'tunnelConfiguration') ?? [];
    if (given.length > 2) {
      throw limitExceeded('An IPSec connection has two tunnels: tunnelConfiguration has more.');
    }
    const tunnel = (index: number): IpsecTunnel =>
      tunnelIn(given[index] ?? {}, {
        id: ocid('ipsectunnel', account.region, `${id} ${index}`),
        defaultName: `${displayName}-tunnel-${index + 1}`,
        existing: undefined,
      });
    const tunnels = [tunnel(0), tunnel(1)] as const;
    for (const { id: tunnelId, displayName: name } of tunnels) {
      const network = { type: 'IPSEC_TUNNEL', id: tunnelId, ipsecConnectionId: id } as const;
      attach({ drg, network, displayName: `DRG Attachment for IPSec Tunnel: ${name}` }, context);
    }
    const properties: IpsecConnectionProperties = {
      cpeId: cpe.id,
      drgId: drg.id,
      staticRoutes: staticRoutesIn(body) ?? [],
      ...identifierIn(body, {
        cpeLocalIdentifier: cpe.properties.ipAddress,
        cpeLocalIdentifierType: 'IP_ADDRESS',
      }),
      tunnels,
    };
    return checked(properties);
  },
  update(body, { properties }) {
    return checked({
      ...properties,
      staticRoutes: staticRoutesIn(body) ?? properties.staticRoutes,
      ...identifierIn(body, properties),
    });
  },
  deleted({ properties }, draft) {
    properties.tunnels.forEach(({ id }) => detach(id, draft));
  },
  view: ({ properties: { tunnels: _, ...shown } }) => ({ ...shown, transportType: 'INTERNET' }),
  publicAddresses: {
    held: ({ tunnels }) => tunnels.flatMap(({ vpnIp }) => vpnIp ?? []),
    assign(properties, allocate) {
      const { tunnels } = properties;
      if (tunnels.every(({ vpnIp }) => vpnIp !== undefined)) return properties;
      const [first, second] = tunnels;
      const withAddress = (tunnel: IpsecTunnel): IpsecTunnel => ({
        ...tunnel,
        vpnIp: tunnel.vpnIp ?? allocate(),
      });
      return { ...properties, tunnels: [withAddress(first), withAddress(second)] };
    },
  },
});

/** Throws OCI's 404 when the connection has no such tunnel. */
export function tunnelOf(
  { properties }: Resource<'ipsecConnections'>,
  tunnelId: Ocid,
): IpsecTunnel {
  const found = properties.tunnels.find(({ id }) => id === tunnelId);
  if (!found) throw notFound(tunnelId);
  return found;
}

/** The connection with one tunnel changed by an update's body. Throws {@link OciError}. */
export function withTunnel(
  { properties }: Resource<'ipsecConnections'>,
  existing: IpsecTunnel,
  body: Body,
): IpsecConnectionProperties {
  const { id, displayName: defaultName } = existing;
  const changed = tunnelIn(body, { id, defaultName, existing });
  const [first, second] = properties.tunnels;
  const pick = (tunnel: IpsecTunnel): IpsecTunnel => (tunnel.id === id ? changed : tunnel);
  return checked({ ...properties, tunnels: [pick(first), pick(second)] });
}

function checked(properties: IpsecConnectionProperties): IpsecConnectionProperties {
  const isStatic = properties.tunnels.some(({ routing }) => routing === 'STATIC');
  if (isStatic && properties.staticRoutes.length === 0) {
    throw missingParameter('staticRoutes (a tunnel has static routing)');
  }
  return properties;
}

function staticRoutesIn(body: Body): readonly string[] | undefined {
  const routes = textsIn(body, 'staticRoutes')?.map((text) => readPrefix(text, 'staticRoutes'));
  const bad = routes?.find((route) => contains('224.0.0.0/3', route));
  if (bad !== undefined)
    throw invalidField('staticRoutes', bad, 'must not be multicast or class E');
  if (routes === undefined || routes.length <= mostStaticRoutes) return routes;
  throw limitExceeded(`staticRoutes can have ${mostStaticRoutes} routes at most.`);
}

type Identifier = Pick<IpsecConnectionProperties, 'cpeLocalIdentifier' | 'cpeLocalIdentifierType'>;

function identifierIn(body: Body, otherwise: Identifier): Identifier {
  const cpeLocalIdentifierType =
    choiceIn(body, 'cpeLocalIdentifierType', ['IP_ADDRESS', 'HOSTNAME']) ??
    otherwise.cpeLocalIdentifierType;
  const cpeLocalIdentifier = textIn(body, 'cpeLocalIdentifier') ?? otherwise.cpeLocalIdentifier;
  if (cpeLocalIdentifierType === 'IP_ADDRESS')
    readAddress(cpeLocalIdentifier, 'cpeLocalIdentifier');
  return { cpeLocalIdentifier, cpeLocalIdentifierType };
}
