import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuth2Client } from 'google-auth-library';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { project, token } from './local-google.ts';

/** A cloud behind HTTP on loopback, and what the official clients need to find it. */
export interface GoogleServer extends AsyncDisposable {
  readonly port: number;
  readonly options: ReturnType<typeof clientOptions>;
  /** Every request so far: `POST /compute/v1/…`, without the query. */
  readonly requests: readonly string[];
}

export async function serve(cloud: Cloud): Promise<GoogleServer> {
  const requests: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
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
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    options: clientOptions(port, token),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export function clientOptions(port: number, accessToken: string) {
  const authClient = new OAuth2Client();
  authClient.setCredentials({
    access_token: accessToken,
    expiry_date: Date.now() + 3_600_000,
  });
  return {
    apiEndpoint: '127.0.0.1',
    port,
    protocol: 'http',
    fallback: true,
    projectId: project,
    authClient,
  } as const;
}
