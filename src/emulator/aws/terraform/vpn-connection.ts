import type { Attributes, AttributeSchema, Value } from '../../terraform/provider.ts';
import { bgpHoldTime, customerConfiguration } from '../resources/customer-configuration.ts';
import type { Resources } from '../resources/store.ts';
import type { PhaseOptions, TunnelInput } from '../resources/tunnel-options.ts';
import { insideAddresses } from '../resources/tunnel-options.ts';
import type { VpnConnection, VpnTunnel } from '../resources/vpn-connection.ts';
import {
  addConnectionRoute,
  changeTunnel,
  createVpnConnection,
  deleteVpnConnection,
  isLive,
  removeConnectionRoute,
} from '../resources/vpn-connection.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  chosen,
  common,
  computed,
  defined,
  fixed,
  flag,
  flagOf,
  given,
  number,
  numberOf,
  numbers,
  numbersOf,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
} from './attributes.ts';

type Index = 1 | 2;

const tunnelAttributes = (index: Index): Readonly<Record<string, AttributeSchema>> =>
  Object.fromEntries(
    Object.entries({
      address: text(given),
      bgp_asn: text(given),
      bgp_holdtime: number(given),
      cgw_inside_address: text(given),
      vgw_inside_address: text(given),
      inside_cidr: text(computed),
      inside_ipv6_cidr: text(computed),
      preshared_key: text({ computed: true, sensitive: true }),
      dpd_timeout_action: text(),
      dpd_timeout_seconds: number(),
      enable_tunnel_lifecycle_control: flag({ default: false }),
      ike_versions: set(),
      phase1_dh_group_numbers: numbers(),
      phase1_encryption_algorithms: set(),
      phase1_integrity_algorithms: set(),
      phase1_lifetime_seconds: number(),
      phase2_dh_group_numbers: numbers(),
      phase2_encryption_algorithms: set(),
      phase2_integrity_algorithms: set(),
      phase2_lifetime_seconds: number(),
      rekey_fuzz_percentage: number(),
      rekey_margin_time_seconds: number(),
      replay_window_size: number(),
      startup_action: text(),
    }).map(([name, schema]) => [`tunnel${index}_${name}`, schema]),
  );

export const vpnConnection: AwsResource = {
  kind: 'vpnConnections',
  schema: {
    attributes: {
      ...tagged,
      type: text(fixed),
      customer_gateway_id: text(fixed),
      vpn_gateway_id: text(fixed),
      static_routes_only: flag(chosen),
      enable_acceleration: flag(chosen),
      local_ipv4_network_cidr: text(chosen),
      remote_ipv4_network_cidr: text(chosen),
      outside_ip_address_type: text(chosen),
      tunnel_inside_ip_version: text(chosen),
      customer_gateway_configuration: text({ readOnly: true, sensitive: true }),
      ...tunnelAttributes(1),
      ...tunnelAttributes(2),
    },
  },
  create: (draft, config) =>
    createVpnConnection(draft, {
      customerGatewayId: textOf(config, 'customer_gateway_id') ?? '',
      vpnGatewayId: textOf(config, 'vpn_gateway_id') ?? '',
      staticRoutesOnly: flagOf(config, 'static_routes_only'),
      localIpv4NetworkCidr: textOf(config, 'local_ipv4_network_cidr'),
      remoteIpv4NetworkCidr: textOf(config, 'remote_ipv4_network_cidr'),
      tunnels: [tunnelInput(config, 1), tunnelInput(config, 2)],
      tags: tagsOf(config),
    }).id,
  read(resources, id, previous) {
    const found = resources.find('vpnConnections', id);
    if (!found || !isLive(found)) return undefined;
    const [first, second] = inOrder(found, previous);
    return {
      arn: arnOf(resources, 'vpn-connection', id),
      type: 'ipsec.1',
      customer_gateway_id: found.customerGatewayId,
      vpn_gateway_id: found.vpnGatewayId,
      static_routes_only: found.staticRoutesOnly,
      enable_acceleration: false,
      local_ipv4_network_cidr: found.localIpv4NetworkCidr,
      remote_ipv4_network_cidr: found.remoteIpv4NetworkCidr,
      outside_ip_address_type: 'PublicIpv4',
      tunnel_inside_ip_version: 'ipv4',
      customer_gateway_configuration: customerConfiguration(found, resources),
      ...tunnelValues(1, first, found, resources),
      ...tunnelValues(2, second, found, resources),
    };
  },
  update(draft, id, { state, config }) {
    for (const index of [1, 2] as const) {
      const [before, after] = [tunnelInput(state, index), tunnelInput(config, index)];
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      changeTunnel(draft, id, textOf(state, `tunnel${index}_address`) ?? '', after);
    }
  },
  delete: deleteVpnConnection,
};

