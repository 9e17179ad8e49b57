import type { Topology } from '../lab/events.ts';

/** A resource in a Terraform state, local or of the real program. */
export interface StateResource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Group = Topology['groups'][number];
type Node = Topology['nodes'][number];
type Edge = Topology['edges'][number];

/** The picture of what a Terraform state describes: networks, what is in them, and how they are joined. Pure. */
export function topologyOf(resources: readonly StateResource[]): Topology {
  const of = (...types: readonly string[]) =>
    resources.filter(({ type }) => types.includes(type)).map(({ attributes }) => attributes);
  const networks = of('azurerm_virtual_network');
  const gateways = of('azurerm_virtual_network_gateway');

  const groups = networks.map((network): Group => ({
    id: key(network['id']),
    label: `${text(network['name'])} ${strings(network['address_space']).join(', ')}`,
    cloud: 'azure',
  }));

  const cards = new Map(of('azurerm_network_interface').map((card) => [key(card['id']), card]));
  const machines = of('azurerm_linux_virtual_machine', 'azurerm_virtual_machine').map(
    (machine): Node => {
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
        ...groupOf(configurations[0]?.['subnet_id']),
      };
    },
  );

  const gatewayNodes = gateways.map((gateway): Node => {
    const asn = blocks(gateway['bgp_settings'])[0]?.['asn'];
    return {
      id: key(gateway['id']),
      label:
        asn === undefined || asn === null
          ? text(gateway['name'])
          : `${text(gateway['name'])} AS ${text(asn)}`,
      kind: 'gateway',
      ...groupOf(blocks(gateway['ip_configuration'])[0]?.['subnet_id']),
    };
  });

  return {
    groups,
    nodes: [...gatewayNodes, ...machines],
    edges: [...peerings(of('azurerm_virtual_network_peering'), networks), ...tunnels(of, gateways)],
  };
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

/** A connection leads to the gateway whose public address its local network gateway names. */
function tunnels(
  of: (type: string) => readonly Attributes[],
  gateways: readonly Attributes[],
): readonly Edge[] {
  const addresses = new Map(of('azurerm_public_ip').map((ip) => [key(ip['id']), ip['ip_address']]));
  const peers = new Map(
    of('azurerm_local_network_gateway').map((peer) => [key(peer['id']), peer['gateway_address']]),
  );
  const gatewayAt = (address: unknown) =>
    gateways.find((gateway) =>
      blocks(gateway['ip_configuration']).some(
        (configuration) => addresses.get(key(configuration['public_ip_address_id'])) === address,
      ),
    );
  const byPair = new Map<string, Edge>();
  for (const connection of of('azurerm_virtual_network_gateway_connection')) {
    const remote = gatewayAt(peers.get(key(connection['local_network_gateway_id'])));
    if (remote === undefined) continue;
    const [from = '', to = ''] = [
      key(connection['virtual_network_gateway_id']),
      key(remote['id']),
    ].toSorted();
    byPair.set(`${from} ${to}`, { from, to, kind: 'tunnel', label: 'IPsec' });
  }
  return [...byPair.values()];
}

type Attributes = Readonly<Record<string, unknown>>;

/** A subnet's id begins with its network's. */
function groupOf(subnet: unknown): { readonly group?: string } {
  const network = /^(.*?)\/subnets\//i.exec(text(subnet))?.[1];
  return network === undefined ? {} : { group: key(network) };
}

/** ARM ids compare without regard to case. */
function key(id: unknown): string {
  return text(id).toLowerCase();
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function blocks(value: unknown): readonly Attributes[] {
  if (Array.isArray(value)) return value as readonly Attributes[];
  return typeof value === 'object' && value !== null ? [value as Attributes] : [];
}
