import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import common from 'oci-common';
import core from 'oci-core';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { account, privateKey } from './local-oci.ts';

/** A cloud behind HTTP on loopback, and Oracle's own clients for it. */
export interface OciServer extends AsyncDisposable {
  readonly url: string;
  readonly network: core.VirtualNetworkClient;
  readonly compute: core.ComputeClient;
  /** Clients with other credentials. */
  networkOf(credentials: Credentials): core.VirtualNetworkClient;
  /** Every request so far: `POST /20160918/vcns`. */
  readonly requests: readonly string[];
}

export interface Credentials {
  readonly userId?: string;
  readonly privateKey?: string;
}

export async function serve(cloud: Cloud): Promise<OciServer> {
  const requests: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    requests.push(`${request.method} ${url.pathname}${url.search}`);
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
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parameters = (credentials: Credentials = {}) => ({
    authenticationDetailsProvider: new common.SimpleAuthenticationDetailsProvider(
      account.tenancyId,
      credentials.userId ?? account.userId,
      account.fingerprint,
      credentials.privateKey ?? privateKey,
      null,
      common.Region.US_ASHBURN_1,
    ),
  });
  const networkOf = (credentials: Credentials) => {
    const client = new core.VirtualNetworkClient(parameters(credentials));
    client.endpoint = url;
    return client;
  };
  const compute = new core.ComputeClient(parameters());
  compute.endpoint = url;
  return {
    url,
    requests,
    network: networkOf({}),
    networkOf,
    compute,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
