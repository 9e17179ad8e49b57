import { declaration, element } from '../query/xml.ts';
import type { XmlObject } from '../query/xml.ts';
import type { Resources } from './store.ts';
import { insideAddresses } from './tunnel-options.ts';
import type { VpnConnection, VpnTunnel } from './vpn-connection.ts';

/** What the customer's device is told to offer; AWS accepts more. */
export const bgpHoldTime = 30;

/**
 * The XML that DescribeVpnConnections gives for the customer's device. Terraform's provider reads addresses and keys
 * out of it, so its element names are an interface.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html
 */
export function customerConfiguration(connection: VpnConnection, resources: Resources): string {
  const { id, customerGatewayId, vpnGatewayId } = connection;
  const customer = resources.find('customerGateways', customerGatewayId);
  const gateway = resources.find('vpnGateways', vpnGatewayId);
  const ends = {
    customer: { asn: customer?.bgpAsn ?? 0, address: customer?.ipAddress ?? '' },
    gateway: { asn: gateway?.amazonSideAsn ?? 0 },
  };
  const content = [
    element('customer_gateway_id', customerGatewayId),
    element('vpn_gateway_id', vpnGatewayId),
    element('vpn_connection_type', 'ipsec.1'),
    ...connection.tunnels.map((tunnel) =>
      element('ipsec_tunnel', tunnelElement(tunnel, connection, ends)),
    ),
  ].join('');
  return `${declaration}<vpn_connection id="${id}">${content}</vpn_connection>`;
}

interface Ends {
  readonly customer: { readonly asn: number; readonly address: string };
  readonly gateway: { readonly asn: number };
}

function tunnelElement(tunnel: VpnTunnel, connection: VpnConnection, ends: Ends): XmlObject {
  const inside = insideAddresses(tunnel);
  const side = (outside: string, address: string, asn: number): XmlObject => ({
    tunnel_outside_address: { ip_address: outside },
    tunnel_inside_address: {
      ip_address: address,
      network_mask: '255.255.255.252',
      network_cidr: 30,
    },
    bgp: connection.staticRoutesOnly ? undefined : { asn, hold_time: bgpHoldTime },
  });
  return {
    customer_gateway: side(ends.customer.address, inside.customer, ends.customer.asn),
    vpn_gateway: side(tunnel.outsideAddress, inside.aws, ends.gateway.asn),
    ike: {
      authentication_protocol: 'sha1',
      encryption_protocol: 'aes-128-cbc',
      lifetime: tunnel.phase1.lifetimeSeconds,
      perfect_forward_secrecy: 'group2',
      mode: 'main',
      pre_shared_key: tunnel.presharedKey,
    },
    ipsec: {
      protocol: 'esp',
      authentication_protocol: 'hmac-sha1-96',
      encryption_protocol: 'aes-128-cbc',
      lifetime: tunnel.phase2.lifetimeSeconds,
      perfect_forward_secrecy: 'group2',
      mode: 'tunnel',
      clear_df_bit: true,
      fragmentation_before_encryption: true,
      tcp_mss_adjustment: 1379,
      dead_peer_detection: { interval: 10, retries: 3 },
    },
  };
}
