import type { CloudName } from './names.ts';
import type { Fabric, LinkEnd, Prefix } from './fabric/fabric.ts';
import type { Observations } from './fabric/observations.ts';
import type { ProviderTypes } from './terraform/provider.ts';

/** One emulated cloud. Every folder beside this file (`azure/` …) exports a function that makes one. */
export interface Cloud {
  readonly name: CloudName;
  /** Answers one request of the cloud's own REST API. Never throws: errors are the cloud's own. */
  handle(request: RestRequest): Promise<RestResponse>;
  /** Terraform resource types of this cloud, served from the same resources as the REST API. */
  readonly terraform: ProviderTypes;
  /** Pure in (resources, observations): what this cloud needs of Linux. */
  compile(observations: Observations): CloudFabric;
  /** Its ends of private circuits, as resources are now. Pure. @default none */
  circuits?(): CircuitEnds;
}

/** A cloud's part of the fabric. It may link to the internet node, which the daemon adds. */
export interface CloudFabric extends Fabric {
  /** Public addresses that the internet routes to this cloud, by the internet node's device. */
  readonly announcements: readonly { readonly address: string; readonly device: string }[];
  /** Ends of links into other clouds. The daemon joins the two ends of the same name, when both are there. */
  readonly openEnds?: readonly OpenEnd[];
  /** Where a person may listen. */
  readonly taps?: readonly Tap[];
}

/** One end of a link whose other end is another cloud's. The node is this cloud's. */
export interface OpenEnd {
  /** `<key of the circuit> primary` or `<key> secondary`. */
  readonly name: string;
  readonly end: LinkEnd;
}

/** A device at which all packets of a link pass. */
export interface Tap {
  /** The cloud's id of the resource that people know it by: a circuit's. */
  readonly resource: string;
  /** `primary`, `secondary` */
  readonly link: string;
  readonly node: string;
  readonly device: string;
}

/**
 * Private circuits between two parties. The one that sells a circuit offers it under a key (an ExpressRoute circuit's
 * service key, a FastConnect virtual circuit's OCID), which its customer hands to the other party: an exchange provider, or
 * another cloud. That one orders by the key.
 */
export interface CircuitEnds {
  readonly offers: readonly CircuitOffer[];
  readonly orders: readonly CircuitOrder[];
}

export interface CircuitOffer {
  readonly key: string;
}

export interface CircuitOrder {
  readonly key: string;
  /** Who ordered, as the seller shows it: `Oracle Cloud FastConnect`. */
  readonly provider: string;
  /**
   * The layer-3 settings, when the one who orders makes them (OCI does): the seller then has them as if its customer had
   * set them. Each link's subnet is a /30, of which the one who orders has the first address and the seller the second.
   */
  readonly peering?: {
    readonly primary: Prefix;
    readonly secondary: Prefix;
    /** AS number of the one who orders. */
    readonly asn: number;
    readonly vlan: number;
  };
}

/** What a cloud may ask of the world around it. */
export interface CloudServices {
  /** Something was changed: compile and reconcile soon. */
  changed(): void;
  /** Resolves when every change made so far is real in Linux. Rejects with what failed. */
  settled(): Promise<void>;
  /** The newest observations, read afresh: REST reads of live state use it. */
  observe(): Promise<Observations>;
  /** What a command prints in a node; for what observations do not hold. @default absent: there is no Linux */
  inspect?(node: string, command: readonly [string, ...string[]]): Promise<string>;
  /** What other clouds offer and order. */
  readonly circuits: {
    offer(key: string): CircuitOffer | undefined;
    /** The first order for an offer of this cloud. */
    order(key: string): CircuitOrder | undefined;
  };
  readonly timers: 'fast' | 'real';
  /** Milliseconds since the epoch. */
  now(): number;
  /** A fresh public address of the emulated internet; stable order within a run. */
  allocatePublicAddress(): string;
  releasePublicAddress(address: string): void;
}

/** A world in which nobody offers or orders anything. */
export const noCircuits: CloudServices['circuits'] = {
  offer: () => undefined,
  order: () => undefined,
};

/** The internet is one router node, made by the daemon; clouds only link their borders to it. */
export const internetNode = 'internet';

export interface RestRequest {
  readonly method: string;
  /** Path and query, such as `/subscriptions/…?api-version=2025-05-01`. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
