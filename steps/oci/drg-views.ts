import type * as core from 'oci-core';
import { WirebookError } from '../../src/lab/errors.ts';
import type { DrgAttachment } from '../../src/lab/handle.ts';
import type { OciClients } from '../../src/lab/target.ts';
import type { CloudView } from '../expect-rows.ts';
import { ociTable } from './command.ts';
import { allPages } from './pages.ts';

/** A route of a DRG route table, joined with the attachment that it leads to. */
export type DrgRouteRow = {
  readonly destination: string;
  /** `VCN`, `VIRTUAL_CIRCUIT`, `IPSEC_TUNNEL`, `REMOTE_PEERING_CONNECTION`. */
  readonly attachmentType: string;
  /** Display name of the attachment. */
  readonly attachmentName: string;
  /** `STATIC`, `DYNAMIC`. */
  readonly routeType: string;
  /** `Active`: used. `Conflict`: a better route to the same destination is. `Blackhole`: its attachment is gone. */
  readonly status: string;
};

/** The routes that packets from an attachment meet: those of the DRG route table assigned to it. */
export function drgRoutesView(oci: OciClients, attachment: DrgAttachment): CloudView<DrgRouteRow> {
  let tableId = 'ocid1.drgroutetable';
  return {
    title: `DRG routes of ${attachment.name}`,
    async read(signal) {
      const { drgAttachment } = await oci.network.getDrgAttachment({
        drgAttachmentId: attachment.id,
      });
      if (!drgAttachment.drgRouteTableId) throw noTable(attachment);
      tableId = drgAttachment.drgRouteTableId;
      const [rules, attachments] = await Promise.all([
        rulesOf(oci, tableId, signal),
        attachmentsOf(oci, drgAttachment.drgId, signal),
      ]);
      return rules.map((rule) => routeRow(rule, attachments));
    },
    headings: {
      destination: 'Destination',
      attachmentType: 'Next hop attachment type',
      attachmentName: 'Next hop attachment name',
      routeType: 'Route type',
      status: 'Status',
    },
    // The console joins in the attachment's name and type; the command line shows its OCID.
    equivalent: (rows) =>
      ociTable<DrgRouteRow & { readonly conflict: string }>({
        command: 'drg-route-rule list',
        options: { 'drg-route-table-id': tableId },
        query:
          'data[].{destination:destination,provenance:"route-provenance",type:"route-type",conflict:"is-conflict"}',
        headings: {
          conflict: 'conflict',
          destination: 'destination',
          provenance: 'attachmentType',
          type: 'routeType',
        },
      })(rows.map((row) => ({ ...row, conflict: row.status === 'Conflict' ? 'True' : 'False' }))),
  };
}

async function rulesOf(
  { network }: OciClients,
  drgRouteTableId: string,
  signal: AbortSignal,
): Promise<readonly core.models.DrgRouteRule[]> {
  return await allPages(signal, (page) => network.listDrgRouteRules({ drgRouteTableId, ...page }));
}

async function attachmentsOf(
  { network, compartmentId }: OciClients,
  drgId: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, core.models.DrgAttachment>> {
  const attachmentType = 'ALL' as core.requests.ListDrgAttachmentsRequest.AttachmentType;
  const all = await allPages(signal, (page) =>
    network.listDrgAttachments({ compartmentId, drgId, attachmentType, ...page }),
  );
  return new Map(all.map((it) => [it.id, it]));
}

function routeRow(
  rule: core.models.DrgRouteRule,
  attachments: ReadonlyMap<string, core.models.DrgAttachment>,
): DrgRouteRow {
  const attachment = attachments.get(rule.nextHopDrgAttachmentId);
  return {
    destination: rule.destination,
    attachmentType: attachment?.networkDetails?.type ?? rule.routeProvenance,
    attachmentName: attachment?.displayName ?? rule.nextHopDrgAttachmentId,
    routeType: rule.routeType ?? '',
    status:
      rule.isConflict === true ? 'Conflict' : rule.isBlackhole === true ? 'Blackhole' : 'Active',
  };
}

function noTable({ name }: DrgAttachment): WirebookError {
  return new WirebookError({
    code: 'no-drg-route-table',
    message: `The DRG attachment ${name} has no DRG route table.`,
    next: 'Assign one to it in the stack: what comes from the attachment is looked up there.',
  });
}
