import type { DataSourceType } from '../../terraform/provider.ts';
import { providerServices } from '../resources/fastconnect-providers.ts';
import { tunnelView } from '../resources/ipsec-tunnel-view.ts';
import type { Body } from '../resources/kind.ts';
import { rulesOf } from '../routing/drg-tables.ts';
import { ruleView } from '../rest/drg.ts';
import { required, text, textOf } from './attributes.ts';
import type { Place } from './core-resource.ts';
import { collectionSource, listSource } from './data-sources.ts';

/** Look-ups around DRGs. */
export function createDrgDataSources(place: Place): Readonly<Record<string, DataSourceType>> {
  const { door, observe } = place;
  return {
    oci_core_drgs: collectionSource('drgs', 'drgs', place, { compartment_id: text(required) }),
    oci_core_drg_attachments: listSource({
      name: 'drg_attachments',
      arguments: {
        compartment_id: text(required),
        attachment_type: text(),
        display_name: text(),
        drg_id: text(),
        drg_route_table_id: text(),
        network_id: text(),
        state: text(),
        vcn_id: text(),
      },
      async items(config) {
        const observations = await observe();
        const type = textOf(config, 'attachment_type') ?? 'VCN';
        const equal = (argument: string, value: string | undefined): boolean =>
          (textOf(config, argument) ?? value) === value;
        return door.resources
          .all('drgAttachments')
          .filter(
            ({ displayName, lifecycleState, properties: { network, drgId, drgRouteTableId } }) =>
              [
                type === 'ALL' || network.type === type,
                equal('network_id', network.id),
                equal('vcn_id', network.type === 'VCN' ? network.id : undefined),
                equal('drg_id', drgId),
                equal('drg_route_table_id', drgRouteTableId),
                equal('display_name', displayName),
                equal('state', lifecycleState),
              ].every(Boolean),
          )
          .map((attachment) => inBlocks(door.show(attachment, observations), 'networkDetails'));
      },
    }),
    oci_core_drg_route_tables: collectionSource('drgRouteTables', 'drg_route_tables', place, {
      drg_id: text(required),
      display_name: text(),
      import_drg_route_distribution_id: text(),
      state: text(),
    }),
    oci_core_drg_route_distributions: collectionSource(
      'drgRouteDistributions',
      'drg_route_distributions',
      place,
      { drg_id: text(required), display_name: text(), state: text() },
    ),
    oci_core_drg_route_table_route_rules: listSource({
      name: 'drg_route_rules',
      arguments: { drg_route_table_id: text(required), route_type: text() },
      async items(config) {
        const observations = await observe();
        const table = door.get('drgRouteTables', textOf(config, 'drg_route_table_id') ?? '');
        const type = textOf(config, 'route_type');
        return rulesOf(table, { resources: door.resources, observations })
          .filter(({ routeType }) => type === undefined || routeType === type)
          .map((rule) => ruleView(rule, table));
      },
    }),
    oci_core_ipsec_connection_tunnels: listSource({
      name: 'ip_sec_connection_tunnels',
      arguments: { ipsec_id: text(required) },
      async items(config) {
        const observations = await observe();
        const connection = door.get('ipsecConnections', textOf(config, 'ipsec_id') ?? '');
        const reading = { resources: door.resources, observations };
        return connection.properties.tunnels.map((tunnel) =>
          inBlocks(
            tunnelView(tunnel, connection, reading),
            'bgpSessionInfo',
            'phaseOneDetails',
            'phaseTwoDetails',
          ),
        );
      },
    }),
    oci_core_ipsec_config: listSource({
      name: 'tunnels',
      arguments: { ipsec_id: text(required) },
      items(config) {
        const connection = door.get('ipsecConnections', textOf(config, 'ipsec_id') ?? '');
        return connection.properties.tunnels.map(({ vpnIp, sharedSecret }): Body => ({
          ipAddress: vpnIp,
          sharedSecret,
          timeCreated: new Date(connection.timeCreated).toISOString(),
        }));
      },
    }),
    oci_core_fast_connect_provider_services: listSource({
      name: 'fast_connect_provider_services',
      arguments: { compartment_id: text(required) },
      items: () => providerServices(door.account.region).map((service): Body => ({ ...service })),
    }),
  };
}

/** Blocks are lists in Terraform. */
function inBlocks(body: Body, ...names: readonly string[]): Body {
  return { ...body, ...Object.fromEntries(names.map((name) => [name, [body[name]]])) };
}
