import type { Kind } from './kind.ts';
import { cpe } from './cpe.ts';
import type { CpeProperties } from './cpe.ts';
import { drgAttachment } from './drg-attachment.ts';
import type { DrgAttachmentProperties } from './drg-attachment.ts';
import { drgRouteDistribution } from './drg-route-distribution.ts';
import type { DrgRouteDistributionProperties } from './drg-route-distribution.ts';
import { drgRouteTable } from './drg-route-table.ts';
import type { DrgRouteTableProperties } from './drg-route-table.ts';
import { drg } from './drg.ts';
import type { DrgProperties } from './drg.ts';
import { ipsecConnection } from './ipsec-connection.ts';
import type { IpsecConnectionProperties } from './ipsec-connection.ts';
import { virtualCircuit } from './virtual-circuit.ts';
import type { VirtualCircuitProperties } from './virtual-circuit.ts';
import { instance } from './instance.ts';
import type { InstanceProperties } from './instance.ts';
import { internetGateway } from './internet-gateway.ts';
import type { InternetGatewayProperties } from './internet-gateway.ts';
import { privateIp } from './private-ip.ts';
import type { PrivateIpProperties } from './private-ip.ts';
import { routeTable } from './route-table.ts';
import type { RouteTableProperties } from './route-table.ts';
import { securityList } from './security-list.ts';
import type { SecurityListProperties } from './security-list.ts';
import { subnet } from './subnet.ts';
import type { SubnetProperties } from './subnet.ts';
import { vnicAttachment } from './vnic-attachment.ts';
import type { VnicAttachmentProperties } from './vnic-attachment.ts';
import { vnic } from './vnic.ts';
import type { VnicProperties } from './vnic.ts';
import { vcn } from './vcn.ts';
import type { VcnProperties } from './vcn.ts';

/**
 * By the name of their collection in the API.
 *
 * To add a kind: a file beside this one that exports its properties' type and `defineKind<'collection'>({…})`, a line in
 * `Properties` and a line in `kinds`. Its collection's own paths (`/20160918/cpes`, `/20160918/cpes/{id}`) are then served
 * as its `operations` say, with paging, filters, etags and retry tokens. Other paths (actions, sub-collections) are
 * routes: see `rest/routes.ts`. A Terraform type is one file and one line in `terraform/provider.ts`; what it needs of
 * Linux is a part of `fabric/compile.ts`.
 */
export interface Properties {
  readonly vcns: VcnProperties;
  readonly virtualCircuits: VirtualCircuitProperties;
  readonly ipsecConnections: IpsecConnectionProperties;
  readonly drgs: DrgProperties;
  readonly drgRouteTables: DrgRouteTableProperties;
  readonly drgRouteDistributions: DrgRouteDistributionProperties;
  readonly drgAttachments: DrgAttachmentProperties;
  readonly cpes: CpeProperties;
  readonly instances: InstanceProperties;
  readonly internetGateways: InternetGatewayProperties;
  readonly privateIps: PrivateIpProperties;
  readonly routeTables: RouteTableProperties;
  readonly securityLists: SecurityListProperties;
  readonly subnets: SubnetProperties;
  readonly vnicAttachments: VnicAttachmentProperties;
  readonly vnics: VnicProperties;
}

export type KindName = keyof Properties;

export const kinds: { readonly [K in KindName]: Kind<K> } = {
  vcns: vcn,
  virtualCircuits: virtualCircuit,
  ipsecConnections: ipsecConnection,
  drgs: drg,
  drgRouteTables: drgRouteTable,
  drgRouteDistributions: drgRouteDistribution,
  drgAttachments: drgAttachment,
  cpes: cpe,
  instances: instance,
  internetGateways: internetGateway,
  privateIps: privateIp,
  routeTables: routeTable,
  securityLists: securityList,
  subnets: subnet,
  vnicAttachments: vnicAttachment,
  vnics: vnic,
};

export const kindNames = Object.keys(kinds) as readonly KindName[];

export function isKindName(text: string): text is KindName {
  return Object.hasOwn(kinds, text);
}

/** A kind by a name that is known only at run time. */
export function kindNamed<K extends KindName>(name: K): Kind<K> {
  return kinds[name];
}