/** The id is `10.0.0.0/16:vpn-…`. */
export const vpnConnectionRoute: AwsResource = {
  schema: {
    attributes: { ...common, destination_cidr_block: text(fixed), vpn_connection_id: text(fixed) },
  },
  create(draft, config) {
    const [cidr = '', id = ''] = [
      textOf(config, 'destination_cidr_block'),
      textOf(config, 'vpn_connection_id'),
    ];
    addConnectionRoute(draft, id, cidr);
    return `${cidr}:${id}`;
  },
  read(resources, route) {
    const [cidr = '', id = ''] = route.split(':');
    return resources.find('vpnConnections', id)?.routes.includes(cidr)
      ? { destination_cidr_block: cidr, vpn_connection_id: id }
      : undefined;
  },
  delete(draft, route) {
    const [cidr = '', id = ''] = route.split(':');
    removeConnectionRoute(draft, id, cidr);
  },
};

/** The provider's order: as configured where that tells the tunnels apart, by outside address otherwise. */
function inOrder(connection: VpnConnection, previous: Attributes): readonly [VpnTunnel, VpnTunnel] {
  const [first, second] = connection.tunnels;
  const told =
    textOf(previous, 'tunnel1_inside_cidr') ??
    textOf(previous, 'tunnel1_preshared_key') ??
    textOf(previous, 'tunnel1_address');
  if (told !== undefined) {
    const isFirst = [first.insideCidr, first.presharedKey, first.outsideAddress].includes(told);
    return isFirst ? [first, second] : [second, first];
  }
  return first.outsideAddress < second.outsideAddress ? [first, second] : [second, first];
}

function tunnelValues(
  index: Index,
  tunnel: VpnTunnel,
  connection: VpnConnection,
  resources: Resources,
): Readonly<Record<string, Value>> {
  const inside = insideAddresses(tunnel);
  const gateway = resources.find('vpnGateways', connection.vpnGatewayId);
  const values = {
    address: tunnel.outsideAddress,
    bgp_asn: connection.staticRoutesOnly ? '' : String(gateway?.amazonSideAsn ?? ''),
    bgp_holdtime: connection.staticRoutesOnly ? 0 : bgpHoldTime,
    cgw_inside_address: inside.customer,
    vgw_inside_address: inside.aws,
    inside_cidr: tunnel.insideCidr,
    inside_ipv6_cidr: '',
    preshared_key: tunnel.presharedKey,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`tunnel${index}_${name}`, value]),
  );
}

function tunnelInput(config: Attributes, index: Index): TunnelInput {
  const name = (attribute: string) => `tunnel${index}_${attribute}`;
  return onlyGiven({
    insideCidr: textOf(config, name('inside_cidr')),
    presharedKey: textOf(config, name('preshared_key')),
    startupAction: textOf(config, name('startup_action')),
    dpdTimeoutAction: textOf(config, name('dpd_timeout_action')),
    dpdTimeoutSeconds: numberOf(config, name('dpd_timeout_seconds')),
    ikeVersions: textsOf(config, name('ike_versions')),
    rekeyFuzzPercentage: numberOf(config, name('rekey_fuzz_percentage')),
    rekeyMarginTimeSeconds: numberOf(config, name('rekey_margin_time_seconds')),
    replayWindowSize: numberOf(config, name('replay_window_size')),
    phase1: phaseInput(config, name('phase1')),
    phase2: phaseInput(config, name('phase2')),
  }) as TunnelInput;
}

function phaseInput(config: Attributes, prefix: string): Partial<PhaseOptions> {
  return onlyGiven({
    lifetimeSeconds: numberOf(config, `${prefix}_lifetime_seconds`),
    encryption: textsOf(config, `${prefix}_encryption_algorithms`),
    integrity: textsOf(config, `${prefix}_integrity_algorithms`),
    groups: numbersOf(config, `${prefix}_dh_group_numbers`),
  }) as Partial<PhaseOptions>;
}

function onlyGiven(values: Readonly<Record<string, unknown>>): unknown {
  return defined(values as Readonly<Record<string, Value | undefined>>);
}
