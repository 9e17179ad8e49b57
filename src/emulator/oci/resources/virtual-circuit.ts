import { addressAt, lengthOf, networkOf } from '../../net/prefix.ts';
import { inUse, invalidField, missingParameter, notEmulated } from '../protocol/error.ts';
import { oracleAsn } from '../protocol/asn.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { circuitState } from '../routing/circuit-state.ts';
import { attach, detach } from './drg-attachment.ts';
import type { ProviderService } from './fastconnect-providers.ts';
import type { bandwidthShapes } from './fastconnect-providers.ts';
import { bringsKey, providerService } from './fastconnect-providers.ts';
import { addressOf, interfaceIn } from './interface-address.ts';
import type { Body, Context } from './kind.ts';
import { defineKind, referredIn } from './kind.ts';
import { bodiesIn, choiceIn, flagIn, numberWithin, requiredText, textIn } from './read.ts';

/** A FastConnect virtual circuit over a provider's network. */
export interface VirtualCircuitProperties {
  readonly bandwidthShapeName: keyof typeof bandwidthShapes;
  readonly providerServiceId: Ocid;
  /** The other cloud's key, where the provider wants that: Azure's service key. */
  readonly providerServiceKeyName: string | undefined;
  readonly gatewayId: Ocid | undefined;
  /** The primary link, then the secondary. */
  readonly crossConnectMappings: readonly CrossConnectMapping[];
  readonly customerAsn: number;
  readonly bgpAdminState: 'ENABLED' | 'DISABLED';
  readonly isBfdEnabled: boolean;
  readonly ipMtu: 'MTU_1500' | 'MTU_9000';
  readonly region: string;
  readonly referenceComment: string | undefined;
}

export interface CrossConnectMapping {
  /** With their length: `10.0.0.18/31`. */
  readonly customerBgpPeeringIp: string;
  readonly oracleBgpPeeringIp: string;
  readonly vlan: number;
}

/** Microsoft's, at its end of a circuit between the clouds. */
const microsoftAsn = 12_076;

export const virtualCircuit = defineKind<'virtualCircuits'>({
  ocid: 'virtualcircuit',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'PROVISIONED' },
  filters: [],
  create(body, context) {
    const { account, draft, id } = context;
    const type = choiceIn(body, 'type', ['PRIVATE', 'PUBLIC']);
    if (!type) throw missingParameter('type');
    if (type === 'PUBLIC') throw notEmulated('public virtual circuits');
    if (textIn(body, 'providerServiceId') === undefined) {
      throw notEmulated('virtual circuits over own cross-connects (give a providerServiceId)');
    }
    const region = textIn(body, 'region') ?? account.region;
    if (region !== account.region) throw notEmulated(`other regions than ${account.region}`);
    const service = providerService(requiredText(body, 'providerServiceId'), region);
    const drg = referredIn(body, 'gatewayId', 'drgs', draft);
    const properties = checked(
      {
        bandwidthShapeName: shapeIn(body) ?? '1 Gbps',
        providerServiceId: service.id,
        providerServiceKeyName: keyIn(body, service),
        gatewayId: drg?.id,
        crossConnectMappings: mappingsIn(body, [], id) ?? [],
        customerAsn: customerAsnIn(body, service),
        bgpAdminState: adminStateIn(body) ?? 'ENABLED',
        isBfdEnabled: flagIn(body, 'isBfdEnabled') ?? false,
        ipMtu: mtuIn(body) ?? 'MTU_1500',
        region,
        referenceComment: undefined,
      },
      service,
      { id, draft },
    );
    join(properties, context);
    return properties;
  },
  update(body, { properties: before, id }, context) {
    const { draft } = context;
    const service = providerService(before.providerServiceId, before.region);
    const properties = checked(
      {
        ...before,
        bandwidthShapeName: shapeIn(body) ?? before.bandwidthShapeName,
        providerServiceKeyName: keyIn(body, service) ?? before.providerServiceKeyName,
        gatewayId: referredIn(body, 'gatewayId', 'drgs', draft)?.id ?? before.gatewayId,
        crossConnectMappings:
          mappingsIn(body, before.crossConnectMappings, id) ?? before.crossConnectMappings,
        customerAsn: asnIn(body) ?? before.customerAsn,
        bgpAdminState: adminStateIn(body) ?? before.bgpAdminState,
        isBfdEnabled: flagIn(body, 'isBfdEnabled') ?? before.isBfdEnabled,
        ipMtu: mtuIn(body) ?? before.ipMtu,
        referenceComment: textIn(body, 'referenceComment') ?? before.referenceComment,
      },
      service,
      { id, draft },
    );
    if (properties.gatewayId !== before.gatewayId) {
      detach(id, draft);
      join(properties, context);
    }
    return properties;
  },
  deleted({ id }, draft) {
    detach(id, draft);
  },
  view(circuit, { observations, circuits }) {
    const { properties } = circuit;
    const service = providerService(properties.providerServiceId, properties.region);
    return {
      ...properties,
      ...circuitState(circuit, { circuits, observations }),
      type: 'PRIVATE',
      customerBgpAsn: properties.customerAsn,
      oracleBgpAsn: oracleAsn,
      bgpManagement: service.privatePeeringBgpManagement,
      providerName: service.providerName,
      providerServiceName: service.providerServiceName,
      serviceType: service.type,
      isTransportMode: false,
      trafficMode: 'NORMAL',
    };
  },
});

