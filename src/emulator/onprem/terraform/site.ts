import { isPrefix, lengthOf, overlaps } from '../../net/prefix.ts';
import { inUse, invalid, taken } from '../resources/refusal.ts';
import { checkedName, refuseReserved } from '../resources/values.ts';
import { fixed, given, neededText, text } from './attributes.ts';
import { referredIn } from './site-type.ts';
import type { SiteType } from './site-type.ts';

/** Who brings circuits to a site that names nobody. */
export const defaultServiceProvider = 'Wirebook Exchange';

export const site: SiteType<'sites'> = {
  kind: 'sites',
  schema: {
    attributes: {
      id: text(given),
      name: text(fixed),
      service_provider: text({ default: defaultServiceProvider }),
    },
  },
  make(config, existing, { store }) {
    const name = checkedName(neededText(config, 'name'));
    const id = `/sites/${name.toLowerCase()}`;
    if (!existing && store.find('sites', id)) throw taken(`There is a site "${name}" already.`);
    return { id, name, serviceProvider: neededText(config, 'service_provider') };
  },
  exported: ({ name, serviceProvider }) => ({ name, service_provider: serviceProvider }),
  refuseDelete({ id, name }, resources) {
    const inside = [
      ...resources.all('lans'),
      ...resources.all('routers'),
      ...resources.all('hosts'),
    ].find(({ siteId }) => siteId === id);
    if (inside) throw inUse(`Site ${name} still has ${inside.name}.`);
  },
};

export const lan: SiteType<'lans'> = {
  kind: 'lans',
  schema: {
    attributes: {
      id: text(given),
      site_id: text(fixed),
      name: text(fixed),
      cidr: text(fixed),
    },
  },
  make(config, existing, world) {
    const { id: siteId } = referredIn(config, 'site_id', 'sites', world);
    const name = checkedName(neededText(config, 'name'));
    const id = `${siteId}/lans/${name.toLowerCase()}`;
    if (!existing && world.store.find('lans', id)) {
      throw taken(`The site has a LAN "${name}" already.`);
    }
    const cidr = neededText(config, 'cidr');
    if (!isPrefix(cidr) || lengthOf(cidr) < 8 || lengthOf(cidr) > 30) {
      throw invalid(`cidr "${cidr}" is no network of a LAN: write it as "10.100.10.0/24".`);
    }
    refuseReserved(cidr, 'cidr');
    const other = world.store
      .all('lans')
      .find((it) => it.siteId === siteId && it.id !== id && overlaps(it.cidr, cidr));
    if (other) throw invalid(`cidr ${cidr} overlaps LAN ${other.name} (${other.cidr}).`);
    return { id, siteId, name, cidr };
  },
  exported: ({ siteId, name, cidr }) => ({ site_id: siteId, name, cidr }),
  refuseDelete({ id, name }, resources) {
    const user =
      resources.all('hosts').find(({ lanId }) => lanId === id) ??
      resources.all('routers').find(({ lans }) => lans.some(({ lanId }) => lanId === id));
    if (user) throw inUse(`LAN ${name} still has ${user.name}.`);
  },
};
