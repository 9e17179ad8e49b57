import type { Duration } from '../src/lab/duration.ts';
import type { ExpressRouteCircuit, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { circuitArpView, type CircuitArpRow } from './azure/express-route/arp.ts';
import { circuitSummaryView, type CircuitSessionRow } from './azure/express-route/bgp-summary.ts';
import { circuitView, type CircuitRow } from './azure/express-route/circuit.ts';
import type { CircuitLink } from './azure/express-route/links.ts';
import { circuitPeeringsView, type CircuitPeeringRow } from './azure/express-route/peerings.ts';
import { circuitRoutesView, type CircuitRouteRow } from './azure/express-route/routes.ts';
import { expectRows, type Expected } from './expect-rows.ts';

interface ExpressRouteCommon<Row> {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<Row>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

/** The circuit itself. */
export interface ExpressRouteSelf extends ExpressRouteCommon<CircuitRow> {
  readonly circuit?: true;
}

export interface ExpressRoutePeering extends ExpressRouteCommon<CircuitPeeringRow> {
  readonly peering: true;
}

/** Who answers on a link of the private peering. */
export interface ExpressRouteArp extends ExpressRouteCommon<CircuitArpRow> {
  readonly arpTable: CircuitLink;
}

/** What Microsoft's edge knows on a link of the private peering. */
export interface ExpressRouteRoutes extends ExpressRouteCommon<CircuitRouteRow> {
  readonly routeTable: CircuitLink;
}

/** Its BGP sessions. */
export interface ExpressRouteSummary extends ExpressRouteCommon<CircuitSessionRow> {
  readonly summary: CircuitLink;
}

export type ExpressRouteParameters =
  | ExpressRouteSelf
  | ExpressRoutePeering
  | ExpressRouteArp
  | ExpressRouteRoutes
  | ExpressRouteSummary;

export type ExpressRouteResult =
  | readonly CircuitRow[]
  | readonly CircuitPeeringRow[]
  | readonly CircuitArpRow[]
  | readonly CircuitRouteRow[]
  | readonly CircuitSessionRow[];

/**
 * Reads an ExpressRoute circuit, its peerings, or the tables of Microsoft's edge on one of its two
 * links, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(expressRoute(circuit, { expect: [{ serviceProviderProvisioningState: 'Provisioned' }] }));
 * step(expressRoute(circuit, { peering: true, expect: [{ state: 'Enabled', peerAsn: 65150 }] }));
 * step(expressRoute(circuit, {
 *   routeTable: 'primary',
 *   expect: [{ network: '10.100.10.0/24', path: '65150 I' }, { network: '10.0.0.0/16', path: '65515 I' }],
 * }));
 * ```
 */
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRoutePeering,
): Step<readonly CircuitPeeringRow[]>;
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRouteArp,
): Step<readonly CircuitArpRow[]>;
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRouteRoutes,
): Step<readonly CircuitRouteRow[]>;
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRouteSummary,
): Step<readonly CircuitSessionRow[]>;
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters?: ExpressRouteSelf,
): Step<readonly CircuitRow[]>;
export function expressRoute(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRouteParameters = {},
): Step<ExpressRouteResult> {
  return {
    kind: 'expressRoute',
    title: titleOf(circuit.ref, parameters),
    uses: [circuit],
    observes: true,
    run: (context) => look(context, circuit, parameters),
  };
}

async function look(
  context: StepContext,
  circuit: Ref<ExpressRouteCircuit>,
  parameters: ExpressRouteParameters,
): Promise<ExpressRouteResult> {
  const azure = await context.azure();
  const handle = context.resolve(circuit);
  const { within } = parameters;
  if ('peering' in parameters) {
    const view = circuitPeeringsView(azure, handle);
    return await expectRows(context, { view, expect: parameters.expect, within });
  }
  if ('arpTable' in parameters) {
    const view = circuitArpView(azure, handle, parameters.arpTable);
    return await expectRows(context, { view, expect: parameters.expect, within });
  }
  if ('routeTable' in parameters) {
    const view = circuitRoutesView(azure, handle, parameters.routeTable);
    return await expectRows(context, { view, expect: parameters.expect, within });
  }
  if ('summary' in parameters) {
    const view = circuitSummaryView(azure, handle, parameters.summary);
    return await expectRows(context, { view, expect: parameters.expect, within });
  }
  const view = circuitView(azure, handle);
  return await expectRows(context, { view, expect: parameters.expect, within });
}

function titleOf(name: string, parameters: ExpressRouteParameters): string {
  if ('peering' in parameters) return `Peerings of ${name}`;
  if ('arpTable' in parameters) return `ARP table of ${name}, ${parameters.arpTable} link`;
  if ('routeTable' in parameters) return `Routes of ${name}, ${parameters.routeTable} link`;
  if ('summary' in parameters) return `BGP sessions of ${name}, ${parameters.summary} link`;
  return `State of ${name}`;
}
