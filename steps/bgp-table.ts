import { isIP } from 'node:net';
import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import type { Expected } from './expect-rows.ts';
import { expectMachineRows } from './linux/expect-machine-rows.ts';
import {
  parseBgpSummary,
  parseBgpTable,
  parseNeighborRoutes,
  type BgpRouteRow,
  type BgpSessionRow,
  type Refusal,
} from './linux/parse-bgp.ts';

interface BgpTableCommon<Row> {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<Row>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

/** What is told to a neighbour: its address. */
export interface BgpAdvertised extends BgpTableCommon<BgpRouteRow> {
  readonly advertised: string;
}

/** What a neighbour told, before any filter; it needs `softReconfiguration`. */
export interface BgpReceived extends BgpTableCommon<BgpRouteRow> {
  readonly received: string;
}

/** The sessions. */
export interface BgpSummary extends BgpTableCommon<BgpSessionRow> {
  readonly summary: true;
}

/** All paths to all networks. */
export type BgpPaths = BgpTableCommon<BgpRouteRow>;

export type BgpTableParameters = BgpAdvertised | BgpReceived | BgpSummary | BgpPaths;
export type BgpTableResult = readonly BgpRouteRow[] | readonly BgpSessionRow[];

/**
 * Reads a BGP table of FRR on a machine, as `vtysh` shows it, and waits until it is as expected.
 *
 * @example
 * ```ts
 * step(bgpTable(router, { summary: true, expect: [{ neighbor: '172.16.0.2', state: 'Established' }] }));
 * step(bgpTable(router, {
 *   received: '172.16.0.2',
 *   expect: [
 *     { network: '10.0.0.0/16', nextHop: '172.16.0.2', weight: 0, path: '12076 i' },
 *     { network: '10.10.200.0/24', nextHop: '172.16.0.2', weight: 0, path: '12076 ?' },
 *   ],
 * }));
 * step(bgpTable(router, {
 *   advertised: '172.16.0.2',
 *   expect: [{ network: '10.100.10.0/24', nextHop: '0.0.0.0', weight: 32768, path: 'i' }],
 * }));
 * ```
 */
export function bgpTable(
  machine: Ref<Machine>,
  parameters: BgpSummary,
): Step<readonly BgpSessionRow[]>;
export function bgpTable(
  machine: Ref<Machine>,
  parameters?: BgpAdvertised | BgpReceived | BgpPaths,
): Step<readonly BgpRouteRow[]>;
export function bgpTable(
  machine: Ref<Machine>,
  parameters: BgpTableParameters = {},
): Step<BgpTableResult> {
  const { title } = lookOf(machine.ref, parameters);
  return {
    kind: 'bgpTable',
    title,
    uses: [machine],
    observes: true,
    // Tables carry the machine's own name, as its prompt does.
    run(context) {
      const on = context.resolve(machine);
      return lookOf(on.name, parameters).run(context, on);
    },
  };
}

interface Look {
  readonly title: string;
  run(context: StepContext, machine: Machine): Promise<BgpTableResult>;
}

const routeHeadings = {
  status: 'Status',
  network: 'Network',
  nextHop: 'Next hop',
  metric: 'Metric',
  localPreference: 'LocPrf',
  weight: 'Weight',
  path: 'Path',
} as const satisfies Record<keyof BgpRouteRow, string>;

const sessionHeadings = {
  neighbor: 'Neighbor',
  remoteAs: 'AS',
  state: 'State',
  prefixesReceived: 'Prefixes received',
  prefixesSent: 'Prefixes sent',
  upTime: 'Up/Down',
} as const satisfies Record<keyof BgpSessionRow, string>;

function lookOf(name: string, parameters: BgpTableParameters): Look {
  if ('summary' in parameters) {
    const { expect, within } = parameters;
    const title = `BGP sessions of ${name}`;
    return {
      title,
      run: (context, machine) =>
        expectMachineRows<BgpSessionRow>(context, machine, {
          title,
          command: vtysh('show ip bgp summary'),
          probe: vtysh('show ip bgp summary json'),
          parse: (output) => orThrow(machine, 'show ip bgp summary', parseBgpSummary(output)),
          headings: sessionHeadings,
          expect,
          within,
        }),
    };
  }
  const { expect, within } = parameters;
  const { title, show, parse } = routesOf(name, parameters);
  return {
    title,
    run: (context, machine) =>
      expectMachineRows<BgpRouteRow>(context, machine, {
        title,
        command: vtysh(show),
        probe: vtysh(`${show} json`),
        parse: (output) => orThrow(machine, show, parse(output)),
        headings: routeHeadings,
        expect,
        within,
      }),
  };
}

function routesOf(name: string, parameters: BgpAdvertised | BgpReceived | BgpPaths) {
  if ('advertised' in parameters) {
    const neighbor = address(parameters.advertised);
    return {
      title: `Routes that ${name} advertises to ${neighbor}`,
      show: `show ip bgp neighbors ${neighbor} advertised-routes`,
      parse: parseNeighborRoutes,
    };
  }
  if ('received' in parameters) {
    const neighbor = address(parameters.received);
    return {
      title: `Routes that ${name} receives from ${neighbor}`,
      show: `show ip bgp neighbors ${neighbor} received-routes`,
      parse: parseNeighborRoutes,
    };
  }
  return { title: `BGP table of ${name}`, show: 'show ip bgp', parse: parseBgpTable };
}

function vtysh(command: string): string {
  return `sudo vtysh -c '${command}'`;
}

function orThrow<Row>(
  machine: Machine,
  command: string,
  parsed: readonly Row[] | Refusal,
): readonly Row[] {
  if (!('refused' in parsed)) return parsed;
  throw new WirebookError({
    code: 'frr-refuses',
    message: `FRR on ${machine.name} has no such table: ${parsed.refused}`,
    facts: { command },
    next: /soft reconfiguration/.test(parsed.refused)
      ? 'Give the neighbour `softReconfiguration: true`: without it FRR does not keep what was sent.'
      : 'Give the machine that neighbour with the step `frr`, or ask for one that it has.',
  });
}

function address(text: string): string {
  if (isIP(text) !== 0) return text;
  throw new WirebookError({
    code: 'not-an-address',
    message: `A BGP neighbour is named by its address, not "${text}".`,
    next: 'Give the address that the configuration of FRR has.',
    exitCode: 2,
  });
}
