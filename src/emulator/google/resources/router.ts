import { inUse, invalid, invalidField, notEmulated } from '../compute/error.ts';
import { selfLink } from '../compute/link.ts';
import type { Body } from './kind.ts';
import { defineKind, optionalLink, requiredLink } from './kind.ts';
import { advertisementView, readAdvertisement } from './advertisement.ts';
import type { Advertisement } from './advertisement.ts';
import { readInterfaces, readPeers } from './router-parts.ts';
import type { BgpPeer, RouterInterface } from './router-parts.ts';
import { bodiesIn, bodyIn, numberWithin, present, textIn } from './read.ts';

export interface RouterProperties {
  readonly network: string;
  readonly description?: string;
  readonly bgp?: RouterBgp;
  readonly interfaces: readonly RouterInterface[];
  readonly bgpPeers: readonly BgpPeer[];
}

export interface RouterBgp extends Advertisement {
  readonly asn: number;
  /** Seconds. */
  readonly keepaliveInterval: number;
}

/** A Cloud Router: BGP for a network in one region. */
export const router = defineKind<'routers'>({
  scope: 'regions',
  noun: 'router',

  prepare(body, context) {
    const { existing } = context;
    const network = requiredLink(body, 'network', 'networks', context, 'global');
    if (existing && existing.properties.network !== network.path) {
      throw invalidField(
        'resource.network',
        selfLink(network.path),
        'The network cannot be changed.',
      );
    }
    if (bodiesIn(body, 'nats').length > 0) throw notEmulated('Cloud NAT');
    if (bodiesIn(body, 'md5AuthenticationKeys').length > 0)
      throw notEmulated('MD5 of BGP sessions');
    const bgpBody = bodyIn(body, 'bgp');
    const bgp = bgpBody && readBgp(bgpBody);
    const interfaces = readInterfaces(body, context);
    const bgpPeers = readPeers(body, interfaces);
    if (bgpPeers.length > 0 && !bgp) {
      throw invalid('A router without BGP settings cannot have BGP peers; set bgp.asn.');
    }
    const description = textIn(body, 'description');
    return {
      network: network.path,
      ...(description !== undefined && { description }),
      ...(bgp && { bgp }),
      interfaces,
      bgpPeers,
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources.all('vpnTunnels').find(({ properties }) => properties.router === path);
    if (user) throw inUse('router', path, user.path);
  },

  view({ path, scope, properties }): Body {
    const { bgp, interfaces, bgpPeers } = properties;
    return present({
      description: properties.description,
      network: selfLink(properties.network),
      region: selfLink(`${path.split('/').slice(0, 2).join('/')}/${scope}`),
      encryptedInterconnectRouter: false,
      bgp: bgp && {
        asn: bgp.asn,
        keepaliveInterval: bgp.keepaliveInterval,
        ...advertisementView(bgp),
      },
      interfaces:
        interfaces.length > 0
          ? interfaces.map((part) =>
              present({
                name: part.name,
                ipRange: part.ipRange,
                linkedVpnTunnel: optionalLink(part.linkedVpnTunnel),
                managementType: 'MANAGED_BY_USER',
                ipVersion: 'IPV4',
              }),
            )
          : undefined,
      bgpPeers:
        bgpPeers.length > 0
          ? bgpPeers.map((peer) =>
              present({
                name: peer.name,
                interfaceName: peer.interfaceName,
                ipAddress: peer.ipAddress,
                peerIpAddress: peer.peerIpAddress,
                peerAsn: peer.peerAsn,
                advertisedRoutePriority: peer.advertisedRoutePriority,
                ...(peer.advertisement
                  ? advertisementView(peer.advertisement)
                  : { advertiseMode: 'DEFAULT' }),
                managementType: 'MANAGED_BY_USER',
                enable: peer.enabled ? 'TRUE' : 'FALSE',
                enableIpv4: true,
                enableIpv6: false,
                bfd: { sessionInitializationMode: 'DISABLED' },
              }),
            )
          : undefined,
    });
  },
});

/** RFC 6996 private numbers, and 16550, which Google keeps for Partner Interconnect. */
function isPrivateAsn(asn: number): boolean {
  return (
    (asn >= 64_512 && asn <= 65_534) ||
    (asn >= 4_200_000_000 && asn <= 4_294_967_294) ||
    asn === 16_550
  );
}

function readBgp(body: Body): RouterBgp {
  const asn = numberWithin(body, 'asn', [1, 4_294_967_294]);
  if (asn === undefined || !isPrivateAsn(asn)) {
    throw invalidField(
      'resource.bgp.asn',
      body['asn'] ?? '',
      'Local ASN must be a private ASN: 64512-65534 or 4200000000-4294967294.',
    );
  }
  return {
    asn,
    keepaliveInterval: numberWithin(body, 'keepaliveInterval', [20, 60]) ?? 20,
    ...(readAdvertisement(body) ?? {
      advertiseMode: 'DEFAULT',
      advertisedGroups: [],
      advertisedIpRanges: [],
    }),
  };
}
