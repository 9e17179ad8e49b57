import type { Observations } from '../../fabric/observations.ts';
import type { NextHop } from '../../fabric/fabric.ts';
import type { Instance } from '../resources/instance.ts';
import type { InternetGateway } from '../resources/internet-gateway.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { Resources } from '../resources/store.ts';
import type { Subnet } from '../resources/subnet.ts';
import type { Vpc } from '../resources/vpc-blocks.ts';
import type { VpnGateway } from '../resources/vpn-gateway.ts';
import { cardsOf } from '../resources/cards.ts';

/** Everything that compiling one part of the fabric may look at. */
export interface Layout {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: 'fast' | 'real';
  readonly cards: readonly Card[];
}

/** A card of an instance. */
export interface Card {
  readonly resource: NetworkInterface;
  readonly instance: Instance;
  readonly subnet: Subnet;
  readonly vpc: Vpc;
  /** `eth0` */
  readonly machineDevice: string;
}

export function createLayout(parameters: Omit<Layout, 'cards'>): Layout {
  const { resources } = parameters;
  const cards = resources.all('instances').flatMap((instance) =>
    cardsOf(instance.id, resources).flatMap((resource): readonly Card[] => {
      const subnet = resources.find('subnets', resource.subnetId);
      const vpc = resources.find('vpcs', resource.vpcId);
      const machineDevice = `eth${resource.attachment?.deviceIndex ?? 0}`;
      return subnet && vpc ? [{ resource, instance, subnet, vpc, machineDevice }] : [];
    }),
  );
  return { ...parameters, cards };
}

export function cardsIn(vpc: Vpc, { cards }: Layout): readonly Card[] {
  return cards.filter((card) => card.vpc.id === vpc.id);
}

export function isRunning({ state }: Pick<Instance, 'state'>): boolean {
  return state === 'running' || state === 'pending';
}

export function isPresent({ state }: Pick<Instance, 'state'>): boolean {
  return state !== 'terminated' && state !== 'shutting-down';
}

export function internetGatewayOf(vpc: Vpc, resources: Resources): InternetGateway | undefined {
  return resources.all('internetGateways').find(({ vpcId }) => vpcId === vpc.id);
}

/**
 * Nodes are named by their resources' ids, which are unique and not reused; `vpc-…` is a router, `eni-…` a port,
 * `igw-…` an edge, `vgw-…` a gateway and `vgw-…-outer` its outer side.
 */
export function outerNode(gateway: Pick<VpnGateway, 'id'>): string {
  return `${gateway.id}-outer`;
}

/** Device names have at most 15 characters: the end of an id tells one from another. */
export const devices = {
  portToRouter: 'vpc',
  portToMachine: 'vm',
  edgeToRouter: 'vpc',
  edgeToInternet: 'internet',
  gatewayToRouter: 'vpc',
  outerToInternet: 'internet',
  routerToEdge: 'igw',
  routerToGateway: 'vgw',
  routerToPort: (card: Pick<NetworkInterface, 'id'>) => `eni-${card.id.slice(-10)}`,
  tunnel: (connection: { readonly id: string }, index: number) =>
    `t${index + 1}-${connection.id.slice(-10)}`,
  internetTo: (resource: { readonly id: string }) => `aws-${resource.id.slice(-10)}`,
} as const;

/**
 * Link addresses by role, out of ranges that AWS keeps from tunnels' insides (169.254.0.0/30 to 169.254.5.0/30), so
 * that no customer's choice meets them. Every link is a network of its own, so roles may repeat.
 */
const linkAddresses = {
  router: '169.254.0.1',
  port: '169.254.0.2',
  edge: '169.254.1.1',
  gateway: '169.254.2.1',
  outer: '169.254.3.1',
  internet: '169.254.4.1',
} as const;

export type Role = keyof typeof linkAddresses;

export function linkAddress(role: Role): string {
  return `${linkAddresses[role]}/32`;
}

/** By a device to what is at its other end. */
export function hop(device: string, role: Role): NextHop {
  return { device, gateway: linkAddresses[role] };
}
