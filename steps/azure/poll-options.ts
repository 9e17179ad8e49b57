import type { StepContext } from '../../src/lab/step.ts';
import type { AzureClients } from '../../src/lab/target.ts';

/** What every long-running call of an Azure client is given: when to give up, how often to look. */
export function pollOptions(
  context: Pick<StepContext, 'signal'>,
  azure: Pick<AzureClients, 'pollIntervalMs'>,
): { readonly abortSignal: AbortSignal; readonly updateIntervalInMs: number } {
  return { abortSignal: context.signal, updateIntervalInMs: azure.pollIntervalMs };
}
