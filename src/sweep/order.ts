import type { Leftover, LeftoverKind, SweptCloud } from './leftover.ts';

/**
 * Users before what they use, as each cloud wants it: what stands in one group does not need each other.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
 * @see https://cloud.google.com/network-connectivity/docs/vpn/how-to/deleting-vpn
 */
const stages: Readonly<Record<SweptCloud, readonly (readonly LeftoverKind[])[]>> = {
  // A group goes with all that is in it: Azure Resource Manager finds the order itself.
  azure: [['resource group']],
  aws: [
    ['instance', 'VPN connection'],
    ['virtual private gateway', 'customer gateway', 'Elastic IP', 'network interface', 'key pair'],
    // An internet gateway stays attached while the VPC has mapped public addresses.
    ['internet gateway', 'subnet'],
    ['route table', 'network ACL', 'security group'],
    ['VPC'],
  ],
  google: [
    ['instance', 'VPN tunnel', 'firewall rule', 'route'],
    ['VPN gateway', 'external VPN gateway', 'router'],
    ['subnetwork'],
    ['network'],
  ],
};

/** Waves: what is in one may be deleted at the same time, once the waves before are gone. */
export function order(leftovers: readonly Leftover[]): readonly (readonly Leftover[])[] {
  const waves: Leftover[][] = [];
  for (const leftover of leftovers) (waves[stageOf(leftover)] ??= []).push(leftover);
  // Stages that nothing belongs to are holes.
  return waves.filter((wave) => wave.length > 0);
}

function stageOf({ cloud, kind }: Leftover): number {
  const stage = stages[cloud].findIndex((kinds) => kinds.includes(kind));
  return Math.max(0, stage);
}
