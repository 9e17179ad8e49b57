/**
 * The fabric: what Linux should look like, in words no cloud owns. Plain data, made by a pure
 * function (compile), compared with the last one and realised by difference (`../linux`).
 *
 * Every node is a network namespace. Each does one stateful thing at most (NAT, or a filter, or
 * nothing), so that no packet meets the same connection-tracking table twice.
 */
export interface Fabric {
  readonly nodes: readonly FabricNode[];
  readonly links: readonly FabricLink[];
  readonly tunnels: readonly Tunnel[];
}

export type FabricNode = RouterNode | MachineNode;

/** `10.1.0.0/16`; a host route ends in `/32`. */
export type Prefix = string;
/** `10.1.0.4` */
export type Address = string;
/** An address with the length of its subnet: `10.1.0.4/24`. */
export type InterfaceAddress = string;

interface NodeBase {
  /** Unique; letters, digits, `-`, `.`; the namespace's name. At most 60 characters. */
  readonly name: string;
  /** What a person calls it: `vng1, instance 0`. */
  readonly label: string;
  /** Addresses on `lo`. */
  readonly loopbacks: readonly Address[];
  /** The main routing table. Tables and main end in `unreachable default` unless they hold a default route. */
  readonly routes: readonly Route[];
}

/** Forwards packets. */
export interface RouterNode extends NodeBase {
  readonly kind: 'router';
  /**
   * Forward without decrementing the TTL, as cloud networks do, except between two of `decrementBetween`'s
   * devices (so that a loop through them ends). `false`: decrement always.
   */
  readonly transparentTtl:
    | false
    | {
        readonly decrementBetween: readonly string[];
        /** Decremented in this direction, too. @default [] */
        readonly decrementFromTo?: readonly (readonly [from: string, to: string])[];
      };
  /** Further tables, each chosen by incoming device. A packet by a device not listed uses main. */
  readonly tables: readonly RoutingTable[];
  readonly nat?: Nat;
  readonly filters?: readonly InterfaceFilter[];
  readonly bgp?: BgpSpeaker;
}

export interface RoutingTable {
  /** Unique within the node; any text, such as `nic vm1-nic1`. */
  readonly name: string;
  /** Incoming devices of this node that use it. */
  readonly devices: readonly string[];
  readonly routes: readonly Route[];
}

/**
 * A route. Several `via` share the load by flow.
 * `unreachable` answers with ICMP; `blackhole` does not.
 */
export type Route =
  | { readonly to: Prefix; readonly via: readonly NextHop[] }
  | { readonly to: Prefix; readonly reject: 'unreachable' | 'blackhole' };

export interface NextHop {
  readonly device: string;
  /** Absent: the destination is on the link. Given: always `onlink`. */
  readonly gateway?: Address;
}

/** 1:1 and many:1 address translation at the border of a network. Rules are tried in order. */
export interface Nat {
  readonly source: readonly {
    /** Leaves by this device. */
    readonly device: string;
    readonly from: Prefix;
    /** Only to this destination. */
    readonly to?: Prefix;
    readonly translated: Address;
  }[];
  readonly destination: readonly {
    /** Arrives by this device. */
    readonly device: string;
    readonly to: Address;
    /** Only from this source. */
    readonly from?: Prefix;
    /** Only UDP packets to these ports. Absent: every protocol. */
    readonly udpPorts?: readonly number[];
    readonly translated: Address;
  }[];
}

/** Security rules at one device. A packet passes when every list accepts it; replies of accepted flows pass. */
export interface InterfaceFilter {
  readonly device: string;
  /** `in`: packets that arrive by the device; `out`: packets that leave by it. */
  readonly direction: 'in' | 'out';
  readonly stateful: boolean;
  /** Each list: the first rule that matches decides; none: denied. */
  readonly lists: readonly (readonly FilterRule[])[];
}

export interface FilterRule {
  readonly action: 'accept' | 'drop';
  /** IANA protocol number; absent: any. */
  readonly protocol?: 1 | 6 | 17 | 50 | 51;
  /** Absent: any. Empty: none. */
  readonly sources?: readonly Prefix[];
  readonly destinations?: readonly Prefix[];
  readonly sourcePorts?: readonly PortRange[];
  readonly destinationPorts?: readonly PortRange[];
  /** ICMP type and code. */
  readonly icmp?: { readonly type: number; readonly code?: number };
}

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A Linux machine that people log in to. */
export interface MachineNode extends NodeBase {
  readonly kind: 'machine';
  readonly hostname: string;
  readonly user: string;
  /** OpenSSH public key lines that may log in as `user`. */
  readonly authorizedKeys: readonly string[];
  /** A login password, where the cloud allows one. */
  readonly password?: string;
  /** Whether it runs; a stopped machine has its namespace and links, and no process. */
  readonly running: boolean;
  /** Forwards packets from the start, as a router out of the box does. @default false */
  readonly forwarding?: boolean;
}

/** A point-to-point link (a veth pair). */
export interface FabricLink {
  /** Unique. */
  readonly name: string;
  readonly ends: readonly [LinkEnd, LinkEnd];
}

export interface LinkEnd {
  readonly node: string;
  /** Device name in that node; at most 15 characters. */
  readonly device: string;
  readonly addresses: readonly InterfaceAddress[];
  /** Answers ARP for whatever it has a route to (a cloud's subnet router). @default false */
  readonly proxyArp?: boolean;
  readonly mac?: string;
  /**
   * A port of this switch in the node: frames pass between all of its ports by hardware address. At most 15 characters. A
   * port has no addresses. @default none
   */
  readonly bridge?: string;
  /** @default 1500 */
  readonly mtu?: number;
}

