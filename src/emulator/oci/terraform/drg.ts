import { notFound } from '../protocol/error.ts';
import type { Resource } from '../resources/store.ts';
import type { Attributes } from '../../terraform/provider.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  forceNew,
  given,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import type { CoreType, Place } from './core-resource.ts';

const { compartment_id: _, ...named } = common;

/** Its compartment is its DRG's. */
const inDrg = { ...named, compartment_id: text(given), drg_id: text(fixed) };

export const drg: CoreType<'drgs'> = {
  kind: 'drgs',
  schema: {
    attributes: {
      ...common,
      default_export_drg_route_distribution_id: text(given),
      redundancy_status: text(given),
    },
    blocks: {
      ...timeouts,
      default_drg_route_tables: {
        computed: true,
        attributes: {
          vcn: text(given),
          ipsec_tunnel: text(given),
          virtual_circuit: text(given),
          remote_peering_connection: text(given),
        },
      },
    },
  },
};

const network = {
  id: text({ ...computed, ...forceNew }),
  type: text(required),
  route_table_id: text(computed),
  vcn_route_type: text(computed),
  ipsec_connection_id: text(given),
  transport_attachment_id: text(given),
  transport_only_mode: flag(given),
} as const;

const attachmentAttributes = {
  display_name: text(computed),
  drg_route_table_id: text(computed),
  route_table_id: text(computed),
  vcn_id: text({ ...computed, ...forceNew }),
  export_drg_route_distribution_id: text(computed),
  remove_export_drg_route_distribution_trigger: flag(),
  is_cross_tenancy: flag(given),
} as const;

export const drgAttachment: CoreType<'drgAttachments'> = {
  kind: 'drgAttachments',
  schema: {
    attributes: { ...inDrg, ...attachmentAttributes },
    blocks: { ...timeouts, network_details: { max: 1, computed: true, attributes: network } },
  },
  settle: removeExport,
};

/** The attachment that came with a circuit or a tunnel. When Terraform lets go of it, it stays as it is. */
export const drgAttachmentManagement: CoreType<'drgAttachments'> = {
  kind: 'drgAttachments',
  schema: {
    attributes: {
      ...inDrg,
      compartment_id: text(required),
      ...attachmentAttributes,
      attachment_type: text(required),
      network_id: text(),
    },
    blocks: {
      ...timeouts,
      network_details: {
        max: 1,
        computed: true,
        attributes: { ...network, id: text(required) },
      },
    },
  },
  adopt(config, { door }) {
    const type = textOf(config, 'attachment_type');
    const wanted =
      textOf(config, 'network_id') ?? textOf(blocksOf(config, 'network_details')[0] ?? {}, 'id');
    const found = door.resources
      .all('drgAttachments')
      .find(
        ({ properties }) =>
          properties.drgId === textOf(config, 'drg_id') &&
          properties.network.type === type &&
          (wanted === undefined || properties.network.id === wanted),
      );
    if (!found) throw notFound(wanted);
    return found;
  },
  settle: removeExport,
};

export const drgRouteTable: CoreType<'drgRouteTables'> = {
  kind: 'drgRouteTables',
  schema: {
    attributes: {
      ...inDrg,
      import_drg_route_distribution_id: text(computed),
      is_ecmp_enabled: flag(computed),
      remove_import_trigger: flag(),
    },
    blocks: timeouts,
  },
  settle(table, config, { door }) {
    if (flagOf(config, 'remove_import_trigger') !== true) return;
    const properties = { ...table.properties, importDrgRouteDistributionId: undefined };
    door.change(table, { properties });
  },
};

export const drgRouteDistribution: CoreType<'drgRouteDistributions'> = {
  kind: 'drgRouteDistributions',
  schema: {
    attributes: { ...inDrg, distribution_type: text(fixed) },
    blocks: timeouts,
  },
};

function removeExport(
  attachment: Resource<'drgAttachments'>,
  config: Attributes,
  { door }: Place,
): void {
  if (flagOf(config, 'remove_export_drg_route_distribution_trigger') !== true) return;
  const properties = { ...attachment.properties, exportDrgRouteDistributionId: undefined };
  door.change(attachment, { properties });
}
