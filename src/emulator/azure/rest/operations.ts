import { randomUUID } from 'node:crypto';
import type { Body } from '../resources/kind.ts';
import { toErrorBody } from './answers.ts';

/** Long-running operations, as Azure Resource Manager shows them. */
export interface Operations {
  /**
   * Follows work to its end. `subject` is the resource it changes: it reads `Updating` until then.
   * The result is what the operation's Location answers with; undefined: no content.
   */
  start(work: Promise<Body | undefined>, subject?: string): string;
  find(id: string): Operation | undefined;
  isUnderWay(subject: string): boolean;
}

export interface Operation {
  state(): OperationState;
  /** Resolves when it ended, or after `patienceMs`: a poll is held rather than answered "not yet" at once. */
  held(): Promise<OperationState>;
}

export type OperationState =
  | { readonly status: 'InProgress' }
  | { readonly status: 'Succeeded'; readonly result: Body | undefined }
  | { readonly status: 'Failed'; readonly error: Body };

/** Longest that a poll is held, ms. */
const patienceMs = 200;
/** Results are asked for right after the end; older ones are forgotten. */
const remembered = 500;

export function createOperations(): Operations {
  const operations = new Map<string, Operation>();
  const underWay = new Map<string, number>();
  const count = (subject: string | undefined, by: number) => {
    if (subject === undefined) return;
    const key = subject.toLowerCase();
    underWay.set(key, (underWay.get(key) ?? 0) + by);
  };

  return {
    start(work, subject) {
      let state: OperationState = { status: 'InProgress' };
      count(subject, 1);
      const end = work
        .then(
          (result) => {
            state = { status: 'Succeeded', result };
          },
          (error: unknown) => {
            state = { status: 'Failed', error: toErrorBody(error) };
          },
        )
        .finally(() => count(subject, -1));
      const id = randomUUID();
      operations.set(id, {
        state: () => state,
        async held() {
          let timer: NodeJS.Timeout | undefined;
          const patience = new Promise<void>((resolve) => {
            timer = setTimeout(resolve, patienceMs);
          });
          await Promise.race([end, patience]);
          clearTimeout(timer);
          return state;
        },
      });
      const [oldest] = operations.keys();
      if (operations.size > remembered && oldest !== undefined) operations.delete(oldest);
      return id;
    },
    find: (id) => operations.get(id),
    isUnderWay: (subject) => (underWay.get(subject.toLowerCase()) ?? 0) > 0,
  };
}
