import { conflict, incorrectState, invalidField, missingParameter } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { VcnRouteType } from '../routing/vcn-destinations.ts';
import type { Body, Context } from './kind.ts';
import { defineKind, isGone, referred, referredIn, requiredReference } from './kind.ts';
import { bodyIn, choiceIn, present, requiredText, textIn } from './read.ts';
import type { Draft, Resource, Resources } from './store.ts';

export interface DrgAttachmentProperties {
  readonly drgId: Ocid;
  readonly drgRouteTableId: Ocid;
  /** undefined: nothing is told to it. */
  readonly exportDrgRouteDistributionId: Ocid | undefined;
  readonly network: AttachedNetwork;
}

/** VCNs are attached by people; the others come and go with their circuit or connection. */
export type AttachedNetwork =
  | {
      readonly type: 'VCN';
      readonly id: Ocid;
      /** A route table of the VCN for what comes from the DRG. */
      readonly routeTableId: Ocid | undefined;
      readonly vcnRouteType: VcnRouteType;
    }
  | { readonly type: 'VIRTUAL_CIRCUIT'; readonly id: Ocid }
  | { readonly type: 'IPSEC_TUNNEL'; readonly id: Ocid; readonly ipsecConnectionId: Ocid };

export const drgAttachment = defineKind<'drgAttachments'>({
  ocid: 'drgattachment',
  // Lists are `rest/drg.ts`: without an attachment type they show VCNs only.
  operations: ['create', 'get', 'update', 'delete'],
  states: { initial: 'ATTACHING', settling: { ATTACHING: 'ATTACHED' } },
  filters: [],
  compartmentOf: (body, resources) =>
    requiredReference(body, 'drgId', 'drgs', resources).compartmentId,
  create(body, { draft }) {
    const drg = requiredReference(body, 'drgId', 'drgs', draft);
    const network = vcnIn(body, draft);
    const other = draft
      .all('drgAttachments')
      .find((attachment) => attachment.properties.network.id === network.id && !isGone(attachment));
    if (other) throw conflict(`The VCN ${network.id} is already attached to a DRG by ${other.id}.`);
    return {
      drgId: drg.id,
      drgRouteTableId: tableIn(body, drg.id, draft) ?? drg.properties.defaultDrgRouteTables.vcn,
      exportDrgRouteDistributionId: undefined,
      network,
    };
  },
  update(body, { properties }, { draft }) {
    const { drgId, network } = properties;
    const exports = referredIn(
      body,
      'exportDrgRouteDistributionId',
      'drgRouteDistributions',
      draft,
    );
    // @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/DrgRouteDistribution
    if (exports && network.type === 'VCN') {
      throw invalidField(
        'exportDrgRouteDistributionId',
        exports.id,
        'exporting routes through an attachment of a VCN is not supported',
      );
    }
    if (exports && exports.properties.distributionType !== 'EXPORT') {
      throw invalidField(
        'exportDrgRouteDistributionId',
        exports.id,
        'must be an export distribution',
      );
    }
    return {
      ...properties,
      drgRouteTableId: tableIn(body, drgId, draft) ?? properties.drgRouteTableId,
      exportDrgRouteDistributionId: exports?.id ?? properties.exportDrgRouteDistributionId,
      network:
        network.type === 'VCN' ? { ...network, ...vcnSettings(body, network.id, draft) } : network,
    };
  },
  refuseDelete({ id, properties: { network } }) {
    if (network.type === 'VCN') return;
    throw incorrectState(`The attachment ${id} goes with its ${network.type} ${network.id}.`);
  },
  view({ properties: { network, ...shown } }) {
    return {
      ...shown,
      networkDetails: present(network),
      isCrossTenancy: false,
      ...(network.type === 'VCN' && { vcnId: network.id, routeTableId: network.routeTableId }),
    };
  },
});

/** The attachment that comes with a circuit or a tunnel. */
export function attach(
  { drg, network, displayName }: Attaching,
  { make }: Pick<Context, 'make'>,
): void {
  const { defaultDrgRouteTables: tables, defaultExportDrgRouteDistributionId } = drg.properties;
  make('drgAttachments', {
    displayName,
    compartmentId: drg.compartmentId,
    properties: {
      drgId: drg.id,
      drgRouteTableId:
        network.type === 'VIRTUAL_CIRCUIT' ? tables.virtualCircuit : tables.ipsecTunnel,
      exportDrgRouteDistributionId: defaultExportDrgRouteDistributionId,
      network,
    },
  });
}

export interface Attaching {
  readonly drg: Resource<'drgs'>;
  readonly network: Exclude<AttachedNetwork, { readonly type: 'VCN' }>;
  readonly displayName: string;
}

/** Removes the attachment of a circuit or a tunnel that goes. */
export function detach(network: Ocid, draft: Draft): void {
  draft
    .all('drgAttachments')
    .filter(({ properties }) => properties.network.id === network)
    .forEach(({ id }) => draft.remove('drgAttachments', id));
}

export function attachmentsOf(
  drg: Ocid,
  resources: Resources,
): readonly Resource<'drgAttachments'>[] {
  return resources
    .all('drgAttachments')
    .filter((attachment) => attachment.properties.drgId === drg && !isGone(attachment));
}

function vcnIn(body: Body, resources: Resources): Extract<AttachedNetwork, { type: 'VCN' }> {
  const details = bodyIn(body, 'networkDetails');
  if (details) {
    const type = requiredText(details, 'type');
    if (type !== 'VCN')
      throw invalidField('networkDetails.type', type, 'only VCNs are attached so');
  }
  const id = (details && textIn(details, 'id')) ?? textIn(body, 'vcnId');
  if (id === undefined) throw missingParameter('networkDetails.id');
  const vcn = referred(id, 'vcns', resources);
  return {
    type: 'VCN',
    id: vcn.id,
    routeTableId: undefined,
    vcnRouteType: 'SUBNET_CIDRS',
    ...vcnSettings(body, vcn.id, resources),
  };
}

/** What the body sets of a VCN attachment's settings. */
function vcnSettings(body: Body, vcn: Ocid, resources: Resources) {
  const details = bodyIn(body, 'networkDetails') ?? {};
  const table =
    referredIn(details, 'routeTableId', 'routeTables', resources) ??
    referredIn(body, 'routeTableId', 'routeTables', resources);
  if (table && table.properties.vcnId !== vcn) {
    throw invalidField('routeTableId', table.id, 'must be a route table of the attached VCN');
  }
  const vcnRouteType = choiceIn(details, 'vcnRouteType', ['VCN_CIDRS', 'SUBNET_CIDRS']);
  return {
    ...(table && { routeTableId: table.id }),
    ...(vcnRouteType && { vcnRouteType }),
  };
}

function tableIn(body: Body, drgId: Ocid, resources: Resources): Ocid | undefined {
  const table = referredIn(body, 'drgRouteTableId', 'drgRouteTables', resources);
  if (!table || table.properties.drgId === drgId) return table?.id;
  throw invalidField('drgRouteTableId', table.id, 'must be a DRG route table of the same DRG');
}
