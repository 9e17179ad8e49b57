import type { ResourceBlock } from '../configuration/configuration.ts';
import { reachable } from '../graph/order.ts';
import type { Task } from '../graph/walk.ts';
import type { PlannedRun } from '../plan/planned.ts';
import type { StateRecord } from '../state.ts';
import { deposedAddress } from './apply-instance.ts';

/** What is to be deleted, and whether it makes way for a new one. */
export interface Deletion {
  readonly record: StateRecord;
  readonly replacement: 'none' | 'before' | 'after';
}

export const deletionTask = (address: string): string => `delete ${address}`;

/**
 * Blocks whose replacement is made before the old one goes: those that say so, and all they need
 * (else the old one would have to go before what still uses it).
 */
export function createBeforeDestroyBlocks({
  configuration,
  graph,
}: PlannedRun): ReadonlySet<string> {
  const saying = [...configuration.resources.values()].filter(
    (block: ResourceBlock) => block.lifecycle.createBeforeDestroy,
  );
  return new Set(saying.flatMap(({ address }) => [address, ...reachable(graph, address)]));
}

export function deletionsOf(run: PlannedRun): readonly Deletion[] {
  const early = createBeforeDestroyBlocks(run);
  const replaced = [...run.instances.values()].flatMap(({ action, address, block }): Deletion[] => {
    const record = run.state.get(address);
    if (action !== 'replace' || !record) return [];
    return [{ record, replacement: early.has(block.address) ? 'after' : 'before' }];
  });
  const gone = run.deletions.map((record): Deletion => ({ record, replacement: 'none' }));
  return [...replaced, ...gone];
}

/**
 * What must be done before what. A deletion waits for the deletion of everything that needs it; the
 * new one waits for the deletion of the one it replaces, or with `create_before_destroy` the other
 * way round. A resource that is no longer configured also waits until those that needed it have been
 * changed, as far as that makes no cycle.
 */
export function orderTasks(
  run: PlannedRun,
  deletions: readonly Deletion[],
): ReadonlyMap<string, readonly string[]> {
  const order = new Map<string, readonly string[]>(run.graph);
  const add = (task: string, needed: readonly string[]): void => {
    order.set(task, [...(order.get(task) ?? []), ...needed]);
  };
  for (const { record, replacement } of deletions) {
    const task = deletionTask(record.address);
    add(
      task,
      users(deletions, record).map(({ record: user }) => deletionTask(user.address)),
    );
    if (replacement === 'before') add(record.block, [task]);
    if (replacement === 'after') add(task, [record.block, ...dependents(run, record.block)]);
  }
  for (const { record } of deletions.filter(({ replacement }) => replacement === 'none')) {
    const task = deletionTask(record.address);
    for (const block of formerUsers(run, record)) {
      if (!reachable(order, block).has(task)) add(task, [block]);
    }
  }
  return order;
}

const users = (deletions: readonly Deletion[], { block, address }: StateRecord) =>
  deletions.filter(
    ({ record }) => record.address !== address && record.dependencies.includes(block),
  );

const dependents = ({ graph, configuration }: PlannedRun, block: string): readonly string[] =>
  [...configuration.resources.keys()].filter((address) => reachable(graph, address).has(block));

/** Blocks that stay, of which an instance needed this one when it was last applied. */
function formerUsers(run: PlannedRun, { block }: StateRecord): readonly string[] {
  const found = [...run.instances.values()].filter(({ address }) =>
    run.state.get(address)?.dependencies.includes(block),
  );
  return [...new Set(found.map((instance) => instance.block.address))];
}

/** The record to delete now: an old one that was replaced already has been put aside. */
export function currentRecord(
  records: ReadonlyMap<string, StateRecord>,
  { record, replacement }: Deletion,
): StateRecord | undefined {
  return records.get(replacement === 'after' ? deposedAddress(record.address) : record.address);
}

export type TaskOrder = ReadonlyMap<string, Task['dependencies']>;
