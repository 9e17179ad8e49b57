import type { AzureClients } from '../lab/target.ts';
import type { Found, Sweeper, Verdict } from './leftover.ts';

/**
 * Resource groups, by their tags. A lab has all it makes in Azure in groups of its own, which go with what they hold.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group
 */
export async function azureSweeper(clients: AzureClients): Promise<Sweeper> {
  const { subscriptionId, pollIntervalMs } = clients;
  const { resourceGroups } = await clients.resourceManagement();
  return {
    cloud: 'azure',
    account: subscriptionId,
    async find() {
      const found: Found[] = [];
      for await (const { id = '', name = '', location, tags = {} } of resourceGroups.list()) {
        found.push({ cloud: 'azure', kind: 'resource group', id, name, place: location, tags });
      }
      return { found, unseen: [] };
    },
    async remove({ name }) {
      await resourceGroups.delete(name, { updateIntervalInMs: pollIntervalMs });
    },
    verdict,
  };
}

/** Codes of what passes by itself, or when another group is gone; some of them come with status 400. */
const passing = /InUse|BeingDeleted|InProgress|Retryable|DeletionBlocked|DeletionTimeout|Conflict/i;

function verdict(error: unknown): Verdict {
  const { statusCode, code = '', message = '' } = error as Partial<AzureError>;
  if (statusCode === 404) return 'gone';
  // A lock is somebody's will: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
  if (code === 'ScopeLocked') return 'refused';
  if (statusCode === 409 || passing.test(`${code} ${message}`)) return 'busy';
  return 'refused';
}

interface AzureError {
  readonly statusCode: number;
  readonly code: string;
  readonly message: string;
}
