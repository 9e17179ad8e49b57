import { addressAt, networkOf, overlaps } from '../../net/prefix.ts';
import { isUsable } from './links.ts';
import type { Lan } from './model.ts';
import { invalid, taken } from './refusal.ts';
import { managementPrefix } from './reserved.ts';
import type { Resources } from './store.ts';
import { checkedAddress } from './values.ts';

/** An address of a site and who has it. */
export interface HeldAddress {
  readonly address: string;
  /** The id of the router or host. */
  readonly owner: string;
  readonly name: string;
}

/** All addresses of a site's routers and hosts, loopbacks included. */
export function addressesIn(siteId: string, resources: Resources): readonly HeldAddress[] {
  const routers = resources
    .all('routers')
    .filter((router) => router.siteId === siteId)
    .flatMap(({ id: owner, name, lans, loopbacks }) =>
      [...lans.map(({ address }) => address), ...loopbacks].map((address) => ({
        address,
        owner,
        name,
      })),
    );
  const hosts = resources
    .all('hosts')
    .filter((host) => host.siteId === siteId)
    .map(({ id: owner, name, address }) => ({ address, owner, name }));
  return [...routers, ...hosts];
}

/** An address in its LAN that nobody else in the site has. */
export function checkedLanAddress(
  address: string,
  lan: Lan,
  owner: string,
  resources: Resources,
): string {
  checkedAddress(address, 'address');
  if (!isUsable(address, lan.cidr)) {
    throw invalid(
      `address ${address} is none of LAN ${lan.name}: choose one from ${addressAt(lan.cidr, 1)} to ${addressAt(lan.cidr, -2)}.`,
    );
  }
  refuseTaken(address, lan.siteId, owner, resources);
  return address;
}

export function checkedLoopback(
  address: string,
  siteId: string,
  owner: string,
  resources: Resources,
): string {
  checkedAddress(address, 'loopback');
  refuseTaken(address, siteId, owner, resources);
  return address;
}

function refuseTaken(address: string, siteId: string, owner: string, resources: Resources): void {
  const holder = addressesIn(siteId, resources).find(
    (held) => held.address === address && held.owner !== owner,
  );
  if (holder) throw taken(`address ${address} belongs to ${holder.name} already.`);
}

/** A link's subnet may not be one that the router has otherwise. */
export function refuseOverlap(
  linkAddress: string,
  others: readonly { readonly prefix: string; readonly what: string }[],
): void {
  const network = networkOf(linkAddress);
  const other = others.find(({ prefix }) => overlaps(network, prefix));
  if (other) throw invalid(`address ${linkAddress} overlaps ${other.what} (${other.prefix}).`);
}

/** The lowest management address that no machine has; the network's first one is the gateway's. */
export function freeManagementAddress(resources: Resources): string {
  const held = new Set(
    [...resources.all('routers'), ...resources.all('hosts')].map((it) => it.managementAddress),
  );
  let index = 2;
  while (held.has(addressAt(managementPrefix, index))) index++;
  return addressAt(managementPrefix, index);
}
