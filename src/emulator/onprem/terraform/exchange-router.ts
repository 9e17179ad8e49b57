import { networkOf } from '../../net/prefix.ts';
import type { Attributes } from '../../terraform/provider.ts';
import { refuseOverlap } from '../resources/addresses.ts';
import type { ExchangeRouter, ExchangeSide } from '../resources/model.ts';
import { invalid, taken } from '../resources/refusal.ts';
import { checkedAsn, checkedLinkAddress, checkedName, checkedVlan } from '../resources/values.ts';
import { refuseTakenWire } from '../resources/wires.ts';
import {
  fixed,
  flag,
  flagOf,
  given,
  neededNumber,
  neededText,
  number,
  numberOf,
  required,
  text,
  textOf,
} from './attributes.ts';
import { customerAddress } from './circuit-link.ts';
import type { SiteType } from './site-type.ts';
import { defaultServiceProvider } from './site.ts';

export const exchangeRouter: SiteType<'exchangeRouters'> = {
  kind: 'exchangeRouters',
  schema: {
    attributes: {
      id: text(given),
      name: text(fixed),
      asn: number(required),
      service_provider: text({ default: defaultServiceProvider }),
      azure_circuit_key: text({ ...required, sensitive: true }),
      azure_vlan: number(required),
      azure_primary_address: text(required),
      azure_secondary_address: text(required),
      configures_azure_peering: flag({ default: true }),
      prepend_towards_azure: number({ default: 0 }),
      azure_state: text({ ...given, follows: ['azure_circuit_key'] }),
      oci_circuit_key: text(required),
      oci_primary_address: text(required),
      oci_secondary_address: text(),
      prepend_towards_oci: number({ default: 0 }),
      oci_state: text({ ...given, follows: ['oci_circuit_key'] }),
    },
  },
  make(config, existing, { store }) {
    const name = checkedName(neededText(config, 'name'));
    const id = `/exchange-routers/${name.toLowerCase()}`;
    if (!existing && store.find('exchangeRouters', id)) {
      throw taken(`There is an exchange router "${name}" already.`);
    }
    const exchange: ExchangeRouter = {
      id,
      name,
      asn: checkedAsn(neededNumber(config, 'asn')),
      serviceProvider: neededText(config, 'service_provider'),
      azure: {
        ...side(config, 'azure', customerAddress),
        vlan: checkedVlan(neededNumber(config, 'azure_vlan'), 'azure_vlan'),
        configuresPeering: flagOf(config, 'configures_azure_peering') ?? true,
      },
      oci: side(config, 'oci', (address) => checkedLinkAddress(address, 'address')),
    };
    const { azure, oci } = exchange;
    if (azure.circuitKey === oci.circuitKey) {
      throw invalid(`azure_circuit_key and oci_circuit_key are the same: ${azure.circuitKey}.`);
    }
    for (const { circuitKey, addresses } of [azure, oci]) {
      for (const { link } of addresses) refuseTakenWire(circuitKey, link, id, store);
    }
    refuseCommonNetworks([...azure.addresses, ...oci.addresses].map(({ address }) => address));
    return exchange;
  },
  exported: (exchange, { services }) => {
    const { azure, oci } = exchange;
    const state = (key: string) =>
      services.circuits.offer(key) === undefined ? 'waiting' : 'connected';
    return {
      name: exchange.name,
      asn: exchange.asn,
      service_provider: exchange.serviceProvider,
      ...shownSide('azure', azure),
      azure_vlan: azure.vlan,
      configures_azure_peering: azure.configuresPeering,
      azure_state: state(azure.circuitKey),
      ...shownSide('oci', oci),
      oci_state: state(oci.circuitKey),
    };
  },
};

function side(
  config: Attributes,
  name: 'azure' | 'oci',
  checked: (address: string) => string,
): ExchangeSide {
  const secondary = textOf(config, `${name}_secondary_address`);
  return {
    circuitKey: neededText(config, `${name}_circuit_key`),
    addresses: [
      { link: 'primary', address: checked(neededText(config, `${name}_primary_address`)) },
      ...(secondary === undefined
        ? []
        : [{ link: 'secondary' as const, address: checked(secondary) }]),
    ],
    prepend: checkedPrepend(numberOf(config, `prepend_towards_${name}`) ?? 0),
  };
}

function checkedPrepend(times: number): number {
  if (Number.isInteger(times) && times >= 0 && times <= 10) return times;
  throw invalid(`An AS number is put before the path 0 to 10 times, not ${times} times.`);
}

function refuseCommonNetworks(addresses: readonly string[]): void {
  addresses.forEach((address, index) =>
    refuseOverlap(
      address,
      addresses.slice(0, index).map((other) => ({
        prefix: networkOf(other),
        what: 'another link of the exchange router',
      })),
    ),
  );
}

function shownSide(name: 'azure' | 'oci', { circuitKey, addresses, prepend }: ExchangeSide) {
  return {
    [`${name}_circuit_key`]: circuitKey,
    ...Object.fromEntries(
      addresses.map(({ link, address }) => [`${name}_${link}_address`, address]),
    ),
    [`prepend_towards_${name}`]: prepend,
  };
}
