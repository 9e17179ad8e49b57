import { hexName, numericId } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import type { Body } from '../resources/kind.ts';
import type { Resources } from '../resources/store.ts';

/** Routes that Google makes for each subnet and lists beside the user's own. They cannot be deleted. */
export function subnetRoutes(project: string, resources: Resources): readonly Body[] {
  return resources.all('subnetworks').map(({ path, createdAt, properties }) => {
    const name = `default-route-${hexName(path)}`;
    const own = `projects/${project}/global/routes/${name}`;
    return {
      kind: 'compute#route',
      id: numericId(own),
      creationTimestamp: timestamp(createdAt),
      name,
      description: `Default local route to the subnetwork ${properties.ipCidrRange}.`,
      network: selfLink(properties.network),
      destRange: properties.ipCidrRange,
      priority: 0,
      nextHopNetwork: selfLink(properties.network),
      routeType: 'SUBNET',
      selfLink: selfLink(own),
    };
  });
}
