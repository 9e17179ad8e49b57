import type { protos } from '@google-cloud/compute';
import { WirebookError } from './errors.ts';
import type { GoogleClients } from './target.ts';

/** What a call that changes something answers with; the client wraps what the server said, which its own type does not say. */
export type StartedOperation = object;

/** The clients that wait for operations. */
export type GoogleOperations = Pick<
  GoogleClients,
  'project' | 'globalOperations' | 'regionOperations' | 'others'
>;

export interface FinishOptions {
  /** `global`, `regions/us-east1` or `zones/us-east1-b`. @default global */
  readonly scope?: string;
  readonly signal?: AbortSignal;
}

type Operation = protos.google.cloud.compute.v1.IOperation;

/** `DONE` as the protocol buffer's number; the REST client gives either form. */
const done: readonly unknown[] = ['DONE', 2104194];

/** Waits for the end of an operation. Throws `operation-failed` with Google's message and code when it did not succeed. */
export async function finishOperation(
  google: GoogleOperations,
  started: StartedOperation,
  { scope = 'global', signal }: FinishOptions = {},
): Promise<void> {
  let operation = ('latestResponse' in started ? started.latestResponse : started) as Operation;
  while (!done.includes(operation.status)) {
    signal?.throwIfAborted();
    operation = await wait(google, operation.name ?? '', scope);
  }
  const [problem] = operation.error?.errors ?? [];
  if (!problem) return;
  throw new WirebookError({
    code: 'operation-failed',
    message: `Google Cloud refused: ${problem.message ?? problem.code ?? 'no reason given'}`,
    facts: { code: problem.code ?? '', operation: operation.name ?? '' },
  });
}

async function wait(
  { project, globalOperations, regionOperations, others }: GoogleOperations,
  operation: string,
  scope: string,
): Promise<Operation> {
  const [level, place = ''] = scope.split('/');
  switch (level) {
    case 'zones':
      return (await others().zoneOperations.wait({ project, zone: place, operation }))[0];
    case 'regions':
      return (await regionOperations.wait({ project, region: place, operation }))[0];
    default:
      return (await globalOperations.wait({ project, operation }))[0];
  }
}
