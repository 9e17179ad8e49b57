import type { CloudPicture, OfType } from './values.ts';
import { blocks, text, withAsn } from './values.ts';

/** References are ids, self links or names: the last segment is the name in all of them. */
export function googlePicture(of: OfType): CloudPicture {
  const subnetworks = of('google_compute_subnetwork');
  const networkOf = new Map(
    subnetworks.map((it) => [last(it['name']), id('network', it['network'])]),
  );
  const asns = new Map(
    of('google_compute_router').map((router) => [
      last(router['network']),
      blocks(router['bgp'])[0]?.['asn'],
    ]),
  );
  const gateways = of('google_compute_ha_vpn_gateway');
  const externals = new Map(
    of('google_compute_external_vpn_gateway').map((gateway) => [
      last(gateway['name']),
      blocks(gateway['interface']),
    ]),
  );
  return {
    groups: of('google_compute_network').map((network) => {
      const ranges = subnetworks
        .filter((it) => last(it['network']) === text(network['name']))
        .map((it) => text(it['ip_cidr_range']));
      return {
        id: id('network', network['name']),
        label: [text(network['name']), ranges.join(', ')].join(' ').trim(),
        cloud: 'google',
      };
    }),
    nodes: [
      ...gateways.map((gateway) => ({
        id: id('gateway', gateway['name']),
        label: withAsn(text(gateway['name']), asns.get(last(gateway['network']))),
        kind: 'gateway' as const,
        group: id('network', gateway['network']),
      })),
      ...of('google_compute_instance').map((machine) => {
        const card = blocks(machine['network_interface'])[0];
        const group = networkOf.get(last(card?.['subnetwork'])) ?? id('network', card?.['network']);
        return {
          id: id('instance', machine['name']),
          label: `${text(machine['name'])} ${text(card?.['network_ip'])}`,
          kind: 'machine' as const,
          group,
        };
      }),
    ],
    edges: [],
    addresses: gateways.flatMap((gateway) =>
      blocks(gateway['vpn_interfaces']).map(
        (part) => [text(part['ip_address']), id('gateway', gateway['name'])] as const,
      ),
    ),
    tunnels: of('google_compute_vpn_tunnel').map((tunnel) => {
      const side = text(tunnel['peer_external_gateway_interface']);
      const external = externals.get(last(tunnel['peer_external_gateway'])) ?? [];
      return {
        from: id('gateway', tunnel['vpn_gateway']),
        to: text(external.find((part) => text(part['id']) === side)?.['ip_address']),
      };
    }),
  };
}

function id(kind: string, reference: unknown): string {
  return `google ${kind} ${last(reference)}`;
}

function last(reference: unknown): string {
  return text(reference).split('/').at(-1) ?? '';
}
