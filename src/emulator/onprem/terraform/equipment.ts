import type { Attributes } from '../../terraform/provider.ts';
import { freeManagementAddress } from '../resources/addresses.ts';
import type { Equipment } from '../resources/model.ts';
import { taken } from '../resources/refusal.ts';
import { checkedKey, checkedName, checkedUser } from '../resources/values.ts';
import { fixed, given, neededText, required, text } from './attributes.ts';
import { referredIn } from './site-type.ts';
import type { World } from './site-type.ts';

/** What routers and hosts have in common. */
export const equipmentAttributes = {
  id: text(given),
  site_id: text(fixed),
  name: text(fixed),
  user: text(fixed),
  ssh_public_key: text(required),
  public_address: text(given),
} as const;

/** Its identity, checked. {@link withAddresses} gives it its management addresses once all else was found good. */
export type Identity = Omit<Equipment, 'publicAddress' | 'managementAddress'>;

export function identityOf(
  config: Attributes,
  kind: 'routers' | 'hosts',
  existing: Equipment | undefined,
  world: World,
): Identity {
  const { id: siteId } = referredIn(config, 'site_id', 'sites', world);
  const name = checkedName(neededText(config, 'name'));
  const id = `${siteId}/${kind}/${name.toLowerCase()}`;
  const others = [...world.store.all('routers'), ...world.store.all('hosts')];
  // People and reports know machines by their names alone.
  const namesake = others.find((it) => it.name.toLowerCase() === name.toLowerCase());
  if (!existing && namesake) throw taken(`There is a machine "${name}" already: ${namesake.id}.`);
  return {
    id,
    siteId,
    name,
    user: checkedUser(neededText(config, 'user')),
    sshPublicKey: checkedKey(neededText(config, 'ssh_public_key')),
  };
}

export function withAddresses(
  existing: Equipment | undefined,
  { store, services }: World,
): Pick<Equipment, 'publicAddress' | 'managementAddress'> {
  return {
    publicAddress: existing?.publicAddress ?? services.allocatePublicAddress(),
    managementAddress: existing?.managementAddress ?? freeManagementAddress(store),
  };
}

export function exportedEquipment(equipment: Equipment): Attributes {
  return {
    site_id: equipment.siteId,
    name: equipment.name,
    user: equipment.user,
    ssh_public_key: equipment.sshPublicKey,
    public_address: equipment.publicAddress,
  };
}
