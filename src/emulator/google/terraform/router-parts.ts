import type { Attributes, ResourceType, Schema, Value } from '../../terraform/provider.ts';
import { nameOf, selfLink } from '../compute/link.ts';
import { noObservations } from '../../fabric/observations.ts';
import { alreadyExists } from '../compute/error.ts';
import type { Body } from '../resources/kind.ts';
import { bodiesIn, textIn } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';
import { advertisementAttributes, advertisementBody, advertisedRanges } from './advertisement.ts';
import type { Place } from './compute-resource.ts';
import { refusing, regionOf } from './compute-resource.ts';
import {
  computed,
  defined,
  fixed,
  flag,
  flagOf,
  forceNew,
  given,
  link,
  list,
  number,
  numberOf,
  required,
  settled,
  text,
  textOf,
  makingTimeouts,
  timeouts,
} from './attributes.ts';

/** Something that Terraform counts as a resource and Google as a part of a router. */
interface RouterPart {
  readonly schema: Schema;
  /** The router's field that lists them. */
  readonly field: 'interfaces' | 'bgpPeers';
  /** @param region for links */
  body(config: Attributes, region: string): Body;
  attributes(
    router: Resource<'routers'>,
    name: string,
    previous: Attributes,
  ): Readonly<Record<string, Value | undefined>> | undefined;
}

const placed = {
  id: text(given),
  name: text(fixed),
  router: link(fixed),
  region: link(settled),
  project: text(settled),
} as const;

const routerInterface: RouterPart = {
  field: 'interfaces',
  schema: {
    attributes: {
      ...placed,
      ip_range: text(settled),
      ip_version: text(settled),
      vpn_tunnel: link(forceNew),
      interconnect_attachment: link(forceNew),
      subnetwork: link(forceNew),
      private_ip_address: text(forceNew),
      redundant_interface: text(settled),
    },
    blocks: makingTimeouts,
  },
  body: (config, region) => ({
    ipRange: textOf(config, 'ip_range'),
    linkedVpnTunnel: regional(textOf(config, 'vpn_tunnel'), region, 'vpnTunnels'),
    linkedInterconnectAttachment: textOf(config, 'interconnect_attachment'),
    subnetwork: textOf(config, 'subnetwork'),
    privateIpAddress: textOf(config, 'private_ip_address'),
  }),
  attributes({ properties }, name, previous) {
    const part = properties.interfaces.find((candidate) => candidate.name === name);
    if (!part) return undefined;
    const { ipRange, linkedVpnTunnel } = part;
    return {
      ip_range: ipRange ?? '',
      ip_version: 'IPV4',
      redundant_interface: '',
      vpn_tunnel: linkedVpnTunnel && written(textOf(previous, 'vpn_tunnel'), linkedVpnTunnel),
    };
  },
};

const routerPeer: RouterPart = {
  field: 'bgpPeers',
  schema: {
    attributes: {
      ...placed,
      interface: text(fixed),
      peer_asn: number(required),
      peer_ip_address: text(computed),
      ip_address: text(computed),
      advertised_route_priority: number(),
      zero_advertised_route_priority: flag(),
      advertise_mode: text({ default: 'DEFAULT' }),
      advertised_groups: list(),
      enable: flag({ default: true }),
      enable_ipv4: flag(computed),
      enable_ipv6: flag({ default: false }),
      router_appliance_instance: link(forceNew),
      management_type: text(given),
    },
    blocks: {
      ...timeouts,
      ...advertisedRanges,
      bfd: {
        max: 1,
        computed: true,
        attributes: {
          session_initialization_mode: text(required),
          min_transmit_interval: number({ default: 1000 }),
          min_receive_interval: number({ default: 1000 }),
          multiplier: number({ default: 5 }),
        },
      },
    },
  },
  body: (config) => ({
    interfaceName: textOf(config, 'interface'),
    peerAsn: numberOf(config, 'peer_asn'),
    peerIpAddress: textOf(config, 'peer_ip_address'),
    ipAddress: textOf(config, 'ip_address'),
    advertisedRoutePriority:
      flagOf(config, 'zero_advertised_route_priority') === true
        ? 0
        : numberOf(config, 'advertised_route_priority'),
    ...advertisementBody(config),
    enable: (flagOf(config, 'enable') ?? true) ? 'TRUE' : 'FALSE',
    enableIpv6: flagOf(config, 'enable_ipv6') ?? false,
  }),
  attributes({ properties }, name, previous) {
    const peer = properties.bgpPeers.find((candidate) => candidate.name === name);
    if (!peer) return undefined;
    const priority = numberOf(previous, 'advertised_route_priority');
    return {
      interface: peer.interfaceName,
      peer_asn: peer.peerAsn,
      peer_ip_address: peer.peerIpAddress,
      ip_address: peer.ipAddress,
      advertised_route_priority:
        priority === undefined && peer.advertisedRoutePriority === 100
          ? undefined
          : peer.advertisedRoutePriority,
      ...advertisementAttributes(peer.advertisement),
      enable: peer.enabled,
      enable_ipv4: true,
      enable_ipv6: false,
      management_type: 'MANAGED_BY_USER',
    };
  },
};

