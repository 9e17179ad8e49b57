import { Ec2Error, inUse, invalidParameter, notFound } from '../query/error.ts';
import { readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';

export interface NetworkAcl extends Tagged {
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: readonly AclEntry[];
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
}

/** Both directions have a list of their own; the lowest number that matches decides. */
export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  /** `-1` is all; otherwise an IANA number. */
  readonly protocol: string;
  readonly action: 'allow' | 'deny';
  readonly cidrBlock: string;
  readonly ports?: { readonly from: number; readonly to: number } | undefined;
  /** -1 is all. */
  readonly icmp?: { readonly type: number; readonly code: number } | undefined;
}

/** The last entry of both lists, which nobody can take away. */
export const finalRuleNumber = 32767;

const final = (egress: boolean): AclEntry => ({
  number: finalRuleNumber,
  egress,
  protocol: '-1',
  action: 'deny',
  cidrBlock: '0.0.0.0/0',
});
const open = (egress: boolean): AclEntry => ({ ...final(egress), number: 100, action: 'allow' });

/** The default one lets everything pass, another nothing. */
export function createNetworkAcl(
  draft: Draft,
  input: { readonly vpcId: string; readonly isDefault?: boolean; readonly tags?: Tagged['tags'] },
): NetworkAcl {
  get(draft, 'vpcs', input.vpcId);
  const acl: NetworkAcl = {
    id: draft.newId('acl'),
    vpcId: input.vpcId,
    isDefault: input.isDefault ?? false,
    entries: [...(input.isDefault ? [open(false), open(true)] : []), final(false), final(true)],
    associations: [],
    tags: input.tags ?? {},
  };
  draft.set('networkAcls', acl);
  return acl;
}

export function deleteNetworkAcl(draft: Draft, id: string): void {
  const acl = get(draft, 'networkAcls', id);
  if (acl.isDefault) {
    throw new Ec2Error('InvalidParameterValue', `cannot delete default network ACL ${id}`);
  }
  if (acl.associations.length > 0) throw inUse('networkAcl', id);
  draft.remove('networkAcls', id);
}

export function setAclEntry(
  draft: Draft,
  id: string,
  input: AclEntry,
  how: 'create' | 'replace',
): void {
  const acl = get(draft, 'networkAcls', id);
  if (input.number < 1 || input.number > 32766) {
    throw invalidParameter('ruleNumber', String(input.number), 'Must be between 1 and 32766.');
  }
  const names: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', all: '-1' };
  const entry: AclEntry = {
    ...input,
    protocol: names[input.protocol.toLowerCase()] ?? input.protocol,
    cidrBlock: readCidr(input.cidrBlock, 'cidrBlock'),
  };
  if ((entry.protocol === '6' || entry.protocol === '17') && entry.ports === undefined) {
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter portRange');
  }
  const same = (other: AclEntry) => other.number === entry.number && other.egress === entry.egress;
  const exists = acl.entries.some(same);
  if (how === 'create' && exists) {
    throw new Ec2Error(
      'NetworkAclEntryAlreadyExists',
      `The network acl entry identified by ${entry.number} already exists.`,
    );
  }
  if (how === 'replace' && !exists) throw missingEntry(id, entry);
  const entries = [...acl.entries.filter((other) => !same(other)), entry];
  draft.set('networkAcls', { ...acl, entries: entries.toSorted((a, b) => a.number - b.number) });
}

export function deleteAclEntry(
  draft: Draft,
  id: string,
  wanted: { readonly number: number; readonly egress: boolean },
): void {
  const acl = get(draft, 'networkAcls', id);
  const entries = acl.entries.filter(
    ({ number, egress }) => number !== wanted.number || egress !== wanted.egress,
  );
  if (entries.length === acl.entries.length || wanted.number === finalRuleNumber) {
    throw missingEntry(id, wanted);
  }
  draft.set('networkAcls', { ...acl, entries });
}

export function aclOf(subnetId: string, resources: Resources): NetworkAcl | undefined {
  return resources
    .all('networkAcls')
    .find(({ associations }) => associations.some((it) => it.subnetId === subnetId));
}

/** A subnet always has one network ACL: it moves from one to another. Gives the new association's id. */
export function replaceAclAssociation(draft: Draft, associationId: string, aclId: string): string {
  const wanted = get(draft, 'networkAcls', aclId);
  const current = draft
    .all('networkAcls')
    .find(({ associations }) => associations.some(({ id }) => id === associationId));
  const moved = current?.associations.find(({ id }) => id === associationId);
  if (!current || !moved) throw notFound('aclassoc', associationId);
  if (current.vpcId !== wanted.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `network ACL ${aclId} and subnet ${moved.subnetId} belong to different networks`,
    );
  }
  if (current.id === wanted.id) return associationId;
  const association = { id: draft.newId('aclassoc'), subnetId: moved.subnetId };
  draft.set('networkAcls', {
    ...current,
    associations: current.associations.filter((it) => it !== moved),
  });
  draft.set('networkAcls', { ...wanted, associations: [...wanted.associations, association] });
  return association.id;
}

function missingEntry(
  id: string,
  { number, egress }: { readonly number: number; readonly egress: boolean },
): Ec2Error {
  return new Ec2Error(
    'InvalidNetworkAclEntry.NotFound',
    `no ${egress ? 'egress' : 'ingress'} entry with rule number ${number} in network ACL ${id}`,
  );
}
