import { Ec2Error, invalidParameter } from '../query/error.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';

/** A virtual private gateway. */
export interface VpnGateway extends Tagged {
  readonly amazonSideAsn: number;
  readonly availabilityZone?: string | undefined;
  readonly attachment?: { readonly vpcId: string } | undefined;
}

const defaultAsn = 64512;

/** The ASN is fixed at creation. @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html */
export function createVpnGateway(
  draft: Draft,
  input: {
    readonly amazonSideAsn?: number | undefined;
    readonly availabilityZone?: string | undefined;
    readonly tags?: Tagged['tags'];
  },
): VpnGateway {
  const asn = input.amazonSideAsn ?? defaultAsn;
  if (!isPrivateAsn(asn)) {
    throw invalidParameter(
      'amazonSideAsn',
      String(asn),
      'The ASN must be between 64512 and 65534 or between 4200000000 and 4294967294.',
    );
  }
  const gateway: VpnGateway = {
    id: draft.newId('vgw'),
    amazonSideAsn: asn,
    availabilityZone: input.availabilityZone,
    tags: input.tags ?? {},
  };
  draft.set('vpnGateways', gateway);
  return gateway;
}

export function attachVpnGateway(draft: Draft, id: string, vpcId: string): void {
  const gateway = get(draft, 'vpnGateways', id);
  get(draft, 'vpcs', vpcId);
  if (gateway.attachment?.vpcId === vpcId) return;
  if (gateway.attachment) {
    throw new Ec2Error(
      'VpnGatewayAttachmentLimitExceeded',
      `The vpnGateway '${id}' is already attached to the VPC '${gateway.attachment.vpcId}'.`,
    );
  }
  if (gatewayOf(vpcId, draft)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Network ${vpcId} already has a virtual private gateway attached`,
    );
  }
  draft.set('vpnGateways', { ...gateway, attachment: { vpcId } });
}

/** Route tables no longer take routes from it. */
export function detachVpnGateway(draft: Draft, id: string, vpcId: string): void {
  const gateway = get(draft, 'vpnGateways', id);
  get(draft, 'vpcs', vpcId);
  if (gateway.attachment?.vpcId !== vpcId) {
    throw new Ec2Error(
      'InvalidVpnGatewayAttachment.NotFound',
      `The attachment with vpn gateway ID '${id}' and vpc ID '${vpcId}' does not exist`,
    );
  }
  for (const table of draft.all('routeTables')) {
    if (!table.propagatingVgws.includes(id)) continue;
    const propagatingVgws = table.propagatingVgws.filter((it) => it !== id);
    draft.set('routeTables', { ...table, propagatingVgws });
  }
  draft.set('vpnGateways', { ...gateway, attachment: undefined });
}

export function deleteVpnGateway(draft: Draft, id: string): void {
  const gateway = get(draft, 'vpnGateways', id);
  const used = draft
    .all('vpnConnections')
    .some(({ vpnGatewayId, state }) => vpnGatewayId === id && isLive(state));
  if (used || gateway.attachment) {
    throw new Ec2Error('IncorrectState', `The vpnGateway '${id}' is in use and cannot be deleted.`);
  }
  draft.remove('vpnGateways', id);
}

export function gatewayOf(vpcId: string, resources: Resources): VpnGateway | undefined {
  return resources.all('vpnGateways').find(({ attachment }) => attachment?.vpcId === vpcId);
}

function isLive(state: string): boolean {
  return state === 'pending' || state === 'available';
}

function isPrivateAsn(asn: number): boolean {
  return (asn >= 64512 && asn <= 65534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);
}