/** An IPsec tunnel end: IKEv2 and ESP in UDP by a charon of its own; a device in the node `inner`. */
export interface Tunnel {
  /** Unique. */
  readonly name: string;
  /**
   * Where IKE and ESP packets leave: a router node. The tunnel has a namespace of its own, joined to it by a link
   * whose device in `outer` is `outerDevice`, over which `localAddress` is translated.
   */
  readonly outer: string;
  /** Device in `outer` towards the tunnel's own namespace; at most 15 characters. */
  readonly outerDevice: string;
  /** The address of `outer` that IKE packets carry when they leave it (before any NAT further out). */
  readonly localAddress: Address;
  /** IKE identity sent. @default localAddress */
  readonly localId?: string;
  /** The peer's address as `outer` routes it. */
  readonly remoteAddress: Address;
  /** IKE identity demanded of the peer; absent: any. */
  readonly remoteId?: string;
  /** Node that gets the tunnel's device. */
  readonly inner: string;
  /** The device's name in `inner`; at most 15 characters. */
  readonly innerDevice: string;
  readonly presharedKey: string;
  /** `responder` waits for the peer. */
  readonly role: 'initiator' | 'responder' | 'both';
  /** strongSwan proposal strings, in order. */
  readonly ikeProposals: readonly string[];
  readonly espProposals: readonly string[];
  readonly localSelectors: readonly Prefix[];
  readonly remoteSelectors: readonly Prefix[];
  /**
   * Addresses behind this end. A peer may narrow `localSelectors` to a prefix when one of these is in it: user-space ESP
   * asks for that. @default []
   */
  readonly localHosts?: readonly Address[];
  /** @default 1400 */
  readonly mtu?: number;
  readonly timers: TunnelTimers;
}

export interface TunnelTimers {
  /** Seconds between DPD probes. */
  readonly dpdDelay: number;
  /** Seconds; first retransmission of an IKE message. */
  readonly retransmitTimeout: number;
  readonly retransmitTries: number;
  /** Seconds before another attempt after one failed. */
  readonly retryDelay: number;
}

/** A BGP router. */
export interface BgpSpeaker {
  readonly asn: number;
  readonly routerId: Address;
  /** Prefixes it originates, whether or not it has a route to them. */
  readonly networks: readonly Prefix[];
  readonly neighbors: readonly BgpNeighbor[];
  /** Equal paths used at once. @default 1 */
  readonly maximumPaths?: number;
}

export interface BgpNeighbor {
  readonly address: Address;
  readonly asn: number;
  /** Local address of the session. */
  readonly source: Address;
  /** The peer is not on a connected network. */
  readonly multihop: boolean;
  /** Waits for the peer to call. */
  readonly passive: boolean;
  readonly nextHopSelf: boolean;
  readonly timers: BgpTimers;
  readonly inbound: PrefixFilter;
  readonly outbound: PrefixFilter;
  /** What is done to routes that `inbound` let in. @default nothing */
  readonly onImport?: ImportPolicy;
  /** What is done to routes that `outbound` lets out. @default nothing */
  readonly onExport?: ExportPolicy;
  /** Passes on what it learned inside its own AS to this peer of its own AS, and the other way round (RFC 4456). @default false */
  readonly routeReflectorClient?: boolean;
  /** Accepts paths that hold its own AS number this many times. @default 0 */
  readonly allowOwnAs?: number;
  /** So many prefixes it takes; more end the session, which may come again after a minute. @default any number */
  readonly maximumPrefixes?: number;
}

export interface ImportPolicy {
  /** @default 100 */
  readonly localPreference?: number;
  /**
   * A label of routes learned from this neighbour, for `ExportPolicy.withoutMarks`; carried to neighbours of the same AS,
   * never shown to others (realised as a community that is taken off towards other ASes).
   */
  readonly mark?: string;
  /** Such a label of routes that the neighbour learned of another AS, in addition: their path holds more than its number. */
  readonly transitMark?: string;
}

export interface ExportPolicy {
  /** How often the own AS number is put before the path, besides the once that BGP does. @default 0 */
  readonly prepend?: number;
  /** Multi-exit discriminator. @default none */
  readonly med?: number;
  /** Multi-exit discriminators of single prefixes, in the place of `med`. @default none */
  readonly medByPrefix?: Readonly<Record<Prefix, number>>;
  /** Takes private AS numbers (RFC 6996) out of the path, wherever they stand. @default false */
  readonly removePrivateAs?: boolean;
  /** Replaces the neighbour's AS number in the path by its own, so that the neighbour does not see a loop. @default false */
  readonly asOverride?: boolean;
  /** Leaves the next hop as it was learned, towards another AS too (a route server). @default false */
  readonly keepNextHop?: boolean;
  /** Does not tell routes with one of these marks. @default none */
  readonly withoutMarks?: readonly string[];
}

export interface BgpTimers {
  /** Seconds. */
  readonly keepalive: number;
  readonly hold: number;
  /** Seconds between attempts to connect. */
  readonly connect: number;
}

/** First match decides; `otherwise` for the rest. */
export interface PrefixFilter {
  readonly rules: readonly {
    readonly action: 'permit' | 'deny';
    readonly prefix: Prefix;
    /** Also longer prefixes inside it, up to this length. */
    readonly upTo?: number;
    /** Only prefixes inside it of at least this length. */
    readonly atLeast?: number;
  }[];
  readonly otherwise: 'permit' | 'deny';
}
