import type { Parameters } from '../query/parameters.ts';
import type { XmlObject } from '../query/xml.ts';
import type { AclEntry, NetworkAcl } from '../resources/network-acl.ts';
import {
  createNetworkAcl,
  deleteAclEntry,
  deleteNetworkAcl,
  replaceAclAssociation,
  setAclEntry,
} from '../resources/network-acl.ts';
import type { Action, ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showAcl({ resources }: ActionRequest): (acl: NetworkAcl) => XmlObject {
  return (acl) => ({
    networkAclId: acl.id,
    vpcId: acl.vpcId,
    ownerId: resources.accountId,
    default: acl.isDefault,
    entrySet: acl.entries.map((entry) => ({
      ruleNumber: entry.number,
      protocol: entry.protocol,
      ruleAction: entry.action,
      egress: entry.egress,
      cidrBlock: entry.cidrBlock,
      portRange: entry.ports && { from: entry.ports.from, to: entry.ports.to },
      icmpTypeCode: entry.icmp && { type: entry.icmp.type, code: entry.icmp.code },
    })),
    associationSet: acl.associations.map(({ id, subnetId }) => ({
      networkAclAssociationId: id,
      networkAclId: acl.id,
      subnetId,
    })),
    tagSet: tagSet(acl.tags),
  });
}

function readEntry(parameters: Parameters): AclEntry {
  const [from, to] = [parameters.number('PortRange.From'), parameters.number('PortRange.To')];
  const type = parameters.number('Icmp.Type');
  return {
    number: Number(parameters.required('RuleNumber')),
    egress: parameters.flag('Egress') ?? false,
    protocol: parameters.required('Protocol'),
    action: parameters.required('RuleAction') === 'allow' ? 'allow' : 'deny',
    cidrBlock: parameters.required('CidrBlock'),
    ...(from !== undefined && to !== undefined && { ports: { from, to } }),
    ...(type !== undefined && { icmp: { type, code: parameters.number('Icmp.Code') ?? -1 } }),
  };
}

function setting(how: 'create' | 'replace'): Action {
  return ({ parameters, change }) => {
    const id = parameters.required('NetworkAclId');
    change((draft) => setAclEntry(draft, id, readEntry(parameters), how));
    return done;
  };
}

export const networkAclActions: Actions = {
  CreateNetworkAcl(request) {
    const { parameters } = request;
    const acl = request.change((draft) =>
      createNetworkAcl(draft, {
        vpcId: parameters.required('VpcId'),
        tags: tagsFor(parameters, 'network-acl'),
      }),
    );
    return { networkAcl: showAcl(request)(acl) };
  },
  DeleteNetworkAcl({ parameters, change }) {
    change((draft) => deleteNetworkAcl(draft, parameters.required('NetworkAclId')));
    return done;
  },
  DescribeNetworkAcls: describe<NetworkAcl>({
    set: 'networkAclSet',
    ids: { parameter: 'NetworkAclId', prefix: 'acl' },
    all: ({ resources }) => resources.all('networkAcls'),
    filters: () => ({
      'association.association-id': ({ associations }) => associations.map(({ id }) => id),
      'association.network-acl-id': ({ id }) => [id],
      'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
      default: ({ isDefault }) => [String(isDefault)],
      'network-acl-id': ({ id }) => [id],
      'vpc-id': ({ vpcId }) => [vpcId],
    }),
    show: showAcl,
  }),
  CreateNetworkAclEntry: setting('create'),
  ReplaceNetworkAclEntry: setting('replace'),
  DeleteNetworkAclEntry({ parameters, change }) {
    const wanted = {
      number: Number(parameters.required('RuleNumber')),
      egress: parameters.flag('Egress') ?? false,
    };
    change((draft) => deleteAclEntry(draft, parameters.required('NetworkAclId'), wanted));
    return done;
  },
  ReplaceNetworkAclAssociation({ parameters, change }) {
    const newAssociationId = change((draft) =>
      replaceAclAssociation(
        draft,
        parameters.required('AssociationId'),
        parameters.required('NetworkAclId'),
      ),
    );
    return { newAssociationId };
  },
};
