import type { CircuitOrder } from '../cloud.ts';
import { networkOf } from '../net/prefix.ts';
import type { ExchangeRouter } from './resources/model.ts';
import type { Resources } from './resources/store.ts';

/** Each circuit that a site or an exchange wants, once, whether it is offered yet or not. */
export function circuitOrders(resources: Resources): readonly CircuitOrder[] {
  const links = resources.all('circuitLinks').flatMap(({ routerId, circuitKey }) => {
    const router = resources.find('routers', routerId);
    const site = router && resources.find('sites', router.siteId);
    return site ? [{ key: circuitKey, provider: site.serviceProvider }] : [];
  });
  const orders = [...links, ...resources.all('exchangeRouters').flatMap(exchangeOrders)];
  return [...Map.groupBy(orders, ({ key }) => key).values()].flatMap(([first]) => first ?? []);
}

/** A provider of layer 3 sets up the private peering that its routers speak over, unless its customer wants to. */
function exchangeOrders(exchange: ExchangeRouter): readonly CircuitOrder[] {
  const { asn, serviceProvider: provider, azure, oci } = exchange;
  const prefix = (link: string) => {
    const found = azure.addresses.find((entry) => entry.link === link);
    return found && networkOf(found.address);
  };
  const [primary, secondary] = [prefix('primary'), prefix('secondary')];
  const peering =
    azure.configuresPeering && primary !== undefined && secondary !== undefined
      ? { peering: { primary, secondary, asn, vlan: azure.vlan } }
      : {};
  return [
    { key: azure.circuitKey, provider, ...peering },
    { key: oci.circuitKey, provider },
  ];
}
