import { Ec2Error, inUse } from '../query/error.ts';
import type { Tagged } from './kinds.ts';
import { publicAddressOf } from './address.ts';
import type { Draft } from './store.ts';
import { get } from './store.ts';

export interface InternetGateway extends Tagged {
  /** The VPC that it is attached to. */
  readonly vpcId?: string | undefined;
}

export function createInternetGateway(draft: Draft, tags: Tagged['tags'] = {}): InternetGateway {
  const gateway: InternetGateway = { id: draft.newId('igw'), tags };
  draft.set('internetGateways', gateway);
  return gateway;
}

export function attachInternetGateway(draft: Draft, id: string, vpcId: string): void {
  const gateway = get(draft, 'internetGateways', id);
  get(draft, 'vpcs', vpcId);
  if (gateway.vpcId !== undefined) {
    throw new Ec2Error(
      'Resource.AlreadyAssociated',
      `resource ${id} is already attached to network ${gateway.vpcId}`,
    );
  }
  if (draft.all('internetGateways').some((other) => other.vpcId === vpcId)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Network ${vpcId} already has an internet gateway attached`,
    );
  }
  draft.set('internetGateways', { ...gateway, vpcId });
}

export function detachInternetGateway(draft: Draft, id: string, vpcId: string): void {
  const gateway = get(draft, 'internetGateways', id);
  get(draft, 'vpcs', vpcId);
  if (gateway.vpcId !== vpcId) {
    throw new Ec2Error('Gateway.NotAttached', `resource ${id} is not attached to network ${vpcId}`);
  }
  const mapped = draft
    .all('networkInterfaces')
    .some((card) => card.vpcId === vpcId && publicAddressOf(card, draft) !== undefined);
  if (mapped) {
    throw new Ec2Error(
      'DependencyViolation',
      `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  }
  draft.set('internetGateways', { ...gateway, vpcId: undefined });
}

export function deleteInternetGateway(draft: Draft, id: string): void {
  const gateway = get(draft, 'internetGateways', id);
  if (gateway.vpcId !== undefined) throw inUse('internetGateway', id);
  draft.remove('internetGateways', id);
}
