import { isAddress } from '../../net/address.ts';
import { Ec2Error, invalidParameter } from '../query/error.ts';
import type { Tagged } from './kinds.ts';
import type { Draft } from './store.ts';
import { get } from './store.ts';

/** What AWS knows of the far end of a VPN connection. */
export interface CustomerGateway extends Tagged {
  readonly bgpAsn: number;
  readonly ipAddress: string;
  readonly deviceName?: string | undefined;
}

const defaultAsn = 65000;
/** ASNs with a meaning of their own: https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html */
const refused = [7224, 9059, 10124, 17943];

/** The same address and ASN again is the same customer gateway. */
export function createCustomerGateway(
  draft: Draft,
  input: {
    readonly ipAddress: string;
    readonly bgpAsn?: number | undefined;
    readonly deviceName?: string | undefined;
    readonly tags?: Tagged['tags'];
  },
): CustomerGateway {
  const bgpAsn = input.bgpAsn ?? defaultAsn;
  if (!isAddress(input.ipAddress)) {
    throw invalidParameter('ipAddress', input.ipAddress, 'This is not a valid IPv4 address.');
  }
  if (bgpAsn < 1 || bgpAsn > 4_294_967_294 || refused.includes(bgpAsn)) {
    throw invalidParameter('bgpAsn', String(bgpAsn), 'The ASN cannot be used.');
  }
  const same = draft
    .all('customerGateways')
    .find(
      (it) =>
        it.ipAddress === input.ipAddress &&
        it.bgpAsn === bgpAsn &&
        it.deviceName === input.deviceName,
    );
  if (same) return same;
  const gateway: CustomerGateway = {
    id: draft.newId('cgw'),
    bgpAsn,
    ipAddress: input.ipAddress,
    deviceName: input.deviceName,
    tags: input.tags ?? {},
  };
  draft.set('customerGateways', gateway);
  return gateway;
}

export function deleteCustomerGateway(draft: Draft, id: string): void {
  get(draft, 'customerGateways', id);
  const used = draft
    .all('vpnConnections')
    .some(
      ({ customerGatewayId, state }) =>
        customerGatewayId === id && (state === 'pending' || state === 'available'),
    );
  if (used) throw new Ec2Error('IncorrectState', 'The customer gateway is in use.');
  draft.remove('customerGateways', id);
}
