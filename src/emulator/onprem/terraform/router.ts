import type { Attributes } from '../../terraform/provider.ts';
import { checkedLanAddress, checkedLoopback } from '../resources/addresses.ts';
import type { Router } from '../resources/model.ts';
import { inUse, invalid } from '../resources/refusal.ts';
import { checkedAsn } from '../resources/values.ts';
import {
  blocksOf,
  given,
  list,
  neededText,
  number,
  numberOf,
  required,
  text,
  textsOf,
} from './attributes.ts';
import { equipmentAttributes, exportedEquipment, identityOf, withAddresses } from './equipment.ts';
import { referredIn } from './site-type.ts';
import type { SiteType, World } from './site-type.ts';

export const router: SiteType<'routers'> = {
  kind: 'routers',
  schema: {
    attributes: {
      ...equipmentAttributes,
      asn: number(),
      loopbacks: list(),
      private_addresses: list({ ...given, follows: ['lan', 'loopbacks'] }),
    },
    blocks: { lan: { attributes: { lan_id: text(required), address: text(required) } } },
  },
  make(config, existing, world) {
    const identity = identityOf(config, 'routers', existing, world);
    const asn = numberOf(config, 'asn');
    const router: Omit<Router, 'publicAddress' | 'managementAddress'> = {
      ...identity,
      asn: asn === undefined ? undefined : checkedAsn(asn),
      lans: lansOf(config, identity, world),
      loopbacks: (textsOf(config, 'loopbacks') ?? []).map((address) =>
        checkedLoopback(address, identity.siteId, identity.id, world.store),
      ),
    };
    refuseRepeated([...router.lans.map(({ address }) => address), ...router.loopbacks], 'address');
    return { ...router, ...withAddresses(existing, world) };
  },
  exported: (router) => ({
    ...exportedEquipment(router),
    ...(router.asn !== undefined && { asn: router.asn }),
    ...(router.loopbacks.length > 0 && { loopbacks: router.loopbacks }),
    lan: router.lans.map(({ lanId, address }) => ({ lan_id: lanId, address })),
    private_addresses: privateAddresses(router),
  }),
  refuseDelete({ id, name }, resources) {
    const circuit = resources.all('circuitLinks').find(({ routerId }) => routerId === id);
    if (circuit) throw inUse(`Router ${name} still has the circuit link ${circuit.device}.`);
  },
  deleted: ({ publicAddress }, { services }) => services.releasePublicAddress(publicAddress),
};

/** What others reach it by: its addresses in LANs, then its loopbacks. */
function privateAddresses({ lans, loopbacks }: Router): readonly string[] {
  return [...lans.map(({ address }) => address), ...loopbacks];
}

function lansOf(
  config: Attributes,
  { id, siteId }: Pick<Router, 'id' | 'siteId'>,
  world: World,
): Router['lans'] {
  const lans = blocksOf(config, 'lan').map((block) => {
    const lan = referredIn(block, 'lan_id', 'lans', world);
    if (lan.siteId !== siteId) throw invalid(`LAN ${lan.name} belongs to another site.`);
    const address = checkedLanAddress(neededText(block, 'address'), lan, id, world.store);
    return { lanId: lan.id, address };
  });
  refuseRepeated(
    lans.map(({ lanId }) => lanId),
    'LAN',
  );
  return lans;
}

function refuseRepeated(values: readonly string[], what: string): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw invalid(`${what} ${repeated} is given twice.`);
}
