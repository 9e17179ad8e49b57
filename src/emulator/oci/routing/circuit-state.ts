import type { CircuitOrder, CloudServices } from '../../cloud.ts';
import type { BgpPeer, Observations } from '../../fabric/observations.ts';
import { networkOf } from '../../net/prefix.ts';
import { drgNames } from '../fabric/drg-names.ts';
import { oracleAsn } from '../protocol/asn.ts';
import { bringsKey, providerService } from '../resources/fastconnect-providers.ts';
import { addressOf } from '../resources/interface-address.ts';
import type { Resource } from '../resources/store.ts';

type Circuit = Resource<'virtualCircuits'>;

export interface CircuitReading {
  readonly circuits: CloudServices['circuits'];
  readonly observations: Observations;
}

/** The key by which the other party knows the circuit: its own, or this circuit's OCID. */
export function keyOf({ id, properties }: Circuit): string | undefined {
  return isOrder({ properties }) ? properties.providerServiceKeyName : id;
}

/** Whether this side orders what another cloud offers; otherwise it offers to a partner. */
export function isOrder({ properties }: Pick<Circuit, 'properties'>): boolean {
  return bringsKey(providerService(properties.providerServiceId, properties.region));
}

/** What Azure learns: the order by its key, with the settings of the peering. */
export function orderOf(circuit: Circuit): CircuitOrder | undefined {
  const { crossConnectMappings, providerServiceKeyName: key } = circuit.properties;
  const [primary, secondary] = crossConnectMappings;
  if (!isOrder(circuit) || key === undefined || !primary || !secondary) return undefined;
  return {
    key,
    provider: 'Oracle Cloud FastConnect',
    peering: {
      primary: networkOf(primary.oracleBgpPeeringIp),
      secondary: networkOf(secondary.oracleBgpPeeringIp),
      asn: oracleAsn,
      vlan: primary.vlan,
    },
  };
}

/** Live fields. Deactivating closes the BGP session and leaves the circuit provisioned. */
export function circuitState(circuit: Circuit, { circuits, observations }: CircuitReading) {
  const key = keyOf(circuit);
  const other =
    key === undefined ? undefined : isOrder(circuit) ? circuits.offer(key) : circuits.order(key);
  const isUp = sessions(circuit, observations).some((peer) => peer?.state === 'Established');
  return {
    lifecycleState: other ? 'PROVISIONED' : 'PENDING_PROVIDER',
    providerState: other ? 'ACTIVE' : 'INACTIVE',
    bgpSessionState: isUp ? 'UP' : 'DOWN',
    bgpIpv6SessionState: 'DOWN',
  } as const;
}

/** One a link; undefined while there is none. */
function sessions(circuit: Circuit, { bgp }: Observations): readonly (BgpPeer | undefined)[] {
  const peers = bgp[drgNames.circuit(circuit)]?.peers ?? [];
  return circuit.properties.crossConnectMappings.map(({ customerBgpPeeringIp }) =>
    peers.find(({ address }) => address === addressOf(customerBgpPeeringIp)),
  );
}
