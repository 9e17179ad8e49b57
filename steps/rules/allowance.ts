/** What a security rule lets in. */
export type Allowance = {
  /** Name of the rule where the cloud names rules (Azure, Google Cloud). */
  readonly name: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Destination ports, none for ICMP. */
  readonly ports: readonly number[];
  /** Source prefix: `20.120.119.5/32`. */
  readonly from: string;
};

/** `udp 500, 4500 from 20.120.119.5/32` */
export function describeAllowance({ protocol, ports, from }: Allowance): string {
  return `${[protocol, ports.join(', ')].filter((word) => word !== '').join(' ')} from ${from}`;
}
