import { randomBytes } from 'node:crypto';
import { ComputeError, notFound } from '../compute/error.ts';
import { numericId } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import type { ScopePath } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import type { Body } from '../resources/kind.ts';

/** Work that goes on after its request was answered. @see https://cloud.google.com/compute/docs/reference/rest/v1/globalOperations */
export interface Operations {
  start(parameters: StartParameters): Body;
  /** Throws Google's 404. */
  get(scope: ScopePath, name: string): Body;
  /** The operation once it is done, or as it is after two minutes. */
  wait(scope: ScopePath, name: string): Promise<Body>;
  list(scope: ScopePath): readonly Body[];
  remove(scope: ScopePath, name: string): void;
}

export interface StartParameters {
  readonly scope: ScopePath;
  /** `insert` */
  readonly type: string;
  readonly target: { readonly path: string; readonly id?: string };
  readonly work: Promise<unknown>;
}

interface Operation extends StartParameters {
  readonly name: string;
  readonly path: string;
  readonly startedAt: number;
  readonly end: Promise<void>;
  endedAt?: number;
  error?: unknown;
}

const patienceMs = 120_000;
const remembered = 1000;

export function createOperations(project: string, now: () => number): Operations {
  const operations = new Map<string, Operation>();
  const pathOf = (scope: ScopePath, name: string): string =>
    `projects/${project}/${scope}/operations/${name}`;
  const find = (scope: ScopePath, name: string): Operation => {
    const path = pathOf(scope, name);
    const found = operations.get(path);
    if (!found) throw notFound(path);
    return found;
  };

  return {
    start(parameters) {
      const name = `operation-${now()}-${randomBytes(8).toString('hex')}`;
      const path = pathOf(parameters.scope, name);
      const operation: Operation = {
        ...parameters,
        name,
        path,
        startedAt: now(),
        end: parameters.work
          .then(
            () => undefined,
            (error: unknown) => {
              operation.error = error ?? new Error('unknown failure');
            },
          )
          .then(() => {
            operation.endedAt = now();
          }),
      };
      operations.set(path, operation);
      const [oldest] = operations.keys();
      if (operations.size > remembered && oldest !== undefined) operations.delete(oldest);
      return view(operation, project);
    },
    get: (scope, name) => view(find(scope, name), project),
    async wait(scope, name) {
      const operation = find(scope, name);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([operation.end, patience]);
      clearTimeout(timer);
      return view(operation, project);
    },
    list: (scope) =>
      [...operations.values()]
        .filter((operation) => operation.scope === scope)
        .map((operation) => view(operation, project)),
    remove(scope, name) {
      operations.delete(find(scope, name).path);
    },
  };
}

function view(operation: Operation, project: string): Body {
  const { scope, type, target, name, path, startedAt, endedAt, error } = operation;
  const [kind, place = ''] = scope.split('/');
  const placeLink = selfLink(`projects/${project}/${kind}/${place}`);
  const done = endedAt !== undefined;
  return {
    kind: 'compute#operation',
    id: numericId(path),
    name,
    operationType: type,
    targetLink: selfLink(target.path),
    ...(target.id !== undefined && { targetId: target.id }),
    status: done ? 'DONE' : 'RUNNING',
    progress: done ? 100 : 0,
    user: 'wirebook@localhost',
    insertTime: timestamp(startedAt),
    startTime: timestamp(startedAt),
    ...(done && { endTime: timestamp(endedAt) }),
    ...(kind === 'regions' && { region: placeLink }),
    ...(kind === 'zones' && { zone: placeLink }),
    ...(done && error !== undefined && failure(error)),
    selfLink: selfLink(path),
  };
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  404: 'NOT FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION FAILED',
  501: 'NOT IMPLEMENTED',
};

function failure(error: unknown): Body {
  const known = error instanceof ComputeError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const status = known?.status ?? 500;
  return {
    httpErrorStatusCode: status,
    httpErrorMessage: statusTexts[status] ?? 'INTERNAL SERVER ERROR',
    error: { errors: [{ code: known?.code ?? 'INTERNAL_ERROR', message }] },
  };
}
