import type { protos } from '@google-cloud/compute';
import { readDescribedTags } from '../lab/run-tags.ts';
import type { GoogleClients, OtherGoogleClients } from '../lab/target.ts';
import { collect } from './collect.ts';
import { pathOf, placeOf } from './google-path.ts';
import type { Found, LeftoverKind } from './leftover.ts';

type Tags = Readonly<Record<string, string>>;

/** What resources of Compute Engine have in common, as far as the sweep looks at them. */
interface Resource {
  readonly name?: string | null;
  readonly selfLink?: string | null;
  readonly description?: string | null;
  readonly labels?: Tags | null;
  readonly network?: string | null;
  readonly creationTimestamp?: string | null;
}

/** The SDK warns of its own default otherwise; an async list goes on from page to page all the same. */
const onePage = { autoPaginate: false };

/**
 * By labels; by the tags in its description what takes no labels; firewall rules and routes, which steps make too, else by
 * their network, of which they are a part.
 */
export async function findInProject(
  clients: GoogleClients,
  others: OtherGoogleClients,
): Promise<readonly Found[]> {
  const request = { project: clients.project };
  const networks = await collect(clients.networks.listAsync(request, onePage));
  const tagsOfNetworks = new Map(networks.map((it) => [pathOf(it.selfLink), ownTags(it)]));
  const tagsOfPart = (part: Resource): Tags => {
    const own = ownTags(part);
    return 'wirebook-run' in own ? own : (tagsOfNetworks.get(pathOf(part.network)) ?? own);
  };
  const [firewalls, routes, gateways, instances, tunnels, vpnGateways, routers, subnetworks] =
    await Promise.all([
      collect(clients.firewalls.listAsync(request, onePage)),
      collect(others.routes.listAsync(request, onePage)),
      collect(others.externalVpnGateways.listAsync(request, onePage)),
      everywhere(
        clients.instances.aggregatedListAsync(request, onePage),
        ({ instances: all }) => all,
      ),
      everywhere(
        clients.vpnTunnels.aggregatedListAsync(request, onePage),
        ({ vpnTunnels: all }) => all,
      ),
      everywhere(
        others.vpnGateways.aggregatedListAsync(request, onePage),
        ({ vpnGateways: all }) => all,
      ),
      everywhere(clients.routers.aggregatedListAsync(request, onePage), ({ routers: all }) => all),
      everywhere(
        others.subnetworks.aggregatedListAsync(request, onePage),
        ({ subnetworks: all }) => all,
      ),
    ]);
  const as = (kind: LeftoverKind, tags: (resource: Resource) => Tags) => (resource: Resource) =>
    foundOf(kind, resource, tags(resource));
  return [
    ...networks.map(as('network', ownTags)),
    ...firewalls.map(as('firewall rule', tagsOfPart)),
    ...routes.filter(isOfSomebody).map(as('route', tagsOfPart)),
    ...gateways.map(as('external VPN gateway', ownTags)),
    ...instances.map(as('instance', ownTags)),
    ...tunnels.map(as('VPN tunnel', ownTags)),
    ...vpnGateways.map(as('VPN gateway', ownTags)),
    ...routers.map(as('router', ownTags)),
    ...subnetworks.map(as('subnetwork', ownTags)),
  ];
}

/** An aggregated list has one entry a zone or region. */
async function everywhere<Scoped, T>(
  scopes: AsyncIterable<readonly [string, Scoped]>,
  read: (scoped: Scoped) => readonly T[] | null | undefined,
): Promise<readonly T[]> {
  const entries = await collect(scopes);
  return entries.flatMap(([, scoped]) => read(scoped) ?? []);
}

function foundOf(kind: LeftoverKind, resource: Resource, tags: Tags): Found {
  const id = pathOf(resource.selfLink);
  return {
    cloud: 'google',
    kind,
    id,
    name: resource.name ?? '',
    place: placeOf(id),
    tags,
    ...(resource.creationTimestamp && { createdAt: new Date(resource.creationTimestamp) }),
  };
}

function ownTags({ labels, description }: Resource): Tags {
  return { ...readDescribedTags(description ?? ''), ...labels };
}

/**
 * Not a route that Google makes and deletes with a network or a subnetwork.
 * @see https://cloud.google.com/vpc/docs/routes#types_of_routes
 */
function isOfSomebody(route: protos.google.cloud.compute.v1.IRoute): boolean {
  if (route.nextHopNetwork || route.nextHopPeering) return false;
  return !(route.nextHopGateway && (route.name ?? '').startsWith('default-route-'));
}
