import type { Address, Prefix } from './fabric.ts';

/** What Linux says: read from FRR and strongSwan, by the names that the fabric gave. */
export interface Observations {
  /** By node name. A node whose daemon does not answer yet is absent. */
  readonly bgp: Readonly<Record<string, BgpObservation>>;
  /** By tunnel name. */
  readonly tunnels: Readonly<Record<string, TunnelObservation>>;
}

export interface BgpObservation {
  readonly peers: readonly BgpPeer[];
  /** In the order in which the router lists them: by prefix, best path first. */
  readonly routes: readonly BgpRoute[];
}

export interface BgpPeer {
  readonly address: Address;
  readonly asn: number;
  /** As RFC 4271 names it. */
  readonly state: 'Idle' | 'Connect' | 'Active' | 'OpenSent' | 'OpenConfirm' | 'Established';
  /** Milliseconds in Established; null otherwise. */
  readonly establishedForMs: number | null;
  /** Accepted prefixes. */
  readonly prefixesReceived: number;
  readonly messagesSent: number;
  readonly messagesReceived: number;
}

/** One path in the table. */
export interface BgpRoute {
  readonly prefix: Prefix;
  /** `network`: originated here. */
  readonly source: 'network' | 'ebgp' | 'ibgp';
  readonly best: boolean;
  /** null when originated here. */
  readonly nextHop: Address | null;
  /** null when originated here. */
  readonly peer: Address | null;
  readonly asPath: readonly number[];
  readonly weight: number;
  readonly med: number | null;
  readonly origin: 'IGP' | 'EGP' | 'incomplete';
}

export interface TunnelObservation {
  /** `up`: an IKE SA and an installed child SA. */
  readonly state: 'up' | 'connecting' | 'down';
  /** Milliseconds since the epoch; null unless up. */
  readonly establishedAt: number | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export const noObservations: Observations = { bgp: {}, tunnels: {} };
