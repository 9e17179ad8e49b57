import type { NetworkManagementClient, PeerRoute } from '@azure/arm-network';
import { WirebookError } from '../../src/lab/errors.ts';
import type { AzureClients } from '../../src/lab/target.ts';

export interface PeerRoutesParameters {
  readonly resourceGroup: string;
  readonly routeServer: string;
  /** Name of the peering. */
  readonly peering: string;
  readonly direction: 'learned' | 'advertised';
  readonly abortSignal: AbortSignal;
}

type Client = NetworkManagementClient['virtualHubBgpConnections'];
type Options = NonNullable<Parameters<Client['beginListLearnedRoutesAndWait']>[3]>;
type RawResponse = Parameters<NonNullable<Options['onResponse']>>[0];

/**
 * The routes between a Route Server and a peer, as Azure answers: a list an instance, by its name.
 *
 * The SDK reads every answer of this call as lists of routes, the state of the operation too, and fails where Azure
 * tells it in a body of its own. The result is then read from where the operation's first answer says it will be.
 */
export async function peerRoutes(
  azure: AzureClients,
  parameters: PeerRoutesParameters,
): Promise<Readonly<Record<string, readonly PeerRoute[]>>> {
  const { resourceGroup, routeServer, peering, direction, abortSignal } = parameters;
  const client = azure.network.virtualHubBgpConnections;
  let first: RawResponse | undefined;
  const options: Options = {
    abortSignal,
    updateIntervalInMs: azure.pollIntervalMs,
    onResponse: (response) => {
      first ??= response;
    },
  };
  try {
    const lists =
      direction === 'learned'
        ? await client.beginListLearnedRoutesAndWait(resourceGroup, routeServer, peering, options)
        : await client.beginListAdvertisedRoutesAndWait(
            resourceGroup,
            routeServer,
            peering,
            options,
          );
    return listsOf(lists);
  } catch (error) {
    const location = first?.headers.get('location');
    if (first?.status !== 202 || location === undefined) throw error;
    return listsOf(await resultAt(azure, first, location, abortSignal));
  }
}

/** Looks at where the result will be until it is there. */
async function resultAt(
  azure: AzureClients,
  first: RawResponse,
  url: string,
  abortSignal: AbortSignal,
): Promise<unknown> {
  for (;;) {
    abortSignal.throwIfAborted();
    const { body: _, ...request } = first.request;
    const response = await azure.network.sendRequest({
      ...request,
      url,
      method: 'GET',
      abortSignal,
    });
    if (response.status === 200) return JSON.parse(response.bodyAsText ?? '{}') as unknown;
    if (response.status !== 202) throw refused(response.status, response.bodyAsText ?? '');
    await new Promise((resolve) => setTimeout(resolve, azure.pollIntervalMs));
  }
}

/** Besides the lists there is a `value` that is null. */
function listsOf(answer: unknown): Readonly<Record<string, readonly PeerRoute[]>> {
  if (typeof answer !== 'object' || answer === null) return {};
  return Object.fromEntries(
    Object.entries(answer).filter((entry): entry is [string, PeerRoute[]] =>
      Array.isArray(entry[1]),
    ),
  );
}

function refused(status: number, body: string): WirebookError {
  return new WirebookError({
    code: 'cloud-refused',
    message: 'Azure did not say which routes a Route Server exchanges with its peer.',
    facts: { status: String(status), answer: body.slice(0, 500) },
    next: 'Look whether the peering is there and provisioned.',
  });
}
