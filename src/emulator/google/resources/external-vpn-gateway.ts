import { inUse, invalid, notEmulated } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import {
  bodiesIn,
  choiceIn,
  labelsIn,
  numberIn,
  present,
  readAddress,
  requiredText,
  textIn,
} from './read.ts';

export interface ExternalVpnGatewayProperties {
  readonly redundancyType: keyof typeof interfaceCounts;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly interfaces: readonly { readonly id: number; readonly ipAddress: string }[];
}

const interfaceCounts = {
  SINGLE_IP_INTERNALLY_REDUNDANT: 1,
  TWO_IPS_REDUNDANCY: 2,
  FOUR_IPS_REDUNDANCY: 4,
} as const;

/** What Google is told of somebody else's gateway. */
export const externalVpnGateway = defineKind<'externalVpnGateways'>({
  scope: 'global',
  noun: 'externalVpnGateway',

  prepare(body) {
    const given = bodiesIn(body, 'interfaces').map((part, index) => {
      if (textIn(part, 'ipv6Address') !== undefined) throw notEmulated('IPv6 addresses of peers');
      const field = `resource.interfaces[${index}].ipAddress`;
      return {
        id: numberIn(part, 'id') ?? 0,
        ipAddress: readAddress(requiredText(part, 'ipAddress'), field),
      };
    });
    const types = Object.keys(interfaceCounts) as (keyof typeof interfaceCounts)[];
    const redundancyType =
      choiceIn(body, 'redundancyType', types) ??
      types.find((type) => interfaceCounts[type] === given.length) ??
      'SINGLE_IP_INTERNALLY_REDUNDANT';
    const interfaces = given.toSorted((a, b) => a.id - b.id);
    const fits =
      interfaces.length === interfaceCounts[redundancyType] &&
      interfaces.every(({ id }, index) => id === index);
    if (!fits) {
      throw invalid(
        `Invalid value for field 'resource.interfaces': '${JSON.stringify(interfaces)}'. ${redundancyType} takes ${interfaceCounts[redundancyType]} interface(s), with ids from 0.`,
      );
    }
    const description = textIn(body, 'description');
    return {
      redundancyType,
      ...(description !== undefined && { description }),
      labels: labelsIn(body),
      interfaces,
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources
      .all('vpnTunnels')
      .find(({ properties: { peer } }) => peer.kind === 'external' && peer.gateway === path);
    if (user) throw inUse('external_vpn_gateway', path, user.path);
  },

  view({ properties }): Body {
    return present({
      description: properties.description,
      redundancyType: properties.redundancyType,
      interfaces: properties.interfaces,
      labels: Object.keys(properties.labels).length > 0 ? properties.labels : undefined,
      labelFingerprint: fingerprint(properties.labels),
    });
  },
});
