import type { CloudFabric } from '../../cloud.ts';
import { edgeAnnouncements, edgeLink, edgeNode } from './edge.ts';
import type { Layout } from './layout.ts';
import { internetGatewayOf, presentInstances } from './layout.ts';
import { machineNode } from './machine.ts';
import { cardLink, portNode } from './port.ts';
import { vcnLinks, vcnRouter } from './vcn-router.ts';

/** VCNs with their internet gateways, and instances. */
export function networkParts(layout: Layout): Partial<CloudFabric> {
  const { resources, cards } = layout;
  const vcns = resources.all('vcns');
  const edges = vcns.flatMap((vcn) => {
    const gateway = internetGatewayOf(vcn, layout);
    return gateway ? [{ vcn, gateway }] : [];
  });
  return {
    nodes: [
      ...vcns.map((vcn) => vcnRouter(vcn, layout)),
      ...edges.map(({ vcn, gateway }) => edgeNode(gateway, vcn, layout)),
      ...cards.map((card) => portNode(card, layout)),
      ...presentInstances(resources).map((instance) => machineNode(instance, layout)),
    ],
    links: [
      ...vcns.flatMap((vcn) => vcnLinks(vcn, layout)),
      ...edges.map(({ gateway }) => edgeLink(gateway)),
      ...cards.map(cardLink),
    ],
    announcements: edges.flatMap(({ vcn, gateway }) => edgeAnnouncements(gateway, vcn, layout)),
  };
}
