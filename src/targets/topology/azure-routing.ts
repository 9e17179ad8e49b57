import { subnetGroup } from './azure-ids.ts';
import type { Edge, Node, OfType } from './values.ts';
import { blocks, key, text, withAsn } from './values.ts';

/** ExpressRoute circuits and Route Servers: what routes in Azure besides networks and their gateways. */
export function circuitNodes(of: OfType): readonly Node[] {
  return of('azurerm_express_route_circuit').map((circuit) => ({
    id: key(circuit['id']),
    label: [
      text(circuit['name']),
      [text(circuit['service_provider_name']), text(circuit['peering_location'])]
        .filter((part) => part !== '')
        .join(', '),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    kind: 'router',
  }));
}

export function circuitConnections(of: OfType): readonly Edge[] {
  return of('azurerm_virtual_network_gateway_connection')
    .filter((connection) => text(connection['express_route_circuit_id']) !== '')
    .map((connection) => ({
      from: key(connection['virtual_network_gateway_id']),
      to: key(connection['express_route_circuit_id']),
      kind: 'circuit',
    }));
}

export function routeServerNodes(of: OfType): readonly Node[] {
  return of('azurerm_route_server').map((server) => ({
    id: key(server['id']),
    label: withAsn(text(server['name']), server['virtual_router_asn']),
    kind: 'router',
    ...subnetGroup(server['subnet_id']),
  }));
}

/** To the machine that has the peer's address. */
export function routeServerPeers(of: OfType): readonly Edge[] {
  const cards = new Map(
    of('azurerm_network_interface').flatMap((card) =>
      blocks(card['ip_configuration']).map((part) => [
        text(part['private_ip_address']),
        key(card['virtual_machine_id']) || machineWith(card['id'], of),
      ]),
    ),
  );
  return of('azurerm_route_server_bgp_connection').flatMap((peer): readonly Edge[] => {
    const machine = cards.get(text(peer['peer_ip'])) ?? '';
    if (machine === '') return [];
    return [
      {
        from: key(peer['route_server_id']),
        to: machine,
        kind: 'link',
        label: withAsn('BGP', peer['peer_asn']),
      },
    ];
  });
}

function machineWith(card: unknown, of: OfType): string {
  const machine = of('azurerm_linux_virtual_machine', 'azurerm_virtual_machine').find((it) => {
    const cards = it['network_interface_ids'];
    return Array.isArray(cards) && cards.some((id) => key(id) === key(card));
  });
  return key(machine?.['id']);
}
