import type { Attributes, CloudPicture, Edge, OfType } from './values.ts';
import { blocks, key, strings, text } from './values.ts';

/** VCNs, and the dynamic routing gateways that join them to each other and to the world. */
export function ociPicture(of: OfType): CloudPicture {
  const networks = new Map(
    of('oci_core_subnet').map((subnet) => [key(subnet['id']), key(subnet['vcn_id'])]),
  );
  const connections = of('oci_core_ipsec');
  const drgs = new Map(connections.map((it) => [key(it['id']), key(it['drg_id'])]));
  const customers = new Map(
    of('oci_core_cpe').map((cpe) => [key(cpe['id']), text(cpe['ip_address'])]),
  );
  const circuits = of('oci_core_virtual_circuit');
  const instances = of('oci_core_instance');
  return {
    groups: of('oci_core_vcn').map((vcn) => ({
      id: key(vcn['id']),
      label: [nameOf(vcn), prefixesOf(vcn).join(', ')].join(' ').trim(),
      cloud: 'oci',
    })),
    nodes: [
      ...of('oci_core_drg').map((drg) => ({
        id: key(drg['id']),
        label: nameOf(drg),
        kind: 'gateway' as const,
      })),
      ...instances.map((instance) => {
        const card = blocks(instance['create_vnic_details'])[0];
        const subnet = key(card?.['subnet_id']) || key(instance['subnet_id']);
        const group = networks.get(subnet);
        return {
          id: key(instance['id']),
          label: `${nameOf(instance)} ${text(instance['private_ip'])}`.trim(),
          kind: 'machine' as const,
          ...(group !== undefined && { group }),
        };
      }),
    ],
    edges: of('oci_core_drg_attachment').flatMap(attachment),
    addresses: [
      ...instances.map((it) => [text(it['public_ip']), key(it['id'])] as const),
      ...of('oci_core_ipsec_connection_tunnel_management').map(
        (tunnel) => [text(tunnel['vpn_ip']), drgs.get(key(tunnel['ipsec_id'])) ?? ''] as const,
      ),
    ],
    tunnels: connections.map((connection) => ({
      from: key(connection['drg_id']),
      to: customers.get(key(connection['cpe_id'])) ?? '',
    })),
    // A partner's customer hands the circuit's OCID to the partner; with Azure, its own service key to Oracle.
    circuits: circuits.map((circuit) => [text(circuit['id']), key(circuit['gateway_id'])]),
    orders: circuits.map((circuit) => ({
      from: key(circuit['gateway_id']),
      key: text(circuit['provider_service_key_name']),
      label: nameOf(circuit),
    })),
  };
}

/** Attachments of IPSec tunnels and virtual circuits, which OCI makes itself, are drawn as what they lead to. */
function attachment(it: Attributes): readonly Edge[] {
  const details = blocks(it['network_details'])[0];
  const network = key(it['vcn_id']) || (details?.['type'] === 'VCN' ? key(details['id']) : '');
  if (network === '') return [];
  return [{ from: network, to: key(it['drg_id']), kind: 'link', label: 'attachment' }];
}

function prefixesOf(vcn: Attributes): readonly string[] {
  const blocks = strings(vcn['cidr_blocks']);
  return blocks.length > 0 ? blocks : [text(vcn['cidr_block'])];
}

function nameOf(resource: Attributes): string {
  return text(resource['display_name']) || text(resource['id']);
}
