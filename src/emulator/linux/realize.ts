import type { Fabric } from '../fabric/fabric.ts';
import { applyNode } from './apply-node.ts';
import { speakersOf, type Speakers } from './frr/speakers.ts';
import type { Tunnels } from './ipsec/tunnels.ts';
import { machinesOf, type Machines } from './machine/machines.ts';
import { addNamespaces, removeLinks, removeNamespaces } from './namespaces.ts';
import {
  nothingApplied,
  plan,
  type Applied,
  type AppliedNode,
  type NodePlan,
} from './plan/plan.ts';
import { emptyNodeConfig } from './plan/node-diff.ts';
import { createLimit } from './process/limit.ts';

/** Remembers what Linux was made to look like, and makes it look like something else. */
export interface Realizer {
  realize(fabric: Fabric, signal?: AbortSignal): Promise<void>;
}

export interface CreateRealizerParameters {
  readonly speakers: Speakers;
  readonly tunnels: Tunnels;
  readonly machines: Machines;
  /** Ends what runs in a node for others than the fabric. */
  readonly leaveNode: (node: string) => Promise<void>;
}

const nodesAtOnce = 4;

export function createRealizer(world: CreateRealizerParameters): Realizer {
  let applied: Applied = nothingApplied;
  return {
    realize: async (fabric, signal) => {
      const progress = createProgress(forget(applied, world.tunnels.dead()));
      // What was done counts, also when what came after failed.
      try {
        await carryOut(fabric, world, progress, signal);
      } finally {
        applied = progress.applied();
      }
    },
  };
}

async function carryOut(
  fabric: Fabric,
  { speakers, tunnels, machines, leaveNode }: CreateRealizerParameters,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const steps = plan(progress.applied(), fabric);
  const wantedSpeakers = speakersOf(fabric);
  const wantedMachines = machinesOf(fabric);
  const limit = createLimit(nodesAtOnce);

  signal?.throwIfAborted();
  await tunnels.stop([...tunnels.dead(), ...steps.stopTunnelsFirst]);
  progress.tunnelsStopped(steps.stopTunnelsFirst);
  await leave(steps.removeNodesFirst, { speakers, machines, leaveNode, wantedSpeakers });
  await removeLinks(steps.removeLinksFirst);
  progress.linksRemoved(steps.removeLinksFirst.map((link) => link.name));
  await removeNamespaces(steps.removeNodesFirst);
  progress.nodesRemoved(steps.removeNodesFirst);

  signal?.throwIfAborted();
  await addNamespaces(
    steps.addNodes.map((node) => node.name),
    steps.addLinks,
  );
  progress.nodesAdded(steps.addNodes.map((node) => [node.name, node.kind]));
  progress.linksAdded(steps.addLinks);

  for (const tunnel of steps.startTunnels) {
    tunnels.start(tunnel);
    progress.tunnelStarted(tunnel);
  }
  const configured = steps.configure.map(async (node) => {
    // Routes name the tunnels' devices.
    await Promise.all(node.tunnels.map(tunnels.deviceReady));
    await limit(() => configure(node, progress));
  });
  await allOf([...configured, speakers.start(wantedSpeakers), machines.start(wantedMachines)]);

  signal?.throwIfAborted();
  // Only now, when the way is there, do they call: a first packet lost costs a second.
  await allOf([speakers.configure(wantedSpeakers), tunnels.load(fabric.tunnels)]);

  await tunnels.stop(steps.stopTunnels);
  progress.tunnelsStopped(steps.stopTunnels);
  await speakers.stopOthers(new Set(wantedSpeakers.keys()));
  await machines.stopOthers(new Set(wantedMachines.keys()));
  await Promise.all(steps.removeNodes.map(leaveNode));
  await removeLinks(steps.removeLinks);
  progress.linksRemoved(steps.removeLinks.map((link) => link.name));
  await removeNamespaces(steps.removeNodes);
  progress.nodesRemoved(steps.removeNodes);
}

async function configure(node: NodePlan, progress: Progress): Promise<void> {
  progress.nodeUncertain(node);
  await applyNode(node.node, node.operations);
  progress.nodeConfigured(node);
}

/** Ends everything that runs in nodes that are about to be made anew. */
async function leave(
  nodes: readonly string[],
  {
    speakers,
    machines,
    leaveNode,
    wantedSpeakers,
  }: Pick<CreateRealizerParameters, 'speakers' | 'machines' | 'leaveNode'> & {
    readonly wantedSpeakers: ReadonlyMap<string, unknown>;
  },
): Promise<void> {
  if (nodes.length === 0) return;
  const leaving = new Set(nodes);
  const stay = new Set([...wantedSpeakers.keys()].filter((node) => !leaving.has(node)));
  await speakers.stopOthers(stay);
  await machines.stopThese(leaving);
  await Promise.all(nodes.map(leaveNode));
}

/** Waits for all, then throws the first failure: nothing is left running behind. */
async function allOf(jobs: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(jobs);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

type Progress = ReturnType<typeof createProgress>;

function createProgress(start: Applied) {
  const nodes: Record<string, AppliedNode | undefined> = { ...start.nodes };
  const links = { ...start.links };
  const tunnels = { ...start.tunnels };
  const bare: Pick<AppliedNode, 'config' | 'tableNumbers'> = {
    config: emptyNodeConfig,
    tableNumbers: {},
  };
  return {
    applied: (): Applied => ({
      nodes: Object.fromEntries(
        Object.entries(nodes).flatMap(([name, node]) => (node ? [[name, node]] : [])),
      ),
      links: { ...links },
      tunnels: { ...tunnels },
    }),
    nodesAdded: (added: readonly (readonly [string, AppliedNode['kind']])[]) => {
      for (const [name, kind] of added) nodes[name] ??= { kind, ...bare };
    },
    nodesRemoved: (names: readonly string[]) => {
      for (const name of names) delete nodes[name];
    },
    nodeUncertain: ({ node, after }: NodePlan) => {
      const before = nodes[node] ?? { kind: after.kind, ...bare };
      nodes[node] = { ...before, tableNumbers: after.tableNumbers, uncertain: after.config };
    },
    nodeConfigured: ({ node, after }: NodePlan) => {
      nodes[node] = after;
    },
    linksAdded: (added: readonly Applied['links'][string][]) => {
      for (const link of added) links[link.name] = link;
    },
    linksRemoved: (names: readonly string[]) => {
      for (const name of names) delete links[name];
    },
    tunnelStarted: (tunnel: Applied['tunnels'][string]) => {
      tunnels[tunnel.name] = tunnel;
    },
    tunnelsStopped: (names: readonly string[]) => {
      for (const name of names) delete tunnels[name];
    },
  };
}

/** A tunnel whose charon died is to be started again: its device went with it. */
function forget(applied: Applied, dead: readonly string[]): Applied {
  const gone = new Set(dead);
  return {
    ...applied,
    tunnels: Object.fromEntries(
      Object.entries(applied.tunnels).filter(([name]) => !gone.has(name)),
    ),
  };
}
