import type { Attributes, BlockSchema } from '../../terraform/provider.ts';
import type { AclEntry } from '../resources/network-acl.ts';
import {
  aclOf,
  createNetworkAcl,
  deleteAclEntry,
  deleteNetworkAcl,
  finalRuleNumber,
  replaceAclAssociation,
  setAclEntry,
} from '../resources/network-acl.ts';
import type { Draft } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf, madeId } from './aws-resource.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  forceNew,
  given,
  number,
  numberOf,
  required,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
} from './attributes.ts';

const entryBlock: BlockSchema = {
  unordered: true,
  computed: true,
  attributes: {
    rule_no: number(required),
    action: text(required),
    protocol: text(required),
    from_port: number(required),
    to_port: number(required),
    cidr_block: text(),
    ipv6_cidr_block: text(),
    icmp_type: number({ default: 0 }),
    icmp_code: number({ default: 0 }),
  },
};

export const networkAcl: AwsResource = {
  kind: 'networkAcls',
  schema: {
    attributes: {
      ...tagged,
      vpc_id: text(fixed),
      subnet_ids: set(computed),
      owner_id: text(given),
    },
    blocks: { ingress: entryBlock, egress: entryBlock },
  },
  create(draft, config) {
    const { id } = createNetworkAcl(draft, {
      vpcId: textOf(config, 'vpc_id') ?? '',
      tags: tagsOf(config),
    });
    setEntries(draft, id, config);
    setSubnets(draft, id, textsOf(config, 'subnet_ids') ?? []);
    return id;
  },
  read(resources, id, previous) {
    const found = resources.find('networkAcls', id);
    return (
      found && {
        arn: arnOf(resources, 'network-acl', id),
        vpc_id: found.vpcId,
        subnet_ids: found.associations.map(({ subnetId }) => subnetId).sort(),
        owner_id: resources.accountId,
        ingress: blocksOf(previous, 'ingress'),
        egress: blocksOf(previous, 'egress'),
      }
    );
  },
  update(draft, id, { config }) {
    setEntries(draft, id, config);
    const wanted = textsOf(config, 'subnet_ids');
    if (wanted) setSubnets(draft, id, wanted);
  },
  delete(draft, id) {
    setSubnets(draft, id, []);
    deleteNetworkAcl(draft, id);
  },
};

export const networkAclRule: AwsResource = {
  schema: {
    attributes: {
      ...common,
      network_acl_id: text(fixed),
      rule_number: number(fixed),
      rule_action: text(fixed),
      protocol: text(fixed),
      egress: flag({ default: false, forceNew: true }),
      cidr_block: text(forceNew),
      from_port: number(forceNew),
      to_port: number(forceNew),
      icmp_type: number(forceNew),
      icmp_code: number(forceNew),
    },
  },
  create(draft, config) {
    const id = textOf(config, 'network_acl_id') ?? '';
    const entry = entryOf(
      { ...config, rule_no: config['rule_number'] ?? 0, action: config['rule_action'] ?? '' },
      flagOf(config, 'egress') ?? false,
    );
    setAclEntry(draft, id, entry, 'create');
    return madeId('nacl', id, String(entry.number), String(entry.egress), entry.protocol);
  },
  read(resources, _id, previous) {
    const acl = resources.find('networkAcls', textOf(previous, 'network_acl_id') ?? '');
    const there = acl?.entries.some(
      ({ number: rule, egress }) =>
        rule === numberOf(previous, 'rule_number') &&
        egress === (flagOf(previous, 'egress') ?? false),
    );
    return there ? {} : undefined;
  },
  delete(draft, _id, state) {
    deleteAclEntry(draft, textOf(state, 'network_acl_id') ?? '', {
      number: numberOf(state, 'rule_number') ?? 0,
      egress: flagOf(state, 'egress') ?? false,
    });
  },
};

function setEntries(draft: Draft, id: string, config: Attributes): void {
  for (const egress of [false, true]) {
    const blocks = blocksOf(config, egress ? 'egress' : 'ingress');
    if (blocks.length === 0) continue;
    const acl = get(draft, 'networkAcls', id);
    const entries = acl.entries.filter(
      (entry) => entry.egress !== egress || entry.number === finalRuleNumber,
    );
    draft.set('networkAcls', { ...acl, entries });
    for (const block of blocks) setAclEntry(draft, id, entryOf(block, egress), 'create');
  }
}

function entryOf(block: Attributes, egress: boolean): AclEntry {
  const protocol = textOf(block, 'protocol') ?? '-1';
  const [from, to] = [numberOf(block, 'from_port') ?? 0, numberOf(block, 'to_port') ?? 65535];
  const isIcmp = protocol === 'icmp' || protocol === '1';
  const hasPorts = ['tcp', 'udp', '6', '17'].includes(protocol);
  return {
    number: numberOf(block, 'rule_no') ?? 0,
    egress,
    protocol,
    action: textOf(block, 'action')?.toLowerCase() === 'allow' ? 'allow' : 'deny',
    cidrBlock: textOf(block, 'cidr_block') ?? '0.0.0.0/0',
    ...(hasPorts && { ports: { from, to } }),
    ...(isIcmp && {
      icmp: { type: numberOf(block, 'icmp_type') ?? -1, code: numberOf(block, 'icmp_code') ?? -1 },
    }),
  };
}

/** Subnets that leave go back to the VPC's default ACL. */
function setSubnets(draft: Draft, id: string, wanted: readonly string[]): void {
  const acl = get(draft, 'networkAcls', id);
  const fallback = draft.all('networkAcls').find((it) => it.vpcId === acl.vpcId && it.isDefault);
  for (const { id: association, subnetId } of acl.associations) {
    if (!wanted.includes(subnetId) && fallback) {
      replaceAclAssociation(draft, association, fallback.id);
    }
  }
  for (const subnetId of wanted) {
    const current = aclOf(subnetId, draft);
    const association = current?.associations.find((it) => it.subnetId === subnetId);
    if (current && association && current.id !== id) {
      replaceAclAssociation(draft, association.id, id);
    }
  }
}
