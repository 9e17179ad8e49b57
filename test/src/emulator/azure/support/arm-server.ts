import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { NetworkManagementClient } from '@azure/arm-network';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { createServerCertificate } from '../../../../../src/emulator/daemon/tls.ts';
import { subscriptionId } from './local-azure.ts';

/** A cloud behind HTTPS on loopback, and the official client pointed at it. */
export interface ArmServer extends AsyncDisposable {
  readonly network: NetworkManagementClient;
  /** Every request so far: `PUT /subscriptions/…`, without the query. */
  readonly requests: readonly string[];
}

export async function serve(cloud: Cloud): Promise<ArmServer> {
  const { ca, certificate, key } = await createServerCertificate('test');
  const requests: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    requests.push(`${request.method} ${url.pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, headers, body } = await cloud.handle({
      method: request.method ?? 'GET',
      url,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status, headers).end(body);
  };
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void respond(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const token = { token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 };
  return {
    requests,
    network: new NetworkManagementClient({ getToken: async () => token }, subscriptionId, {
      endpoint: `https://localhost:${port}`,
      tlsOptions: { ca },
      retryOptions: { maxRetries: 0 },
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
