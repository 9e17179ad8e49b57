import type { Attributes, BlockSchema, ResourceType, Schema } from '../../terraform/provider.ts';
import { tunnelOf, withTunnel } from '../resources/ipsec-connection.ts';
import { tunnelView } from '../resources/ipsec-tunnel-view.ts';
import type { Body } from '../resources/kind.ts';
import { present } from '../resources/read.ts';
import {
  blocksOf,
  computed,
  flag,
  flagOf,
  given,
  list,
  number,
  numberOf,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { toAttributes } from './convert.ts';
import type { Place } from './core-resource.ts';
import { refusing } from './core-resource.ts';

const single = (attributes: BlockSchema['attributes']): BlockSchema => ({
  max: 1,
  computed: true,
  attributes,
});

export const tunnelSchema: Schema = {
  attributes: {
    id: text(given),
    // Not of those that recreate: with another connection's tunnel, that one is managed from then on.
    ipsec_id: text(required),
    tunnel_id: text(required),
    routing: text(computed),
    display_name: text(computed),
    ike_version: text(computed),
    nat_translation_enabled: text(computed),
    oracle_can_initiate: text(computed),
    shared_secret: text({ ...computed, sensitive: true }),
    associated_virtual_circuits: list(given),
    compartment_id: text(given),
    cpe_ip: text(given),
    dpd_mode: text(given),
    dpd_timeout_in_sec: number(given),
    state: text(given),
    status: text(given),
    time_created: text(given),
    time_status_updated: text(given),
    vpn_ip: text(given),
  },
  blocks: {
    ...timeouts,
    bgp_session_info: single({
      customer_bgp_asn: text(computed),
      customer_interface_ip: text(computed),
      oracle_interface_ip: text(computed),
      bgp_state: text(given),
      oracle_bgp_asn: text(given),
    }),
    dpd_config: {
      attributes: { dpd_mode: text(), dpd_timeout_in_sec: number() },
    },
    phase_one_details: single({
      custom_authentication_algorithm: text(computed),
      custom_encryption_algorithm: text(computed),
      custom_dh_group: text(computed),
      is_custom_phase_one_config: flag(computed),
      lifetime: number(computed),
      is_ike_established: flag(given),
    }),
    phase_two_details: single({
      custom_authentication_algorithm: text(computed),
      custom_encryption_algorithm: text(computed),
      dh_group: text(computed),
      is_custom_phase_two_config: flag(computed),
      is_pfs_enabled: flag(computed),
      lifetime: number(computed),
      is_esp_established: flag(given),
    }),
  },
};

/** A tunnel that its connection brought. When Terraform lets go of it, it stays as it is. */
export function tunnelManagement({ door, observe }: Place): ResourceType {
  async function shown(state: Attributes): Promise<Attributes | undefined> {
    const observations = await observe();
    const id = textOf(state, 'ipsec_id') ?? '';
    const connection = door.resources.find('ipsecConnections', id);
    if (!connection) return undefined;
    const tunnel = tunnelOf(connection, textOf(state, 'tunnel_id') ?? '');
    const body = tunnelView(tunnel, connection, { resources: door.resources, observations });
    return {
      ...state,
      ...tunnelAttributes(body),
      id: textOf(state, 'id') ?? tunnel.id,
      shared_secret: tunnel.sharedSecret,
    };
  }

  async function change(config: Attributes): Promise<Attributes> {
    const connection = door.get('ipsecConnections', textOf(config, 'ipsec_id') ?? '');
    const tunnel = tunnelOf(connection, textOf(config, 'tunnel_id') ?? '');
    door.change(connection, { properties: withTunnel(connection, tunnel, bodyOf(config)) });
    return (await shown(config)) ?? config;
  }

  return {
    schema: tunnelSchema,
    create: (config) => refusing(() => change(config)),
    read: (state) => refusing(() => shown(state)),
    update: (state, config) =>
      // The provider never gives it another id.
      refusing(() => change({ ...config, id: state['id'] ?? '' })),
    delete: () => Promise.resolve(),
  };
}

/** A tunnel as its data sources show it. */
export function tunnelAttributes(body: Body): Attributes {
  return toAttributes({ ...body, state: body['lifecycleState'] }, tunnelSchema);
}

/** What the provider calls details and info, requests call config. */
function bodyOf(config: Attributes): Body {
  const [bgp] = blocksOf(config, 'bgp_session_info');
  const [dpd] = blocksOf(config, 'dpd_config');
  const [one] = blocksOf(config, 'phase_one_details');
  const [two] = blocksOf(config, 'phase_two_details');
  return present({
    displayName: textOf(config, 'display_name'),
    routing: textOf(config, 'routing')?.toUpperCase(),
    ikeVersion: textOf(config, 'ike_version')?.toUpperCase(),
    sharedSecret: textOf(config, 'shared_secret'),
    natTranslationEnabled: textOf(config, 'nat_translation_enabled')?.toUpperCase(),
    oracleInitiation: textOf(config, 'oracle_can_initiate')?.toUpperCase(),
    bgpSessionConfig: bgp && {
      customerBgpAsn: textOf(bgp, 'customer_bgp_asn'),
      customerInterfaceIp: textOf(bgp, 'customer_interface_ip'),
      oracleInterfaceIp: textOf(bgp, 'oracle_interface_ip'),
    },
    dpdConfig: dpd && {
      dpdMode: textOf(dpd, 'dpd_mode')?.toUpperCase(),
      dpdTimeoutInSec: numberOf(dpd, 'dpd_timeout_in_sec'),
    },
    phaseOneConfig: one && {
      isCustomPhaseOneConfig: flagOf(one, 'is_custom_phase_one_config'),
      authenticationAlgorithm: textOf(one, 'custom_authentication_algorithm'),
      encryptionAlgorithm: textOf(one, 'custom_encryption_algorithm'),
      diffieHelmanGroup: textOf(one, 'custom_dh_group'),
      lifetimeInSeconds: numberOf(one, 'lifetime'),
    },
    phaseTwoConfig: two && {
      isCustomPhaseTwoConfig: flagOf(two, 'is_custom_phase_two_config'),
      authenticationAlgorithm: textOf(two, 'custom_authentication_algorithm'),
      encryptionAlgorithm: textOf(two, 'custom_encryption_algorithm'),
      isPfsEnabled: flagOf(two, 'is_pfs_enabled'),
      pfsDhGroup: textOf(two, 'dh_group'),
      lifetimeInSeconds: numberOf(two, 'lifetime'),
    },
  });
}
