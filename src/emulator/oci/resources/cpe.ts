import { inUse } from '../protocol/error.ts';
import { defineKind } from './kind.ts';
import { flagIn, readAddress, requiredText, textIn } from './read.ts';

/** Customer-premises equipment: the address of the other end of a Site-to-Site VPN. */
export interface CpeProperties {
  readonly ipAddress: string;
  readonly cpeDeviceShapeId: string | undefined;
  readonly isPrivate: boolean;
}

export const cpe = defineKind<'cpes'>({
  ocid: 'cpe',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: [],
  create: (body) => ({
    ipAddress: readAddress(requiredText(body, 'ipAddress'), 'ipAddress'),
    cpeDeviceShapeId: textIn(body, 'cpeDeviceShapeId'),
    isPrivate: flagIn(body, 'isPrivate') ?? false,
  }),
  update: (body, { properties }) => ({
    ...properties,
    cpeDeviceShapeId: textIn(body, 'cpeDeviceShapeId') ?? properties.cpeDeviceShapeId,
  }),
  refuseDelete({ id }, resources) {
    const connection = resources
      .all('ipsecConnections')
      .find(({ properties }) => properties.cpeId === id);
    if (connection) throw inUse(id, connection.displayName);
  },
  // A CPE has no lifecycle.
  view: ({ properties }) => ({ ...properties, lifecycleState: undefined }),
});
