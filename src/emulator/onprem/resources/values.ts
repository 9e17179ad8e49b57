import { isAddress } from '../../net/address.ts';
import { lengthOf, networkOf, overlaps } from '../../net/prefix.ts';
import { isInterfaceAddress } from './links.ts';
import { invalid } from './refusal.ts';
import { harnessPrefix, managementPrefix } from './reserved.ts';

/** Checks of single values. Each gives the value back, or refuses it. */

const nameShape = /^[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$/i;
const userShape = /^[a-z_][a-z0-9_-]{0,31}$/;

export function checkedName(name: string): string {
  if (nameShape.test(name)) return name;
  throw invalid(
    `"${name}" is no name: up to 24 letters, digits and hyphens, no hyphen first or last.`,
  );
}

export function checkedUser(user: string): string {
  if (userShape.test(user)) return user;
  throw invalid(
    `"${user}" is no login name: a lower-case letter, then letters, digits, "-" and "_".`,
  );
}

export function checkedKey(key: string): string {
  if (/^(ssh-|ecdsa-|sk-)\S+ \S+/.test(key.trim())) return key;
  throw invalid('ssh_public_key is no OpenSSH public key: "ssh-ed25519 AAAA… comment".');
}

export function checkedAddress(address: string, what: string): string {
  const fits: boolean = isAddress(address);
  if (!fits) throw invalid(`${what} "${address}" is no IPv4 address.`);
  refuseReserved(`${address}/32`, what);
  return address;
}

/** An address with the length of its subnet. @param lengths those that the subnet may have. */
export function checkedLinkAddress(
  text: string,
  what: string,
  lengths: readonly number[] = [30, 31],
): string {
  if (!isInterfaceAddress(text)) {
    throw invalid(`${what} "${text}" is no address of a link: write it as "172.16.0.1/30".`);
  }
  if (!lengths.includes(lengthOf(networkOf(text)))) {
    const allowed = lengths.map((length) => `/${length}`).join(' or ');
    throw invalid(`${what} "${text}": a link between two routers is a ${allowed}.`);
  }
  refuseReserved(networkOf(text), what);
  return text;
}

export function checkedAsn(asn: number, what = 'asn'): number {
  const reserved = [0, 23456, 65535, 4294967295];
  if (Number.isInteger(asn) && asn > 0 && asn < 2 ** 32 && !reserved.includes(asn)) return asn;
  throw invalid(
    `${what} ${asn} is no AS number that a router can have: 1 to 4294967294, but 23456 and 65535.`,
  );
}

export function checkedVlan(vlan: number, what = 'vlan'): number {
  if (Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094) return vlan;
  throw invalid(`${what} ${vlan} is no VLAN: 1 to 4094.`);
}

export function refuseReserved(prefix: string, what: string): void {
  if (overlaps(prefix, managementPrefix)) {
    throw invalid(`${what} ${prefix}: ${managementPrefix} is the sites' management network.`);
  }
  if (overlaps(prefix, harnessPrefix)) {
    throw invalid(`${what} ${prefix}: ${harnessPrefix} is where administrators connect from.`);
  }
}