function join(
  { gatewayId }: VirtualCircuitProperties,
  { draft, make, id, displayName }: Context,
): void {
  const drg = gatewayId === undefined ? undefined : draft.find('drgs', gatewayId);
  if (!drg) return;
  const name = `DRG Attachment for Virtual Circuit: ${displayName}`;
  attach({ drg, network: { type: 'VIRTUAL_CIRCUIT', id }, displayName: name }, { make });
}

/** What the layer-3 settings of a circuit must be. */
function checked(
  properties: VirtualCircuitProperties,
  service: ProviderService,
  { id, draft }: Pick<Context, 'id' | 'draft'>,
): VirtualCircuitProperties {
  const { crossConnectMappings: mappings, providerServiceKeyName: key } = properties;
  if (mappings.length === 0) throw missingParameter('crossConnectMappings');
  if (mappings.length > 2) {
    throw invalidField('crossConnectMappings', mappings.length, 'a circuit has two links at most');
  }
  const networks = mappings.map(({ oracleBgpPeeringIp }) => networkOf(oracleBgpPeeringIp));
  if (new Set(networks).size < networks.length) {
    throw invalidField('crossConnectMappings', networks, 'each link has a network of its own');
  }
  if (!bringsKey(service)) return properties;
  if (mappings.length < 2) {
    throw missingParameter('crossConnectMappings[1] (Azure wants a primary and a secondary link)');
  }
  mappings.forEach(refuseOtherThanAzures);
  const other = draft
    .all('virtualCircuits')
    .find((circuit) => circuit.properties.providerServiceKeyName === key && circuit.id !== id);
  if (key !== undefined && other) throw inUse(key, other.displayName);
  return properties;
}

/**
 * Azure makes a link of each /30, whose second address Microsoft's edge has: with others the sessions would not come up.
 * @see https://learn.microsoft.com/azure/virtual-machines/workloads/oracle/configure-azure-oci-networking
 */
function refuseOtherThanAzures(mapping: CrossConnectMapping): void {
  const { oracleBgpPeeringIp: oracle, customerBgpPeeringIp: customer } = mapping;
  const network = networkOf(oracle);
  if (lengthOf(network) !== 30) {
    throw invalidField('oracleBgpPeeringIp', oracle, 'a link to Azure has a /30');
  }
  if (addressOf(oracle) === addressAt(network, 1)) return;
  throw invalidField(
    'customerBgpPeeringIp',
    customer,
    `Oracle has the first address of ${network}, and Microsoft the second`,
  );
}

