import { badRequest } from '../arm/error.ts';

/** The ASN of a gateway that names none. */
export const defaultAsn = 65515;

/**
 * AS numbers that Azure and IANA keep for themselves.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp
 */
const reserved: readonly (readonly [from: number, to: number])[] = [
  [8074, 8075],
  [12076, 12076],
  [65517, 65520],
  [23456, 23456],
  [64496, 64511],
  [65535, 65551],
];

/** Throws {@link ArmError} for a number that `resource` may not use. */
export function refuseReservedAsn(asn: number, resource: string): void {
  const known = reserved.find(([from, to]) => asn >= from && asn <= to);
  if (known === undefined && asn >= 1 && asn <= 4294967295) return;
  throw badRequest(
    'BgpAsnReserved',
    `The BGP ASN ${asn} specified for ${resource} is reserved by Azure or IANA and cannot be used.`,
  );
}
