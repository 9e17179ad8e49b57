import { notEmulated } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { present } from './read.ts';

export interface PrivateIpProperties {
  readonly vnicId: Ocid;
  readonly subnetId: Ocid;
  readonly ipAddress: string;
  readonly isPrimary: boolean;
}

/** A VNIC's private address, which route rules can name. */
export const privateIp = defineKind<'privateIps'>({
  ocid: 'privateip',
  operations: ['list', 'get'],
  states: { initial: 'AVAILABLE' },
  filters: ['vnicId', 'subnetId', 'ipAddress'],
  requiredFilters: [],

  create() {
    throw notEmulated('secondary private IPs');
  },

  view: ({ properties }, { resources }): Body => {
    const vnic = resources.find('vnics', properties.vnicId)?.properties;
    return present({
      ...properties,
      availabilityDomain: vnic?.availabilityDomain,
      hostnameLabel: vnic?.hostnameLabel,
      ipState: 'ASSIGNED',
      lifetime: 'EPHEMERAL',
    });
  },
});