/** Azure's key is the GUID that an ExpressRoute circuit shows. */
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function keyIn(body: Body, service: ProviderService): string | undefined {
  const key = textIn(body, 'providerServiceKeyName');
  if (!bringsKey(service)) {
    if (key === undefined) return undefined;
    throw invalidField(
      'providerServiceKeyName',
      key,
      `${service.providerName} takes the virtual circuit's OCID instead of a key`,
    );
  }
  if (key === undefined || guid.test(key)) return key;
  throw invalidField(
    'providerServiceKeyName',
    key,
    "must be the service key (a GUID) of an ExpressRoute circuit whose provider is 'Oracle Cloud FastConnect'",
  );
}

function customerAsnIn(body: Body, service: ProviderService): number {
  const asn = asnIn(body);
  if (bringsKey(service)) {
    if (asn === undefined || asn === microsoftAsn) return microsoftAsn;
    throw invalidField('customerAsn', asn, `Microsoft's AS number is ${microsoftAsn}`);
  }
  if (asn === undefined) throw missingParameter('customerAsn');
  return asn;
}

/** `customerBgpAsn` is the older word. */
function asnIn(body: Body): number | undefined {
  const range = [1, 4_294_967_295] as const;
  if (body['customerAsn'] !== undefined && body['customerBgpAsn'] !== undefined) {
    throw invalidField('customerBgpAsn', body['customerBgpAsn'], 'customerAsn stands in its place');
  }
  return (
    numberWithin(body, 'customerAsn', range) ?? numberWithin(body, 'customerBgpAsn', [1, 65_535])
  );
}

/** @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/CrossConnectMapping */
const linkLengths = { from: 28, to: 31 };

/** VLANs are the provider's to choose; the same for a circuit while it lives. */
function mappingsIn(
  body: Body,
  before: readonly CrossConnectMapping[],
  id: Ocid,
): readonly CrossConnectMapping[] | undefined {
  return bodiesIn(body, 'crossConnectMappings')?.map((mapping, index): CrossConnectMapping => {
    const customer = interfaceIn(mapping, 'customerBgpPeeringIp', linkLengths);
    const oracle = interfaceIn(mapping, 'oracleBgpPeeringIp', linkLengths);
    if (!customer) throw missingParameter('crossConnectMappings.customerBgpPeeringIp');
    if (!oracle) throw missingParameter('crossConnectMappings.oracleBgpPeeringIp');
    if (networkOf(customer) !== networkOf(oracle) || customer === oracle) {
      throw invalidField(
        'customerBgpPeeringIp',
        customer,
        `must be the other address of ${oracle}`,
      );
    }
    if (textIn(mapping, 'bgpMd5AuthKey') !== undefined) throw notEmulated('BGP with MD5 keys');
    const vlan = numberWithin(mapping, 'vlan', [100, 4094]) ?? before[index]?.vlan ?? vlanOf(id);
    return { customerBgpPeeringIp: customer, oracleBgpPeeringIp: oracle, vlan };
  });
}

function vlanOf(id: Ocid): number {
  return 100 + (Number.parseInt(id.slice(-6), 16) % 3900);
}

function shapeIn(body: Body): VirtualCircuitProperties['bandwidthShapeName'] | undefined {
  return choiceIn(body, 'bandwidthShapeName', ['1 Gbps', '2 Gbps', '5 Gbps', '10 Gbps']);
}

function adminStateIn(body: Body): 'ENABLED' | 'DISABLED' | undefined {
  return choiceIn(body, 'bgpAdminState', ['ENABLED', 'DISABLED']);
}

function mtuIn(body: Body): VirtualCircuitProperties['ipMtu'] | undefined {
  return choiceIn(body, 'ipMtu', ['MTU_1500', 'MTU_9000']);
}
