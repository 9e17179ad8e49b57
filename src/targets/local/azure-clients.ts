import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import type { AzureClients } from '../../lab/target.ts';

/** The subscription that the local cloud has. */
export const localSubscription = '00000000-0000-4000-8000-000000000001';

/** The official SDK, pointed at the local cloud's Azure Resource Manager. */
export async function azureClients({ port, token, ca }: SessionCredentials): Promise<AzureClients> {
  const { NetworkManagementClient } = await import('@azure/arm-network');
  const hour = 3_600_000;
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + hour }) };
  const options = {
    endpoint: `https://localhost:${port}`,
    tlsOptions: { ca },
    // A daemon that died must be noticed now, not after the SDK's own minute of retries.
    retryOptions: { maxRetries: 1, retryDelayInMs: 50 },
  };
  return {
    subscriptionId: localSubscription,
    network: new NetworkManagementClient(credential, localSubscription, options),
    async resourceManagement() {
      const { ResourceManagementClient } = await import('@azure/arm-resources');
      return new ResourceManagementClient(credential, localSubscription, options);
    },
    pollIntervalMs: 20,
  };
}
