import { inUse, invalid, invalidField, notEmulated, requiredField } from '../compute/error.ts';
import { fingerprint, secretHash } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import { readTunnelStatus } from '../routing/tunnel-status.ts';
import type { Body, Context } from './kind.ts';
import { defineKind, linkedIn, optionalLink, requiredLink } from './kind.ts';
import {
  labelsIn,
  numberIn,
  numberWithin,
  present,
  readAddress,
  requiredText,
  textIn,
  textsIn,
} from './read.ts';
import type { Resource } from './store.ts';

export interface VpnTunnelProperties {
  readonly vpnGateway: string;
  readonly vpnGatewayInterface: 0 | 1;
  readonly peer: TunnelPeer;
  readonly router: string;
  readonly sharedSecret: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type TunnelPeer =
  | {
      readonly kind: 'external';
      readonly gateway: string;
      readonly interface: number;
      readonly address: string;
    }
  /** Another HA VPN gateway, by its interface of the same number. */
  | { readonly kind: 'google'; readonly gateway: string; readonly address: string };

const maskedSecret = '*************';

export const vpnTunnel = defineKind<'vpnTunnels'>({
  scope: 'regions',
  noun: 'vpnTunnel',

  prepare(body, context) {
    const { existing, path, resources, scope } = context;
    refuseClassic(body);
    const gateway = requiredLink(body, 'vpnGateway', 'vpnGateways', context);
    const router = requiredLink(body, 'router', 'routers', context);
    if (gateway.scope !== scope || router.scope !== scope) {
      throw invalid('The VPN tunnel, its VPN gateway and its router must be in the same region.');
    }
    if (gateway.properties.network !== router.properties.network) {
      throw invalid('The VPN gateway and the router must be in the same network.');
    }
    if (numberIn(body, 'vpnGatewayInterface') === undefined) {
      throw requiredField('resource.vpnGatewayInterface');
    }
    const side = numberWithin(body, 'vpnGatewayInterface', [0, 1]) === 1 ? 1 : 0;
    const peer = readPeer(body, side, context);
    const twin = resources
      .all('vpnTunnels')
      .find(
        ({ path: other, properties }) =>
          other !== path &&
          properties.vpnGateway === gateway.path &&
          properties.vpnGatewayInterface === side &&
          properties.peer.address === peer.address,
      );
    if (twin) {
      throw invalid(
        `A VPN tunnel from the same VPN gateway interface to peer ${peer.address} exists: '${twin.path}'.`,
        { late: true },
      );
    }
    const secret = requiredText(body, 'sharedSecret');
    const description = textIn(body, 'description');
    return {
      vpnGateway: gateway.path,
      vpnGatewayInterface: side,
      peer,
      router: router.path,
      sharedSecret: secret === maskedSecret && existing ? existing.properties.sharedSecret : secret,
      ...(description !== undefined && { description }),
      labels: labelsIn(body),
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources
      .all('routers')
      .find(({ properties }) =>
        properties.interfaces.some((part) => part.linkedVpnTunnel === path),
      );
    if (user) throw inUse('vpn_tunnel', path, user.path);
  },

  view(resource, reading): Body {
    const { path, scope, properties } = resource;
    const { peer } = properties;
    const external = peer.kind === 'external' ? peer : undefined;
    return present({
      description: properties.description,
      region: selfLink(`${path.split('/').slice(0, 2).join('/')}/${scope}`),
      vpnGateway: selfLink(properties.vpnGateway),
      vpnGatewayInterface: properties.vpnGatewayInterface,
      peerExternalGateway: optionalLink(external?.gateway),
      peerExternalGatewayInterface: external?.interface,
      peerGcpGateway: peer.kind === 'google' ? selfLink(peer.gateway) : undefined,
      peerIp: peer.address,
      router: selfLink(properties.router),
      ikeVersion: 2,
      sharedSecret: maskedSecret,
      sharedSecretHash: secretHash(properties.sharedSecret),
      localTrafficSelector: ['0.0.0.0/0'],
      remoteTrafficSelector: ['0.0.0.0/0'],
      ...readTunnelStatus(resource, reading),
      labels: Object.keys(properties.labels).length > 0 ? properties.labels : undefined,
      labelFingerprint: fingerprint(properties.labels),
    });
  },
});

function refuseClassic(body: Body): void {
  if (textIn(body, 'targetVpnGateway') !== undefined) throw notEmulated('Classic VPN gateways');
  if ((numberWithin(body, 'ikeVersion', [1, 2]) ?? 2) !== 2) throw notEmulated('IKEv1');
  const narrow = ['localTrafficSelector', 'remoteTrafficSelector'].find((field) =>
    textsIn(body, field).some((range) => range !== '0.0.0.0/0'),
  );
  if (narrow === undefined) return;
  throw invalidField(
    `resource.${narrow}`,
    textsIn(body, narrow),
    'Traffic selectors cannot be specified for a VPN tunnel with dynamic routing.',
  );
}

function readPeer(body: Body, side: 0 | 1, context: Context<'vpnTunnels'>): TunnelPeer {
  const external = linkedIn(body, 'peerExternalGateway', 'externalVpnGateways', context, 'global');
  const google = linkedIn(body, 'peerGcpGateway', 'vpnGateways', context);
  if (external && google) {
    throw invalid('Only one of peerExternalGateway and peerGcpGateway may be specified.');
  }
  if (google) return googlePeer(google, side);
  if (!external) throw requiredField('resource.peerExternalGateway');
  const wanted = numberIn(body, 'peerExternalGatewayInterface') ?? 0;
  const found = external.properties.interfaces.find(({ id }) => id === wanted);
  if (!found) {
    throw invalidField(
      'resource.peerExternalGatewayInterface',
      wanted,
      'The external VPN gateway has no such interface.',
    );
  }
  const given = textIn(body, 'peerIp');
  if (given !== undefined && readAddress(given, 'resource.peerIp') !== found.ipAddress) {
    throw invalidField('resource.peerIp', given, `The interface's address is ${found.ipAddress}.`);
  }
  return {
    kind: 'external',
    gateway: external.path,
    interface: wanted,
    address: found.ipAddress,
  };
}

function googlePeer(gateway: Resource<'vpnGateways'>, side: 0 | 1): TunnelPeer {
  const address = gateway.properties.addresses[side];
  if (address === undefined) {
    throw invalid(`The resource '${gateway.path}' is not ready`);
  }
  return { kind: 'google', gateway: gateway.path, address };
}
