import { inUse, invalid, invalidField } from '../compute/error.ts';
import { hexName } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import { regions } from './catalogue.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { bodyIn, choiceIn, flagIn, numberWithin, present, textIn } from './read.ts';
import type { Resource, Resources } from './store.ts';
import { autoSubnetwork } from './subnetwork.ts';

export interface NetworkProperties {
  readonly description?: string;
  readonly autoCreateSubnetworks: boolean;
  /** Where learned routes hold and which subnets routers announce. */
  readonly routingMode: 'REGIONAL' | 'GLOBAL';
  readonly bestPath: BestPathSelection;
  readonly mtu: number;
}

/** @see https://cloud.google.com/network-connectivity/docs/router/concepts/learned-routes#best-path-selection-modes */
export interface BestPathSelection {
  readonly mode: 'LEGACY' | 'STANDARD';
  readonly alwaysCompareMed: boolean;
  readonly interRegionCost: 'DEFAULT' | 'ADD_COST_TO_MED';
}

/** A network of its own, with subnets in any region. New ones have a route to the internet. */
export const network = defineKind<'networks'>({
  scope: 'global',
  noun: 'network',

  prepare(body, { existing }) {
    if (
      textIn(body, 'IPv4Range') !== undefined ||
      flagIn(body, 'autoCreateSubnetworks') === undefined
    ) {
      throw invalidField(
        'resource.autoCreateSubnetworks',
        '',
        'Legacy networks are not supported; set autoCreateSubnetworks.',
      );
    }
    const auto = flagIn(body, 'autoCreateSubnetworks') ?? true;
    if (existing && existing.properties.autoCreateSubnetworks !== auto) {
      throw invalid('A network cannot be switched between auto and custom mode by a patch.');
    }
    const description = textIn(body, 'description');
    return {
      ...(description !== undefined && { description }),
      autoCreateSubnetworks: auto,
      ...routing(bodyIn(body, 'routingConfig') ?? {}),
      mtu: numberWithin(body, 'mtu', [1300, 8896]) ?? 1460,
    };
  },

  created(resource, _draft, make) {
    make('routes', `default-route-${hexName(resource.id)}`, 'global', {
      network: resource.path,
      destRange: '0.0.0.0/0',
      priority: 1000,
      tags: [],
      description: 'Default route to the Internet.',
      nextHop: { kind: 'gateway' },
    });
    if (!resource.properties.autoCreateSubnetworks) return;
    for (const region of regions) {
      make(
        'subnetworks',
        resource.name,
        `regions/${region.name}`,
        autoSubnetwork(resource.path, region.autoRange),
      );
    }
  },

  refuseDelete({ path, properties }, resources) {
    const user = userOf(path, properties.autoCreateSubnetworks, resources);
    if (user) throw inUse('network', path, user.path);
  },

  deleted({ path }, draft) {
    for (const kind of ['routes', 'subnetworks'] as const) {
      draft
        .all(kind)
        .filter((resource) => resource.properties.network === path)
        .forEach((resource) => draft.remove(kind, resource.path));
    }
  },

  view({ path, properties }, { resources }): Body {
    const { mode, alwaysCompareMed, interRegionCost } = properties.bestPath;
    const subnets = resources
      .all('subnetworks')
      .filter((subnet) => subnet.properties.network === path);
    return present({
      description: properties.description,
      autoCreateSubnetworks: properties.autoCreateSubnetworks,
      ...(subnets.length > 0 && { subnetworks: subnets.map((subnet) => selfLink(subnet.path)) }),
      routingConfig: {
        routingMode: properties.routingMode,
        bgpBestPathSelectionMode: mode,
        ...(mode === 'STANDARD' && {
          bgpAlwaysCompareMed: alwaysCompareMed,
          bgpInterRegionCost: interRegionCost,
        }),
      },
      mtu: properties.mtu,
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    });
  },
});

function routing(body: Body): Pick<NetworkProperties, 'routingMode' | 'bestPath'> {
  return {
    routingMode: choiceIn(body, 'routingMode', ['REGIONAL', 'GLOBAL']) ?? 'REGIONAL',
    bestPath: {
      mode: choiceIn(body, 'bgpBestPathSelectionMode', ['LEGACY', 'STANDARD']) ?? 'LEGACY',
      alwaysCompareMed: flagIn(body, 'bgpAlwaysCompareMed') ?? false,
      interRegionCost:
        choiceIn(body, 'bgpInterRegionCost', ['DEFAULT', 'ADD_COST_TO_MED']) ?? 'DEFAULT',
    },
  };
}

/** Its own default route and, in auto mode, its unused subnets go with it. */
function userOf(path: string, auto: boolean, resources: Resources): Resource | undefined {
  const of = <T extends { readonly properties: { readonly network: string } }>(
    candidates: readonly T[],
  ): T | undefined => candidates.find(({ properties }) => properties.network === path);
  return (
    resources
      .all('instances')
      .find(({ properties }) =>
        properties.networkInterfaces.some((card) => card.network === path),
      ) ??
    of(resources.all('firewalls')) ??
    of(resources.all('vpnGateways')) ??
    of(resources.all('routers')) ??
    of(resources.all('routes').filter((route) => route.properties.nextHop.kind !== 'gateway')) ??
    (auto ? undefined : of(resources.all('subnetworks')))
  );
}
