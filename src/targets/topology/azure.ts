import {
  circuitConnections,
  circuitNodes,
  routeServerNodes,
  routeServerPeers,
} from './azure-routing.ts';
import { subnetGroup } from './azure-ids.ts';
import type { Attributes, CloudPicture, Edge, Group, Node, OfType } from './values.ts';
import { blocks, key, strings, text, withAsn } from './values.ts';

export function azurePicture(of: OfType): CloudPicture {
  const networks = of('azurerm_virtual_network');
  const gateways = of('azurerm_virtual_network_gateway');
  const publicIps = new Map(
    of('azurerm_public_ip').map((ip) => [key(ip['id']), text(ip['ip_address'])]),
  );
  const peers = new Map(of('azurerm_local_network_gateway').map((peer) => [key(peer['id']), peer]));
  return {
    groups: networks.map((network): Group => ({
      id: key(network['id']),
      label: [text(network['name']), strings(network['address_space']).join(', ')].join(' '),
      cloud: 'azure',
    })),
    nodes: [
      ...gateways.map(gatewayNode),
      ...circuitNodes(of),
      ...routeServerNodes(of),
      ...machineNodes(of),
    ],
    edges: [
      ...peerings(of('azurerm_virtual_network_peering'), networks),
      ...circuitConnections(of),
      ...routeServerPeers(of),
    ],
    addresses: gateways.flatMap((gateway) =>
      blocks(gateway['ip_configuration']).map(
        (part) =>
          [publicIps.get(key(part['public_ip_address_id'])) ?? '', key(gateway['id'])] as const,
      ),
    ),
    tunnels: of('azurerm_virtual_network_gateway_connection').map((connection) => ({
      from: key(connection['virtual_network_gateway_id']),
      to: text(peers.get(key(connection['local_network_gateway_id']))?.['gateway_address']),
    })),
    circuits: of('azurerm_express_route_circuit').map((circuit) => [
      text(circuit['service_key']),
      key(circuit['id']),
    ]),
  };
}

function gatewayNode(gateway: Attributes): Node {
  return {
    id: key(gateway['id']),
    label: withAsn(text(gateway['name']), blocks(gateway['bgp_settings'])[0]?.['asn']),
    kind: 'gateway',
    ...subnetGroup(blocks(gateway['ip_configuration'])[0]?.['subnet_id']),
  };
}

function machineNodes(of: OfType): readonly Node[] {
  const cards = new Map(of('azurerm_network_interface').map((card) => [key(card['id']), card]));
  return of('azurerm_linux_virtual_machine', 'azurerm_virtual_machine').map((machine) => {
    const configurations = strings(machine['network_interface_ids']).flatMap((id) =>
      blocks(cards.get(key(id))?.['ip_configuration']),
    );
    const addresses = configurations.map((configuration) =>
      text(configuration['private_ip_address']),
    );
    return {
      id: key(machine['id']),
      label: [text(machine['name']), ...addresses].join(' '),
      kind: 'machine',
      ...subnetGroup(configurations[0]?.['subnet_id']),
    };
  });
}

/** Two peerings, one from each side, are one line. */
function peerings(sides: readonly Attributes[], networks: readonly Attributes[]): readonly Edge[] {
  const idOf = (name: unknown) => key(networks.find((network) => network['name'] === name)?.['id']);
  const byPair = new Map<string, Edge>();
  for (const side of sides) {
    const [from = '', to = ''] = [
      idOf(side['virtual_network_name']),
      key(side['remote_virtual_network_id']),
    ].toSorted();
    const transit =
      side['use_remote_gateways'] === true || byPair.get(`${from} ${to}`)?.label !== undefined;
    byPair.set(`${from} ${to}`, {
      from,
      to,
      kind: 'peering',
      ...(transit && { label: 'gateway transit' }),
    });
  }
  return [...byPair.values()];
}