export function routerParts(place: Place): Readonly<Record<string, ResourceType>> {
  return {
    google_compute_router_interface: partResource(routerInterface, place),
    google_compute_router_peer: partResource(routerPeer, place),
  };
}

function partResource({ schema, field, body, attributes }: RouterPart, place: Place): ResourceType {
  const { door } = place;
  const routerOf = (config: Attributes): Resource<'routers'> =>
    door.get(
      'routers',
      `regions/${regionOf(config, place)}`,
      nameOf(textOf(config, 'router') ?? ''),
    );
  const partsOf = (router: Resource<'routers'>): readonly Body[] =>
    bodiesIn(door.show(router, noObservations), field);
  const partBody = (config: Attributes): Body => ({
    name: textOf(config, 'name'),
    ...body(config, regionOf(config, place)),
  });
  const read = (config: Attributes): Attributes | undefined => {
    const name = textOf(config, 'name') ?? '';
    const router = routerOf(config);
    const seen = attributes(router, name, config);
    if (!seen) return undefined;
    const region = nameOf(router.scope);
    const id =
      field === 'interfaces' ? `${region}/${router.name}/${name}` : `${router.path}/${name}`;
    return defined({ ...config, ...seen, id, region, project: door.project });
  };
  const put = (config: Attributes, isNew: boolean): Attributes => {
    const router = routerOf(config);
    const name = textOf(config, 'name') ?? '';
    const others = partsOf(router);
    const exists = others.some((part) => textIn(part, 'name') === name);
    if (isNew && exists) throw alreadyExists(`${router.path}/${name}`);
    const next = exists
      ? others.map((part) => (textIn(part, 'name') === name ? partBody(config) : part))
      : [...others, partBody(config)];
    door.patch(router, { [field]: next });
    return read(config) ?? config;
  };
  return {
    schema,
    create: (config) => refusing(() => put(config, true)),
    read: (state) =>
      refusing(() => {
        const path = `projects/${door.project}/regions/${regionOf(state, place)}/routers/${nameOf(textOf(state, 'router') ?? '')}`;
        return door.resources.find('routers', path) && read(state);
      }),
    update: (_, config) => refusing(() => put(config, false)),
    delete: (state) =>
      refusing(() => {
        const router = routerOf(state);
        const name = textOf(state, 'name');
        door.patch(router, {
          [field]: partsOf(router).filter((part) => textIn(part, 'name') !== name),
        });
      }),
  };
}

/** A bare name becomes a path in the region. */
function regional(
  text: string | undefined,
  region: string,
  collection: string,
): string | undefined {
  if (text === undefined || text.includes('/')) return text;
  return `regions/${region}/${collection}/${text}`;
}

function written(before: string | undefined, path: string): string {
  return before !== undefined && nameOf(before) === nameOf(path) ? before : selfLink(path);
}
