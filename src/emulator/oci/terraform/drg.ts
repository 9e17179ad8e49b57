import { notFound } from '../protocol/error.ts';
import type { Body } from '../resources/kind.ts';
import { bodyIn, textIn } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';
import type { Attributes } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import {
  caseless,
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
import { camel } from './convert.ts';
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
  type: text({ ...required, ...caseless }),
  route_table_id: text(computed),
  ipsec_connection_id: text(given),
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
    blocks: {
      ...timeouts,
      network_details: {
        max: 1,
        computed: true,
        attributes: {
          ...network,
          id: text({ ...computed, ...forceNew }),
          vcn_route_type: text(computed),
          transport_attachment_id: text(given),
          transport_only_mode: flag(given),
        },
      },
    },
  },
  body: attachmentBody,
  act: removeExport,
  attributes: exportShown,
  // Requests to create one have no such field: the provider follows with an update.
  settle(attachment, config, { door }) {
    const wanted = textOf(config, 'export_drg_route_distribution_id');
    const { exportDrgRouteDistributionId: now } = attachment.properties;
    if (wanted === undefined || wanted === now) return;
    door.update(attachment, { exportDrgRouteDistributionId: wanted });
  },
};

const managed = ['IPSEC_TUNNEL', 'REMOTE_PEERING_CONNECTION', 'VIRTUAL_CIRCUIT'];

/**
 * The attachment that came with a circuit or a tunnel. When Terraform lets go of it, it stays as it is. Without a
 * network_id it is the first one of its type in the compartment, of whichever DRG.
 * @see https://registry.terraform.io/providers/oracle/oci/latest/docs/resources/core_drg_attachment_management, and
 *   core_drg_attachment_management_resource.go of the provider's source
 */
export const drgAttachmentManagement: CoreType<'drgAttachments'> = {
  kind: 'drgAttachments',
  schema: {
    attributes: {
      ...inDrg,
      compartment_id: text(required),
      ...attachmentAttributes,
      attachment_type: text({ ...required, ...caseless }),
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
  body: attachmentBody,
  adopt(config, { door }) {
    const type = textOf(config, 'attachment_type')?.toUpperCase() ?? '';
    if (!managed.includes(type)) {
      throw new ProviderError(
        'InvalidAttribute',
        `attachment_type must be one of ${managed.join(', ')}; ${type} is none of them.`,
      );
    }
    const wanted = textOf(config, 'network_id');
    const found = door.resources
      .all('drgAttachments')
      .find(
        ({ compartmentId, properties }) =>
          compartmentId === textOf(config, 'compartment_id') &&
          properties.network.type === type &&
          (wanted === undefined || properties.network.id === wanted),
      );
    if (!found) throw notFound(wanted);
    return found;
  },
  act: removeExport,
  attributes: exportShown,
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
  body: (body, config, previous) =>
    withoutUnchanged('import_drg_route_distribution_id', body, { config, previous }),
  act(table, config, { door }, previous) {
    if (!isTriggered('remove_import_trigger', config, previous)) return;
    const properties = { ...table.properties, importDrgRouteDistributionId: undefined };
    door.change(table, { properties });
  },
  attributes: ({ properties }) => ({
    import_drg_route_distribution_id: properties.importDrgRouteDistributionId,
  }),
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
  previous: Attributes | undefined,
): void {
  if (!isTriggered('remove_export_drg_route_distribution_trigger', config, previous)) return;
  const properties = { ...attachment.properties, exportDrgRouteDistributionId: undefined };
  door.change(attachment, { properties });
}

/** Also that there is none any more. */
function exportShown({ properties }: Resource<'drgAttachments'>) {
  return { export_drg_route_distribution_id: properties.exportDrgRouteDistributionId };
}

/**
 * The provider's triggers work by being there when the resource is made, and later by changing; what they are set to
 * means nothing.
 * @see core_drg_route_table_resource.go of the provider's source: "when flipped"
 */
function isTriggered(name: string, config: Attributes, previous: Attributes | undefined): boolean {
  const now = flagOf(config, name);
  if (now === undefined) return false;
  return previous === undefined || now !== (flagOf(previous, name) ?? false);
}

/** The provider takes `vcn`; the API wants `VCN`. */
function attachmentBody(body: Body, config: Attributes, previous?: Attributes): Body {
  const details = bodyIn(body, 'networkDetails');
  const type = details && textIn(details, 'type')?.toUpperCase();
  return {
    ...withoutUnchanged('export_drg_route_distribution_id', body, { config, previous }),
    ...(details && { networkDetails: { ...details, type } }),
  };
}

/** What a trigger just removed must not come back because the state still has it. */
function withoutUnchanged(
  name: string,
  body: Body,
  { config, previous }: { readonly config: Attributes; readonly previous: Attributes | undefined },
): Body {
  if (previous === undefined || textOf(config, name) !== textOf(previous, name)) return body;
  return { ...body, [camel(name)]: undefined };
}
