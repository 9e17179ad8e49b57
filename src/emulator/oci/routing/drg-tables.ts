import type { Observations } from '../../fabric/observations.ts';
import { drgNames } from '../fabric/drg-names.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { attachmentsOf } from '../resources/drg-attachment.ts';
import type { AttachedNetwork } from '../resources/drg-attachment.ts';
import type { IpsecTunnel } from '../resources/ipsec-tunnel.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { advertised } from './advertisement.ts';
import type { AttachmentRoute, DrgRule, StaticRoute } from './drg-routes.ts';
import { drgRules, fastConnectPath, ipsecBgpPath, ipsecStaticPath } from './drg-routes.ts';
import type { Statement } from './route-distribution.ts';
import { vcnDestinations } from './vcn-destinations.ts';

type Attachment = Resource<'drgAttachments'>;
type Connection = Resource<'ipsecConnections'>;

/** What the rules of a DRG are computed from. */
export interface DrgReading {
  readonly resources: Resources;
  readonly observations: Observations;
}

/** The rules of a DRG route table as they are now. */
export function rulesOf(
  table: Resource<'drgRouteTables'>,
  reading: DrgReading,
): readonly DrgRule[] {
  const { resources } = reading;
  const { drgId, importDrgRouteDistributionId, isEcmpEnabled, rules } = table.properties;
  const attachments = attachmentsOf(drgId, resources);
  const statics = rules.map(({ id, destination, nextHopDrgAttachmentId }): StaticRoute => {
    const attachment = attachments.find((candidate) => candidate.id === nextHopDrgAttachmentId);
    return {
      id,
      destination,
      nextHop: nextHopDrgAttachmentId,
      attachment: attachment && typed(attachment),
    };
  });
  const imports = statementsOf(importDrgRouteDistributionId, resources);
  const routes = attachments.flatMap((attachment) => routesOf(attachment, reading));
  return drgRules({ statics, imports, isEcmpEnabled }, routes);
}

/** The rules by which a DRG sends on what comes by an attachment. */
export function rulesFrom(attachment: Attachment, reading: DrgReading): readonly DrgRule[] {
  const table = reading.resources.find('drgRouteTables', attachment.properties.drgRouteTableId);
  return table ? rulesOf(table, reading) : [];
}

/** What the BGP peer behind a circuit's or a tunnel's attachment is told. */
export function toldTo(attachment: Attachment, reading: DrgReading): readonly string[] {
  const { resources } = reading;
  const { exportDrgRouteDistributionId } = attachment.properties;
  return advertised({
    rules: rulesFrom(attachment, reading),
    exports: statementsOf(exportDrgRouteDistributionId, resources),
    typeOf: (id) => resources.find('drgAttachments', id)?.properties.network.type,
  });
}

/** The attachment of a circuit or a tunnel. */
export function attachmentOf(network: Ocid, resources: Resources): Attachment | undefined {
  return resources
    .all('drgAttachments')
    .find(({ properties }) => properties.network.id === network);
}

/** Whether IKE and ESP are up. */
export function isTunnelUp({ id }: Pick<IpsecTunnel, 'id'>, { tunnels }: Observations): boolean {
  return tunnels[drgNames.tunnel({ id })]?.state === 'up';
}

function routesOf(attachment: Attachment, reading: DrgReading): readonly AttachmentRoute[] {
  const { network } = attachment.properties;
  switch (network.type) {
    case 'VCN':
      return vcnRoutes(attachment, network, reading);
    case 'VIRTUAL_CIRCUIT':
      return learned(drgNames.circuit(network), reading.observations).map(({ prefix, asPath }) => ({
        destination: prefix,
        provenance: 'VIRTUAL_CIRCUIT',
        attachment: typed(attachment),
        asPath: fastConnectPath(asPath),
      }));
    case 'IPSEC_TUNNEL':
      return tunnelRoutes(attachment, network, reading);
    default:
      return network satisfies never;
  }
}

function vcnRoutes(
  attachment: Attachment,
  { id, routeTableId, vcnRouteType }: Extract<AttachedNetwork, { type: 'VCN' }>,
  { resources }: DrgReading,
): readonly AttachmentRoute[] {
  const vcn = resources.find('vcns', id);
  if (!vcn) return [];
  const subnets = resources.all('subnets').filter(({ properties }) => properties.vcnId === id);
  const table =
    routeTableId === undefined ? undefined : resources.find('routeTables', routeTableId);
  return vcnDestinations({
    vcnRouteType,
    vcnCidrs: vcn.properties.cidrBlocks,
    subnetCidrs: subnets.map(({ properties }) => properties.cidrBlock),
    ingressDestinations: (table?.properties.routeRules ?? []).map(({ destination }) => destination),
  }).map((destination) => ({
    destination,
    provenance: 'VCN',
    attachment: typed(attachment),
    asPath: [],
  }));
}

/** With static routing: the connection's routes, while the tunnel is up. */
function tunnelRoutes(
  attachment: Attachment,
  { id, ipsecConnectionId }: Extract<AttachedNetwork, { type: 'IPSEC_TUNNEL' }>,
  { resources, observations }: DrgReading,
): readonly AttachmentRoute[] {
  const connection: Connection | undefined = resources.find('ipsecConnections', ipsecConnectionId);
  const tunnel = connection?.properties.tunnels.find((candidate) => candidate.id === id);
  if (!connection || !tunnel) return [];
  const route = (destination: string, asPath: readonly number[]): AttachmentRoute => ({
    destination,
    provenance: 'IPSEC_TUNNEL',
    attachment: typed(attachment),
    asPath,
  });
  if (tunnel.routing === 'BGP') {
    const received = learned(drgNames.headEnd(tunnel), observations);
    return received.map(({ prefix, asPath }) => route(prefix, ipsecBgpPath(asPath)));
  }
  if (!isTunnelUp(tunnel, observations)) return [];
  return connection.properties.staticRoutes.map((text) => route(text, ipsecStaticPath));
}

/** Paths that a customer's router told a node of the DRG's. */
function learned(node: string, { bgp }: Observations) {
  return (bgp[node]?.routes ?? []).filter(({ source }) => source === 'ebgp');
}

function statementsOf(
  id: Ocid | undefined,
  resources: Resources,
): readonly Statement[] | undefined {
  return id === undefined
    ? undefined
    : resources.find('drgRouteDistributions', id)?.properties.statements;
}

function typed({ id, properties }: Attachment) {
  return { id, type: properties.network.type };
}
