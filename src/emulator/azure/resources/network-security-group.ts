import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { defaultSecurityRules } from './default-security-rules.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';
import type { Resources } from './store.ts';

export type NetworkSecurityGroupProperties = Readonly<Record<string, never>>;

const schema = shape(
  { securityRules: z.array(z.unknown()).optional(), flushConnection: z.literal(false).optional() },
  ['defaultSecurityRules', 'networkInterfaces', 'subnets', 'flowLogs'],
);

export const networkSecurityGroupKind = defineKind<'networkSecurityGroups'>({
  type: 'Microsoft.Network/networkSecurityGroups',
  inline: [{ property: 'securityRules', kind: 'securityRules', absent: 'remove' }],

  prepare(body, { name }) {
    parse(schema, body['properties'] ?? {}, `network security group ${name}`);
    return {};
  },

  refuseDelete(group, resources) {
    const { cards, subnets } = securityGroupUsers(group.id, resources);
    const users = [...cards, ...subnets];
    if (users.length === 0) return;
    throw badRequest(
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${group.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    );
  },

  view(group, { resources, show }) {
    const { cards, subnets } = securityGroupUsers(group.id, resources);
    return {
      securityRules: resources.inside('securityRules', group.id).map(show),
      defaultSecurityRules: defaultSecurityRules.map(({ name, properties }) => ({
        id: `${group.id}/defaultSecurityRules/${name}`,
        name,
        type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
        properties: { provisioningState: 'Succeeded', ...properties },
      })),
      ...(cards.length > 0 && { networkInterfaces: cards.map((id) => ({ id })) }),
      ...(subnets.length > 0 && { subnets: subnets.map((id) => ({ id })) }),
    };
  },
});

function securityGroupUsers(groupId: string, resources: Resources) {
  const uses = (resource: {
    readonly properties: { readonly networkSecurityGroup?: { readonly id: string } | undefined };
  }) => {
    const reference = resource.properties.networkSecurityGroup;
    return reference !== undefined && sameId(reference.id, groupId);
  };
  return {
    cards: resources
      .all('networkInterfaces')
      .filter(uses)
      .map(({ id }) => id),
    subnets: resources
      .all('subnets')
      .filter(uses)
      .map(({ id }) => id),
  };
}
