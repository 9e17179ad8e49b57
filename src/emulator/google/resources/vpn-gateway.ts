import { inUse, notEmulated } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredLink } from './kind.ts';
import { bodiesIn, labelsIn, present, textIn } from './read.ts';

export interface VpnGatewayProperties {
  readonly network: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** By interface, 0 and 1; given once it is committed. */
  readonly addresses: readonly [string | undefined, string | undefined];
}

/** An HA VPN gateway: always two interfaces, each with an external address. */
export const vpnGateway = defineKind<'vpnGateways'>({
  scope: 'regions',
  noun: 'vpnGateway',

  prepare(body, context) {
    const network = requiredLink(body, 'network', 'networks', context, 'global');
    const stack = textIn(body, 'stackType') ?? 'IPV4_ONLY';
    if (stack !== 'IPV4_ONLY') throw notEmulated(`VPN gateways of stack type ${stack}`);
    if ((textIn(body, 'gatewayIpVersion') ?? 'IPV4') !== 'IPV4') {
      throw notEmulated('IPv6 addresses of VPN gateways');
    }
    if (bodiesIn(body, 'vpnInterfaces').some((part) => textIn(part, 'interconnectAttachment'))) {
      throw notEmulated('HA VPN over Cloud Interconnect');
    }
    const description = textIn(body, 'description');
    return {
      network: network.path,
      ...(description !== undefined && { description }),
      labels: labelsIn(body),
      addresses: context.existing?.properties.addresses ?? [undefined, undefined],
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources
      .all('vpnTunnels')
      .find(
        ({ properties }) =>
          properties.vpnGateway === path ||
          (properties.peer.kind === 'google' && properties.peer.gateway === path),
      );
    if (user) throw inUse('vpn_gateway', path, user.path);
  },

  view({ path, scope, properties }): Body {
    return present({
      description: properties.description,
      network: selfLink(properties.network),
      region: selfLink(`${path.split('/').slice(0, 2).join('/')}/${scope}`),
      vpnInterfaces: properties.addresses.map((ipAddress, id) => ({
        id,
        ...(ipAddress !== undefined && { ipAddress }),
      })),
      stackType: 'IPV4_ONLY',
      gatewayIpVersion: 'IPV4',
      labels: Object.keys(properties.labels).length > 0 ? properties.labels : undefined,
      labelFingerprint: fingerprint(properties.labels),
    });
  },
});
