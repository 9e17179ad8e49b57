/** The clouds that can be swept, in the order in which they are shown. */
export const sweptClouds = ['azure', 'aws', 'google'] as const;
export type SweptCloud = (typeof sweptClouds)[number];

/** What is deleted, as its cloud calls it. */
export type LeftoverKind =
  | 'resource group'
  | 'instance'
  | 'VPN connection'
  | 'virtual private gateway'
  | 'customer gateway'
  | 'Elastic IP'
  | 'network interface'
  | 'key pair'
  | 'internet gateway'
  | 'subnet'
  | 'route table'
  | 'network ACL'
  | 'security group'
  | 'VPC'
  | 'VPN tunnel'
  | 'firewall rule'
  | 'route'
  | 'VPN gateway'
  | 'external VPN gateway'
  | 'router'
  | 'subnetwork'
  | 'network';

/** Something in an account, with the tags it has: ours or a stranger's. */
export interface Found {
  readonly cloud: SweptCloud;
  readonly kind: LeftoverKind;
  /** What its cloud knows it by; with the region, enough to delete it. */
  readonly id: string;
  readonly name: string;
  /** Region, zone or `global`. */
  readonly place: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Where the cloud tells it. */
  readonly createdAt?: Date;
}

/** Something that a run of a lab made. */
export interface Leftover extends Omit<Found, 'tags'> {
  readonly run: string;
  readonly lab: string;
  readonly owner: string;
  /** Absent when its tag is missing or says no time. */
  readonly expiresAt?: Date;
}

/** What an account showed. */
export interface Sight {
  readonly found: readonly Found[];
  /** Places, such as regions, that could not be looked at while others could. */
  readonly unseen: readonly UnseenPlace[];
}

export interface UnseenPlace {
  readonly place: string;
  /** What the cloud answered. */
  readonly error: unknown;
}

/** One cloud's account, as the sweep works in it. */
export interface Sweeper {
  readonly cloud: SweptCloud;
  /** Subscription id, account id or project. */
  readonly account: string;
  /** Everything that may be a run's; what else it holds is left out or told with its own tags. Throws when nothing can be seen. */
  find(): Promise<Sight>;
  /** Resolves when it is gone. Throws what the cloud answered. */
  remove(leftover: Leftover): Promise<void>;
  /** What an error of {@link remove} means. */
  verdict(error: unknown): Verdict;
}

/** `gone`: there was nothing to delete any more. `busy`: something still uses it, so that it is worth another try. */
export type Verdict = 'gone' | 'busy' | 'refused';

/** How a person recognises it: `aws VPC lab-vpc (vpc-0a1b)`. */
export function nameOf({ cloud, kind, name, id }: Leftover): string {
  const known = name === id || id.endsWith(`/${name}`) ? '' : ` (${id})`;
  return `${cloud} ${kind} ${name}${known}`;
}
