import type { protos } from '@google-cloud/compute';
import { WirebookError } from '../../src/lab/errors.ts';
import type { StepContext } from '../../src/lab/step.ts';

/** `DONE` as the protocol buffer's number; the REST client gives either form. */
const done = 2104194;

type Operation = protos.google.cloud.compute.v1.IOperation;

/** Waits for the end of an operation, in a region or of the whole project. */
export async function finishOperation(
  context: StepContext,
  started: object,
  region?: string,
): Promise<void> {
  const google = await context.google();
  // The client wraps what the server said; its own type does not say so.
  let operation = ('latestResponse' in started ? started.latestResponse : started) as Operation;
  while (!['DONE', done].includes(operation.status ?? '')) {
    context.signal.throwIfAborted();
    const name = operation.name ?? '';
    const { project } = google;
    [operation] =
      region === undefined
        ? await google.globalOperations.wait({ project, operation: name })
        : await google.regionOperations.wait({ project, region, operation: name });
  }
  const [problem] = operation.error?.errors ?? [];
  if (problem === undefined) return;
  throw new WirebookError({
    code: 'operation-failed',
    message: `Google Cloud refused: ${problem.message ?? problem.code ?? 'no reason given'}`,
    facts: { code: problem.code ?? '', operation: operation.name ?? '' },
  });
}
