import { walk, type Task } from '../graph/walk.ts';
import type { StateRecord } from '../state.ts';
import { deleteRecord, type Operations } from './operations.ts';

/** Deletes everything, what needs others first. Gives the addresses that are left. */
export async function destroyAll(operations: Operations): Promise<readonly string[]> {
  const records = [...operations.records.values()];
  const tasks = new Map(
    records.map((record): [string, Task] => [
      record.address,
      { dependencies: usersOf(record, records), run: () => destroyOne(record, operations) },
    ]),
  );
  await walk(tasks, operations.options.signal);
  return [...operations.records.keys()].sort();
}

const usersOf = ({ address, block }: StateRecord, records: readonly StateRecord[]) =>
  records
    .filter((user) => user.address !== address && user.dependencies.includes(block))
    .map((user) => user.address);

async function destroyOne(record: StateRecord, operations: Operations): Promise<void> {
  const { address, preventDestroy } = record;
  if (!preventDestroy) return deleteRecord(operations, record);
  const error = 'its lifecycle\'s "prevent_destroy" forbids to delete it';
  operations.options.onResource({ address, action: 'delete', status: 'failed', error });
  throw new Error(error);
}
