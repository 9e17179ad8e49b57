import type { CloudFabric } from '../../cloud.ts';
import type { Resources } from '../resources/store.ts';
import { exchangeEnds, exchangeNode } from './exchange.ts';
import { lanLink, lanNode } from './lan.ts';
import { circuitEnds, hostNode, lanCards, routerNode } from './machine.ts';
import {
  equipmentOf,
  managementAnnouncements,
  managementLinks,
  managementNode,
} from './management.ts';

/** What sites and exchanges need of Linux. Pure; nothing in it follows from observations. */
export function compile(resources: Resources, timers: 'fast' | 'real'): CloudFabric {
  // A site without a machine has nothing to manage.
  const sites = resources.all('sites').filter((site) => equipmentOf(site, resources).length > 0);
  const exchanges = resources.all('exchangeRouters');
  return {
    nodes: [
      ...resources.all('routers').map(routerNode),
      ...resources.all('hosts').map(hostNode),
      ...resources.all('lans').map((lan) => lanNode(lan, resources)),
      ...sites.map((site) => managementNode(site, resources)),
      ...exchanges.map((exchange) => exchangeNode(exchange, timers)),
    ],
    links: [
      ...lanCards(resources).map((card) => lanLink(card, resources)),
      ...sites.flatMap((site) => managementLinks(site, resources)),
    ],
    tunnels: [],
    announcements: sites.flatMap((site) => managementAnnouncements(site, resources)),
    openEnds: [...circuitEnds(resources), ...exchanges.flatMap(exchangeEnds)],
  };
}
