import { selfLink } from '../compute/link.ts';
import { advertisementAttributes, advertisementBody, advertisedRanges } from './advertisement.ts';
import type { ComputeType } from './compute-resource.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  flag,
  given,
  link,
  list,
  number,
  numberOf,
  required,
  settled,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const router: ComputeType<'routers'> = {
  kind: 'routers',
  schema: {
    attributes: {
      ...common,
      region: link(settled),
      network: link(fixed),
      description: text(),
      encrypted_interconnect_router: flag({ forceNew: true }),
      creation_timestamp: text(given),
    },
    blocks: {
      ...timeouts,
      bgp: {
        max: 1,
        attributes: {
          asn: number(required),
          advertise_mode: text({ default: 'DEFAULT' }),
          advertised_groups: list(),
          keepalive_interval: number({ default: 20 }),
          identifier_range: text(computed),
        },
        blocks: advertisedRanges,
      },
    },
  },
  body(config) {
    const [bgp] = blocksOf(config, 'bgp');
    return {
      network: textOf(config, 'network'),
      description: textOf(config, 'description') ?? null,
      bgp: bgp
        ? {
            asn: numberOf(bgp, 'asn'),
            keepaliveInterval: numberOf(bgp, 'keepalive_interval') ?? 20,
            ...advertisementBody(bgp),
          }
        : null,
    };
  },
  attributes({ properties }) {
    const { bgp } = properties;
    return {
      network: selfLink(properties.network),
      description: properties.description,
      bgp: bgp
        ? [
            {
              asn: bgp.asn,
              keepalive_interval: bgp.keepaliveInterval,
              identifier_range: '',
              ...advertisementAttributes(bgp),
            },
          ]
        : [],
    };
  },
};
