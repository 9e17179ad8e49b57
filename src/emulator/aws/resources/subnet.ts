import { addressFromNumber, addressToNumber } from '../../net/address.ts';
import { addressAt, contains, overlaps, sizeOf } from '../../net/prefix.ts';
import { Ec2Error, inUse, invalidParameter } from '../query/error.ts';
import { isNetworkSize, readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';
import { prefixesOf } from './vpc-blocks.ts';

export interface Subnet extends Tagged {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly defaultForAz: boolean;
}

export interface SubnetInput {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone?: string | undefined;
  readonly mapPublicIpOnLaunch?: boolean;
  readonly defaultForAz?: boolean;
  readonly tags?: Tagged['tags'];
}

const zoneLetters = ['a', 'b', 'c'] as const;

export function zonesOf({ region }: Pick<Resources, 'region'>): readonly string[] {
  return zoneLetters.map((letter) => `${region}${letter}`);
}

/** `use1-az1` for `us-east-1a`: the account's names map to zones in order. */
export function zoneId(zone: string): string {
  const [area = '', direction = '', rest = ''] = zone.split('-');
  const number = rest.slice(0, -1);
  const letter = zoneLetters.findIndex((it) => it === rest.slice(-1));
  return `${area}${direction[0] ?? ''}${number}-az${letter + 1}`;
}

export function createSubnet(draft: Draft, input: SubnetInput): Subnet {
  const vpc = get(draft, 'vpcs', input.vpcId);
  const cidrBlock = readCidr(input.cidrBlock, 'cidrBlock');
  if (!isNetworkSize(cidrBlock) || !prefixesOf(vpc).some((prefix) => contains(prefix, cidrBlock))) {
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  const neighbours = draft.all('subnets').filter(({ vpcId }) => vpcId === vpc.id);
  if (neighbours.some((other) => overlaps(other.cidrBlock, cidrBlock))) {
    throw new Ec2Error(
      'InvalidSubnet.Conflict',
      `The CIDR '${cidrBlock}' conflicts with another subnet`,
    );
  }
  const zones = zonesOf(draft);
  const availabilityZone =
    zones.find((zone) => zoneId(zone) === input.availabilityZone) ??
    input.availabilityZone ??
    zones[0] ??
    '';
  if (!zones.includes(availabilityZone)) {
    throw invalidParameter(
      'availabilityZone',
      availabilityZone,
      `Subnets can currently only be created in the following availability zones: ${zones.join(', ')}.`,
    );
  }
  const subnet: Subnet = {
    id: draft.newId('subnet'),
    vpcId: vpc.id,
    cidrBlock,
    availabilityZone,
    mapPublicIpOnLaunch: input.mapPublicIpOnLaunch ?? false,
    defaultForAz: input.defaultForAz ?? false,
    tags: input.tags ?? {},
  };
  draft.set('subnets', subnet);
  const acl = draft.all('networkAcls').find((it) => it.vpcId === vpc.id && it.isDefault);
  if (acl) {
    const association = { id: draft.newId('aclassoc'), subnetId: subnet.id };
    draft.set('networkAcls', { ...acl, associations: [...acl.associations, association] });
  }
  return subnet;
}

export function deleteSubnet(draft: Draft, id: string): void {
  const subnet = get(draft, 'subnets', id);
  if (draft.all('networkInterfaces').some(({ subnetId }) => subnetId === subnet.id)) {
    throw inUse('subnet', id);
  }
  for (const table of draft.all('routeTables')) {
    const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length < table.associations.length) {
      draft.set('routeTables', { ...table, associations });
    }
  }
  for (const acl of draft.all('networkAcls')) {
    const associations = acl.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length < acl.associations.length) {
      draft.set('networkAcls', { ...acl, associations });
    }
  }
  draft.remove('subnets', id);
}

/**
 * The first four addresses and the last are AWS's own: network, router, DNS, future use, broadcast.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function isReserved(subnet: Pick<Subnet, 'cidrBlock'>, address: string): boolean {
  const index = addressToNumber(address) - addressToNumber(addressAt(subnet.cidrBlock, 0));
  return index < 4 || index === sizeOf(subnet.cidrBlock) - 1;
}

/** The subnet's router, as its machines' default gateway. */
export function routerAddress(subnet: Pick<Subnet, 'cidrBlock'>): string {
  return addressAt(subnet.cidrBlock, 1);
}

export function usedAddresses(subnetId: string, resources: Resources): ReadonlySet<string> {
  return new Set(
    resources
      .all('networkInterfaces')
      .filter((card) => card.subnetId === subnetId)
      .flatMap((card) => card.privateAddresses),
  );
}

export function freeAddressCount(subnet: Subnet, resources: Resources): number {
  return sizeOf(subnet.cidrBlock) - 5 - usedAddresses(subnet.id, resources).size;
}

/** The lowest free address. AWS takes any; this one is the same in every run. */
export function freeAddress(
  subnet: Subnet,
  resources: Resources,
  alsoUsed: readonly string[] = [],
): string {
  const used = new Set([...usedAddresses(subnet.id, resources), ...alsoUsed]);
  const first = addressToNumber(addressAt(subnet.cidrBlock, 0));
  for (let index = 4; index < sizeOf(subnet.cidrBlock) - 1; index++) {
    const address = addressFromNumber(first + index);
    if (!used.has(address)) return address;
  }
  throw new Ec2Error(
    'InsufficientFreeAddressesInSubnet',
    'The specified subnet does not have enough free addresses to satisfy the request.',
  );
}

/** Throws EC2's refusals of an address that somebody asks for. */
export function claimAddress(subnet: Subnet, address: string, resources: Resources): string {
  if (!contains(subnet.cidrBlock, address)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Address ${address} does not fall within the subnet's address range`,
    );
  }
  if (isReserved(subnet, address)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Address ${address} is in subnet's reserved address range`,
    );
  }
  if (usedAddresses(subnet.id, resources).has(address)) {
    throw new Ec2Error('InvalidIPAddress.InUse', `Address ${address} is in use.`);
  }
  return address;
}

export function changeSubnet(
  draft: Draft,
  id: string,
  change: Partial<Pick<Subnet, 'mapPublicIpOnLaunch'>>,
): void {
  draft.set('subnets', { ...get(draft, 'subnets', id), ...change });
}
