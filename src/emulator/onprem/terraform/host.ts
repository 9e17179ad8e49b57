import { checkedLanAddress } from '../resources/addresses.ts';
import { isUsable } from '../resources/links.ts';
import { invalid } from '../resources/refusal.ts';
import { checkedAddress } from '../resources/values.ts';
import { neededText, required, text } from './attributes.ts';
import { equipmentAttributes, exportedEquipment, identityOf, withAddresses } from './equipment.ts';
import { referredIn } from './site-type.ts';
import type { SiteType } from './site-type.ts';

export const host: SiteType<'hosts'> = {
  kind: 'hosts',
  schema: {
    attributes: {
      ...equipmentAttributes,
      lan_id: text(required),
      address: text(required),
      gateway: text(required),
    },
  },
  make(config, existing, world) {
    const identity = identityOf(config, 'hosts', existing, world);
    const lan = referredIn(config, 'lan_id', 'lans', world);
    if (lan.siteId !== identity.siteId) {
      throw invalid(`LAN ${lan.name} belongs to another site than host ${identity.name}.`);
    }
    const gateway = checkedAddress(neededText(config, 'gateway'), 'gateway');
    if (!isUsable(gateway, lan.cidr)) {
      throw invalid(`gateway ${gateway} is not in LAN ${lan.name} (${lan.cidr}).`);
    }
    const address = checkedLanAddress(neededText(config, 'address'), lan, identity.id, world.store);
    if (address === gateway)
      throw invalid(`${identity.name} would be its own gateway: ${gateway}.`);
    return { ...identity, lanId: lan.id, address, gateway, ...withAddresses(existing, world) };
  },
  exported: (host) => ({
    ...exportedEquipment(host),
    lan_id: host.lanId,
    address: host.address,
    gateway: host.gateway,
  }),
  deleted: ({ publicAddress }, { services }) => services.releasePublicAddress(publicAddress),
};
