import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { credentials } from './local-aws.ts';

/** A cloud behind HTTP on loopback, and the official client pointed at it. */
export interface Ec2Server extends AsyncDisposable {
  readonly ec2: EC2Client;
  readonly endpoint: string;
  /** A client with another key. */
  client(other: Partial<typeof credentials>): EC2Client;
}

export async function serve(cloud: Cloud): Promise<Ec2Server> {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, headers, body } = await cloud.handle({
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', `http://${request.headers.host}`),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status, headers).end(body);
  }
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (other: Partial<typeof credentials>) =>
    new EC2Client({
      region: 'us-east-1',
      endpoint,
      credentials: { ...credentials, ...other },
      maxAttempts: 1,
    });
  return {
    ec2: client({}),
    endpoint,
    client,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
