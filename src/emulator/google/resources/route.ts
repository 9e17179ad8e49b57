import { invalid, invalidField, notEmulated, requiredField } from '../compute/error.ts';
import { readLink, selfLink } from '../compute/link.ts';
import { contains } from '../../net/prefix.ts';
import type { Body, Context } from './kind.ts';
import { defineKind, linkedIn, requiredLink } from './kind.ts';
import {
  numberWithin,
  present,
  readAddress,
  readPrefix,
  requiredText,
  textIn,
  textsIn,
} from './read.ts';
import type { Resources } from './store.ts';

export interface RouteProperties {
  readonly network: string;
  readonly destRange: string;
  /** The lower number wins. */
  readonly priority: number;
  /** Only for instances with one of these; empty: all. */
  readonly tags: readonly string[];
  readonly description?: string;
  readonly nextHop: RouteNextHop;
}

export type RouteNextHop =
  /** The internet. */
  | { readonly kind: 'gateway' }
  | { readonly kind: 'instance'; readonly instance: string }
  | { readonly kind: 'ip'; readonly address: string };

/** A static route. @see https://cloud.google.com/vpc/docs/static-routes */
export const route = defineKind<'routes'>({
  scope: 'global',
  noun: 'route',

  prepare(body, context) {
    const network = requiredLink(body, 'network', 'networks', context);
    const destRange = readPrefix(requiredText(body, 'destRange'), 'resource.destRange');
    refuseInsideSubnet(destRange, network.path, context.resources);
    const description = textIn(body, 'description');
    return {
      network: network.path,
      destRange,
      priority: numberWithin(body, 'priority', [0, 65_535]) ?? 1000,
      tags: textsIn(body, 'tags'),
      ...(description !== undefined && { description }),
      nextHop: readNextHop(body, context, network.path),
    };
  },

  view({ path, properties }): Body {
    const { nextHop } = properties;
    const project = path.split('/').slice(0, 2).join('/');
    return present({
      description: properties.description,
      network: selfLink(properties.network),
      destRange: properties.destRange,
      priority: properties.priority,
      tags: properties.tags.length > 0 ? properties.tags : undefined,
      ...nextHopView(nextHop, project),
    });
  },
});

function nextHopView(nextHop: RouteNextHop, project: string): Body {
  switch (nextHop.kind) {
    case 'gateway':
      return { nextHopGateway: selfLink(`${project}/global/gateways/default-internet-gateway`) };
    case 'instance':
      return { nextHopInstance: selfLink(nextHop.instance) };
    case 'ip':
      return { nextHopIp: nextHop.address };
    default:
      return nextHop satisfies never;
  }
}

const nextHopFields = [
  'nextHopGateway',
  'nextHopInstance',
  'nextHopIp',
  'nextHopVpnTunnel',
  'nextHopIlb',
] as const;

function readNextHop(body: Body, context: Context<'routes'>, network: string): RouteNextHop {
  const given = nextHopFields.filter((field) => textIn(body, field) !== undefined);
  const [field] = given;
  if (field === undefined) throw requiredField('resource.nextHop');
  if (given.length > 1) {
    throw invalid(`Exactly one of the fields ${nextHopFields.join(', ')} may be specified.`);
  }
  const text = textIn(body, field) ?? '';
  switch (field) {
    case 'nextHopGateway': {
      const { project } = context;
      const gateway = {
        project,
        collection: 'gateways',
        scope: 'global',
        field: 'resource.nextHopGateway',
      };
      if (!readLink(text, gateway).endsWith('/default-internet-gateway')) {
        throw invalidField(
          'resource.nextHopGateway',
          text,
          'Only default-internet-gateway exists.',
        );
      }
      return { kind: 'gateway' };
    }
    case 'nextHopInstance': {
      const instance = linkedIn(body, field, 'instances', context);
      const inside = instance?.properties.networkInterfaces.some(
        (card) => card.network === network,
      );
      if (!instance || !inside) {
        throw invalidField(
          'resource.nextHopInstance',
          text,
          'The instance has no interface in the network.',
        );
      }
      return { kind: 'instance', instance: instance.path };
    }
    case 'nextHopIp':
      return { kind: 'ip', address: readAddress(text, 'resource.nextHopIp') };
    case 'nextHopVpnTunnel':
      // HA VPN tunnels take dynamic routes only; Classic VPN does not exist here.
      throw notEmulated('static routes to VPN tunnels (Classic VPN)');
    case 'nextHopIlb':
      throw notEmulated('internal load balancers as next hops');
    default:
      return field satisfies never;
  }
}

/** Google refuses routes that fit in a subnet: subnet routes cannot be overridden. */
function refuseInsideSubnet(range: string, network: string, resources: Resources): void {
  const subnet = resources
    .all('subnetworks')
    .find(
      ({ properties }) => properties.network === network && contains(properties.ipCidrRange, range),
    );
  if (subnet) {
    throw invalid(
      `The destination range ${range} is within the range ${subnet.properties.ipCidrRange} of the subnetwork '${subnet.path}'.`,
    );
  }
}
