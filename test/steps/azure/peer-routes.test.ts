import test from 'ava';
import type { AzureClients } from '../../../src/lab/target.ts';
import { peerRoutes } from '../../../steps/azure/peer-routes.ts';
import { WirebookError } from '../../../src/lab/errors.ts';

/** A client whose poller fails after an answer, and what is then found where the result is. */
function azureWith(first: { status: number; location?: string }, results: readonly object[]) {
  const asked: unknown[] = [];
  const network = {
    virtualHubBgpConnections: {
      beginListLearnedRoutesAndWait: async (
        _group: string,
        _server: string,
        _peering: string,
        { onResponse }: { onResponse: (response: object) => void },
      ) => {
        onResponse({
          status: first.status,
          headers: { get: (name: string) => (name === 'location' ? first.location : undefined) },
          request: { method: 'POST', url: 'https://arm.test/learnedRoutes', body: '{}' },
        });
        throw new Error('Polling was unsuccessful.');
      },
    },
    sendRequest: async (request: object) => {
      asked.push(request);
      return results[asked.length - 1];
    },
  };
  const azure = { subscriptionId: '0', network, pollIntervalMs: 1 };
  return { azure: azure as unknown as AzureClients, asked };
}

const ask = (azure: AzureClients) =>
  peerRoutes(azure, {
    resourceGroup: 'rg-we',
    routeServer: 'rs',
    peering: 'vm-hub00',
    direction: 'learned',
    abortSignal: new AbortController().signal,
  });
const location = 'https://arm.test/operationResults/1';

test('where the SDK cannot follow the operation, its result is read from where it will be', async (t) => {
  const lists = { RouteServiceRole_IN_0: [{ network: '10.10.200.0/24' }], value: null };
  const { azure, asked } = azureWith({ status: 202, location }, [
    { status: 202 },
    { status: 200, bodyAsText: JSON.stringify(lists) },
  ]);
  t.deepEqual(await ask(azure), { RouteServiceRole_IN_0: [{ network: '10.10.200.0/24' }] });
  t.is(asked.length, 2);
  t.like(asked[0], { method: 'GET', url: location });
  t.false('body' in (asked[0] as object));
});

test('an operation that fails there is an error, and so is one that never began', async (t) => {
  const failed = azureWith({ status: 202, location }, [
    { status: 500, bodyAsText: '{"error":{}}' },
  ]);
  const error = await t.throwsAsync(ask(failed.azure), { instanceOf: WirebookError });
  t.is(error.facts['status'], '500');
  const refused = azureWith({ status: 404 }, []);
  await t.throwsAsync(ask(refused.azure), { message: 'Polling was unsuccessful.' });
  t.is(refused.asked.length, 0);
});
