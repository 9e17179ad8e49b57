import { createHash } from 'node:crypto';
import type { Equipment, ExchangeRouter, Lan, Site } from '../resources/model.ts';
import type { Resources } from '../resources/store.ts';

/** Nodes. Names of sites, LANs and machines are short and have no dot, so these are unique. */
export const machineNodeName = ({ name }: Pick<Equipment, 'name'>): string => `onprem-${name}`;
export const managementNodeName = ({ name }: Site): string => `mgmt-${name}`;
export const exchangeNodeName = ({ name }: ExchangeRouter): string => `exchange-${name}`;
export function lanNodeName(lan: Lan, resources: Resources): string {
  return `lan-${resources.find('sites', lan.siteId)?.name}.${lan.name}`;
}

const longestDevice = 15;

/** A device name that fits; what does not is cut, and told apart by a mark. */
export function deviceName(wanted: string): string {
  if (wanted.length <= longestDevice) return wanted;
  return `${wanted.slice(0, longestDevice - 6)}-${mark(wanted)}`;
}

/** A locally administered hardware address that stays with its device. */
export function macOf(node: string, device: string): string {
  const octets = createHash('sha256').update(`${node} ${device}`).digest().subarray(0, 5);
  return ['02', ...[...octets].map((octet) => octet.toString(16).padStart(2, '0'))].join(':');
}

function mark(text: string): string {
  const number = createHash('sha256').update(text).digest().readUInt32BE(0);
  return number.toString(36).padStart(7, '0').slice(-5);
}
