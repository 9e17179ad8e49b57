import ipaddr from 'ipaddr.js';

/** An IPv4 address in dotted decimals: `10.1.0.4`. */
export type Address = string;

/** Whether `text` is an IPv4 address of four decimal parts without leading zeros. */
export function isAddress(text: string): text is Address {
  return ipaddr.IPv4.isValidFourPartDecimal(text) && ipaddr.IPv4.parse(text).toString() === text;
}

/** The address as a number from 0 to 2³²−1. Throws `RangeError` for anything else than an address. */
export function addressToNumber(address: Address): number {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address))
    throw new RangeError(`'${address}' is not an IPv4 address`);
  return ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The inverse of {@link addressToNumber}. */
export function addressFromNumber(number: number): Address {
  if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) {
    throw new RangeError(`${number} is outside the IPv4 address space`);
  }
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Orders addresses numerically. */
export function compareAddresses(left: Address, right: Address): number {
  return addressToNumber(left) - addressToNumber(right);
}
