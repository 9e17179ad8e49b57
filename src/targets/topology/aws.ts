import type { Attributes, CloudPicture, OfType } from './values.ts';
import { blocks, key, text, withAsn } from './values.ts';

export function awsPicture(of: OfType): CloudPicture {
  const subnets = new Map(
    of('aws_subnet').map((subnet) => [text(subnet['id']), text(subnet['vpc_id'])]),
  );
  const customers = new Map(
    of('aws_customer_gateway').map((gateway) => [text(gateway['id']), text(gateway['ip_address'])]),
  );
  const attached = new Map(
    of('aws_vpn_gateway_attachment').map((it) => [text(it['vpn_gateway_id']), text(it['vpc_id'])]),
  );
  const cards = new Map(
    of('aws_instance').flatMap((machine) => {
      const primary = text(machine['primary_network_interface_id']);
      return primary === '' ? [] : [[primary, key(machine['id'])] as const];
    }),
  );
  const instances = of('aws_instance');
  const connections = of('aws_vpn_connection');
  return {
    groups: of('aws_vpc').map((vpc) => ({
      id: key(vpc['id']),
      label: `${nameOf(vpc)} ${text(vpc['cidr_block'])}`,
      cloud: 'aws',
    })),
    nodes: [
      ...of('aws_vpn_gateway').map((gateway) => ({
        id: key(gateway['id']),
        label: withAsn(nameOf(gateway), gateway['amazon_side_asn']),
        kind: 'gateway' as const,
        ...groupOf(text(gateway['vpc_id']) || attached.get(text(gateway['id']))),
      })),
      ...instances.map((machine) => ({
        id: key(machine['id']),
        label: `${nameOf(machine)} ${text(machine['private_ip'])}`,
        kind: 'machine' as const,
        ...groupOf(subnets.get(text(machine['subnet_id']))),
      })),
    ],
    edges: [],
    addresses: [
      ...instances.map((machine) => [text(machine['public_ip']), key(machine['id'])] as const),
      ...elasticAddresses(of, cards),
      ...connections.flatMap((connection) =>
        ['tunnel1_address', 'tunnel2_address'].map(
          (name) => [text(connection[name]), key(connection['vpn_gateway_id'])] as const,
        ),
      ),
    ],
    tunnels: connections.map((connection) => ({
      from: key(connection['vpn_gateway_id']),
      to: customers.get(text(connection['customer_gateway_id'])) ?? '',
    })),
  };
}

function elasticAddresses(
  of: OfType,
  cards: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const addresses = new Map(of('aws_eip').map((eip) => [text(eip['id']), text(eip['public_ip'])]));
  const holder = (it: Attributes) =>
    key(it['instance_id'] ?? it['instance']) ||
    cards.get(text(it['network_interface_id'] ?? it['network_interface'])) ||
    '';
  return [
    ...of('aws_eip').map((eip) => [text(eip['public_ip']), holder(eip)] as const),
    ...of('aws_eip_association').map(
      (it) => [addresses.get(text(it['allocation_id'])) ?? '', holder(it)] as const,
    ),
  ];
}

function nameOf(resource: Attributes): string {
  return text(blocks(resource['tags'])[0]?.['Name']) || text(resource['id']);
}

function groupOf(vpc: string | undefined): { readonly group?: string } {
  return vpc === undefined || vpc === '' ? {} : { group: key(vpc) };
}
