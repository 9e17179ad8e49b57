import {
  circuitLink,
  lan,
  siteHost,
  siteRouter,
  type CircuitLinkParameters,
  type OnpremSite,
} from '../onprem/index.ts';
import type { Hub } from './hub.ts';

/** All routers of the site speak BGP with it: a circuit's private peering has one AS number for both links. */
export const siteAsn = 65150;
export const vlan = 714;

export interface RouterAtTokyoParameters {
  /** 1: tky01 and client01, with the LAN 10.100.10.0/24. */
  readonly number: number;
  readonly loopback: string;
  readonly circuit: Hub['circuit'];
  readonly link: Omit<CircuitLinkParameters, 'vlan'>;
}

/** A router with a LAN and a client in it, at one of the circuit's links. */
export function routerAtTokyo(tokyo: OnpremSite, parameters: RouterAtTokyoParameters) {
  const { number, loopback, circuit, link } = parameters;
  const prefix = `10.100.${9 + number}`;
  const clients = lan(tokyo, { name: `clients0${number}`, cidr: `${prefix}.0/24` });
  const router = siteRouter(tokyo, {
    name: `tky0${number}`,
    user: 'skmkzyk',
    lans: [{ lan: clients, address: `${prefix}.1` }],
    loopbacks: [loopback],
    asn: siteAsn,
  });
  const client = siteHost(tokyo, {
    name: `client0${number}`,
    user: 'skmkzyk',
    lan: clients,
    address: `${prefix}.10`,
    gateway: router,
  });
  const ordered = circuitLink(router, circuit, { ...link, vlan });
  return { router, client, ordered };
}
