import type { Attributes, CloudPicture, Edge, OfType } from './values.ts';
import { blocks, key, strings, text, withAsn } from './values.ts';

/** Customer sites and exchange providers. */
export function onpremPicture(of: OfType): CloudPicture {
  const lans = of('onprem_lan');
  const routers = of('onprem_router');
  const hosts = of('onprem_host');
  const exchanges = of('onprem_exchange_router');
  return {
    groups: of('onprem_site').map((site) => {
      const prefixes = lans
        .filter((lan) => key(lan['site_id']) === key(site['id']))
        .map((lan) => text(lan['cidr']));
      return {
        id: key(site['id']),
        label: [text(site['name']), prefixes.join(', ')].join(' ').trim(),
        cloud: 'onprem',
      };
    }),
    nodes: [
      ...routers.map((router) => ({
        id: key(router['id']),
        label: withAsn(text(router['name']), router['asn']),
        kind: 'router' as const,
        group: key(router['site_id']),
      })),
      ...hosts.map((host) => ({
        id: key(host['id']),
        label: `${text(host['name'])} ${text(host['address'])}`,
        kind: 'machine' as const,
        group: key(host['site_id']),
      })),
      ...exchanges.map((exchange) => ({
        id: key(exchange['id']),
        label: withAsn(text(exchange['name']), exchange['asn']),
        kind: 'router' as const,
      })),
    ],
    edges: hosts.flatMap((host) => behindRouter(host, routers, lans)),
    addresses: [...routers, ...hosts].flatMap((machine) =>
      [text(machine['public_address']), ...strings(machine['private_addresses'])].map(
        (address) => [address, key(machine['id'])] as const,
      ),
    ),
    tunnels: [],
    orders: [
      ...of('onprem_circuit_link').map((circuit) => ({
        from: key(circuit['router_id']),
        key: text(circuit['circuit_key']),
        label: text(circuit['link']),
      })),
      ...exchanges.flatMap((exchange) =>
        ['azure', 'oci'].flatMap((side) =>
          ['primary', 'secondary']
            .filter((link) => text(exchange[`${side}_${link}_address`]) !== '')
            .map((link) => ({
              from: key(exchange['id']),
              key: text(exchange[`${side}_circuit_key`]),
              label: link,
            })),
        ),
      ),
    ],
  };
}

/** A host hangs on the router that has its gateway's address in its LAN. */
function behindRouter(
  host: Attributes,
  routers: readonly Attributes[],
  lans: readonly Attributes[],
): readonly Edge[] {
  const router = routers.find((it) =>
    blocks(it['lan']).some(
      (part) =>
        key(part['lan_id']) === key(host['lan_id']) && text(part['address']) === host['gateway'],
    ),
  );
  if (!router) return [];
  const lan = lans.find((it) => key(it['id']) === key(host['lan_id']));
  return [
    { from: key(host['id']), to: key(router['id']), kind: 'link', label: text(lan?.['name']) },
  ];
}
