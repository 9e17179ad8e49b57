import type { CloudFabric, OpenEnd } from '../cloud.ts';
import { internetNode } from '../cloud.ts';
import type { Fabric, FabricLink, RouterNode } from '../fabric/fabric.ts';

/** Addresses that the emulated internet answers for, as well-known resolvers do. */
export const wellKnownAddresses = ['8.8.8.8', '8.8.4.4', '1.1.1.1'] as const;

/** Where the harness itself sits: connections to machines come from here (TEST-NET-3, RFC 5737). */
export const harnessAddress = '203.0.113.10';

/** Joins the clouds' parts to one fabric, with the internet between them. Pure. */
export function joinClouds(clouds: readonly CloudFabric[]): Fabric {
  const internet: RouterNode = {
    kind: 'router',
    name: internetNode,
    label: 'the internet',
    loopbacks: [harnessAddress, ...wellKnownAddresses],
    routes: clouds
      .flatMap((cloud) => cloud.announcements)
      .map(({ address, device }) => ({ to: `${address}/32`, via: [{ device }] })),
    transparentTtl: false,
    tables: [],
  };
  return {
    nodes: [internet, ...clouds.flatMap((cloud) => cloud.nodes)],
    links: [
      ...clouds.flatMap((cloud) => cloud.links),
      ...joinEnds(clouds.flatMap((cloud) => cloud.openEnds ?? [])),
    ],
    tunnels: clouds.flatMap((cloud) => cloud.tunnels),
  };
}

/** Two ends of the same name are one link; an end alone is no link yet. */
function joinEnds(ends: readonly OpenEnd[]): readonly FabricLink[] {
  const byName = Map.groupBy(ends, ({ name }) => name);
  return [...byName].flatMap(([name, [one, other]]) =>
    one === undefined || other === undefined ? [] : [{ name, ends: [one.end, other.end] }],
  );
}
