import type {
  GlobalOperationsClient,
  RegionOperationsClient,
  ZoneOperationsClient,
  protos,
} from '@google-cloud/compute';

/** What a call that changes something answers with; the client wraps what the server said. */
export type StartedOperation = object;

export interface GoogleOperations {
  readonly project: string;
  readonly globalOperations: GlobalOperationsClient;
  readonly regionOperations: RegionOperationsClient;
  readonly zoneOperations: ZoneOperationsClient;
}

type Operation = protos.google.cloud.compute.v1.IOperation;

/** `DONE` as the protocol buffer's number; the REST client gives either form. */
const done: readonly unknown[] = ['DONE', 2104194];

/**
 * Waits for the end of an operation. Throws what went wrong in it, with Google's code in the message.
 * @param scope `global…`, `regions/us-east1` or `zones/us-east1-b`
 */
export async function finishOperation(
  operations: GoogleOperations,
  started: StartedOperation,
  scope: string,
): Promise<void> {
  let operation = ('latestResponse' in started ? started.latestResponse : started) as Operation;
  while (!done.includes(operation.status)) {
    operation = await wait(operations, operation.name ?? '', scope);
  }
  const [problem] = operation.error?.errors ?? [];
  if (problem) throw new Error(`${problem.message ?? 'no reason given'} (${problem.code ?? ''})`);
}

async function wait(
  { project, globalOperations, regionOperations, zoneOperations }: GoogleOperations,
  operation: string,
  scope: string,
): Promise<Operation> {
  const [level, place = ''] = scope.split('/');
  switch (level) {
    case 'zones':
      return (await zoneOperations.wait({ project, zone: place, operation }))[0];
    case 'regions':
      return (await regionOperations.wait({ project, region: place, operation }))[0];
    default:
      return (await globalOperations.wait({ project, operation }))[0];
  }
}
