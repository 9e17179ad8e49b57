import type { FabricLink, RouterNode } from '../../fabric/fabric.ts';
import type { Lan } from '../resources/model.ts';
import type { Resources } from '../resources/store.ts';
import type { LanCard } from './machine.ts';
import { deviceName, lanNodeName } from './names.ts';

/** The bridge inside a LAN's node. */
const bridge = 'switch';

/** A LAN is a switch: it knows hardware addresses only. */
export function lanNode(lan: Lan, resources: Resources): RouterNode {
  return {
    kind: 'router',
    name: lanNodeName(lan, resources),
    label: `LAN ${lan.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: false,
    tables: [],
  };
}

export function lanLink({ lan, owner, end }: LanCard, resources: Resources): FabricLink {
  const node = lanNodeName(lan, resources);
  return {
    name: `${node}--${end.node}.${end.device}`,
    ends: [{ node, device: deviceName(`p-${owner.name}`), addresses: [], bridge }, end],
  };
}
