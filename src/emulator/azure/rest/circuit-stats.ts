import { z } from 'zod';
import type { CloudServices } from '../../cloud.ts';
import { mseeToCustomer } from '../fabric/msee.ts';
import { mseeNodeName } from '../fabric/names.ts';
import type { Circuit, CircuitLink } from '../routing/express-route.ts';
import { activePeering } from '../routing/express-route.ts';
import type { Resources } from '../resources/store.ts';

/**
 * Bytes that passed a circuit's links: in, from the customer into Azure, and out.
 * @see https://learn.microsoft.com/rest/api/expressroute/express-route-circuits/get-stats
 */
export interface CircuitStats {
  readonly primarybytesIn: number;
  readonly primarybytesOut: number;
  readonly secondarybytesIn: number;
  readonly secondarybytesOut: number;
}

interface Counters {
  readonly bytesIn: number;
  readonly bytesOut: number;
}

const counted = z.object({ bytes: z.number() });
const devices = z.array(z.object({ stats64: z.object({ rx: counted, tx: counted }) }));

/** A circuit has the one peering: its counters are the peering's. They begin with the edges. */
export async function circuitStats(
  circuit: Circuit,
  resources: Resources,
  inspect: NonNullable<CloudServices['inspect']>,
): Promise<CircuitStats> {
  const countersOf = (link: CircuitLink) => counters(circuit, link, resources, inspect);
  const [primary, secondary] = await Promise.all([countersOf('primary'), countersOf('secondary')]);
  return {
    primarybytesIn: primary.bytesIn,
    primarybytesOut: primary.bytesOut,
    secondarybytesIn: secondary.bytesIn,
    secondarybytesOut: secondary.bytesOut,
  };
}

/** As the edge's device towards the customer counts; nothing while there is no edge. */
async function counters(
  circuit: Circuit,
  link: CircuitLink,
  resources: Resources,
  inspect: NonNullable<CloudServices['inspect']>,
): Promise<Counters> {
  if (!activePeering(circuit, resources)) return { bytesIn: 0, bytesOut: 0 };
  const node = mseeNodeName(circuit, link, resources);
  const text = await inspect(node, ['ip', '-j', '-s', 'link', 'show', 'dev', mseeToCustomer]);
  const [device] = devices.parse(JSON.parse(text === '' ? '[]' : text));
  return { bytesIn: device?.stats64.rx.bytes ?? 0, bytesOut: device?.stats64.tx.bytes ?? 0 };
}
