/** What a site is made of. Addresses and prefixes are IPv4 text; ids are paths, such as `/sites/tokyo/routers/tky01`. */
export interface Kinds {
  readonly sites: Site;
  readonly lans: Lan;
  readonly routers: Router;
  readonly hosts: Host;
  readonly circuitLinks: CircuitLink;
  readonly exchangeRouters: ExchangeRouter;
}

export type KindName = keyof Kinds;

export interface Site {
  readonly id: string;
  readonly name: string;
  /** Who brings private circuits to the site, as the seller of a circuit shows it. */
  readonly serviceProvider: string;
}

export interface Lan {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly cidr: string;
}

/** What routers and hosts have in common: a login, and a management card with a public address. */
export interface Equipment {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly user: string;
  readonly sshPublicKey: string;
  readonly publicAddress: string;
  readonly managementAddress: string;
}

export interface Router extends Equipment {
  /** What its BGP will be configured with, for people. */
  readonly asn: number | undefined;
  readonly loopbacks: readonly string[];
  readonly lans: readonly { readonly lanId: string; readonly address: string }[];
}

export interface Host extends Equipment {
  readonly lanId: string;
  readonly address: string;
  readonly gateway: string;
}

export const circuitLinkNames = ['primary', 'secondary'] as const;
export type CircuitLinkName = (typeof circuitLinkNames)[number];

/** One of the two links of a private circuit, at a site's router. */
export interface CircuitLink {
  readonly id: string;
  readonly routerId: string;
  readonly circuitKey: string;
  readonly link: CircuitLinkName;
  readonly vlan: number;
  /** With the length of its subnet: `172.16.0.1/30`. */
  readonly address: string;
  readonly device: string;
}

/** An exchange provider's router between two private circuits. */
export interface ExchangeRouter {
  readonly id: string;
  readonly name: string;
  readonly asn: number;
  readonly serviceProvider: string;
  readonly azure: ExchangeSide & {
    readonly vlan: number;
    /** Whether the exchange, and not its customer, sets up the circuit's private peering. */
    readonly configuresPeering: boolean;
  };
  readonly oci: ExchangeSide;
}

export interface ExchangeSide {
  readonly circuitKey: string;
  /** The exchange's own addresses, with the length of their subnets. */
  readonly addresses: readonly { readonly link: CircuitLinkName; readonly address: string }[];
  /** How often its own AS number is put before the path towards this side, besides once. */
  readonly prepend: number;
}
