import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import common from 'oci-common';
import core from 'oci-core';
import type { Cloud, CloudServices } from '../../../../../src/emulator/cloud.ts';
import {
  createOciCredentials,
  publicKeyOf,
} from '../../../../../src/emulator/daemon/oci-credentials.ts';
import { createOci } from '../../../../../src/emulator/oci/index.ts';

/** An OCI and the official SDK's client of it. */
export interface OciWithClient {
  readonly cloud: Cloud;
  readonly client: core.VirtualNetworkClient;
  readonly compartmentId: string;
  close(): void;
}

export async function ociWithClient(services: CloudServices): Promise<OciWithClient> {
  const credentials = createOciCredentials();
  const { tenancyId, userId, fingerprint, privateKey, compartmentId } = credentials;
  const cloud = createOci(services, {
    credentials: { ...credentials, publicKey: publicKeyOf(credentials) },
  });
  const { endpoint, close } = await serve(cloud);
  const provider = new common.SimpleAuthenticationDetailsProvider(
    tenancyId,
    userId,
    fingerprint,
    privateKey,
    null,
    common.Region.US_ASHBURN_1,
  );
  const client = new core.VirtualNetworkClient({ authenticationDetailsProvider: provider });
  client.endpoint = endpoint;
  return {
    cloud,
    client,
    compartmentId,
    close() {
      client.close();
      close();
    },
  };
}

async function serve(cloud: Cloud): Promise<{ readonly endpoint: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '/', headers } = request;
      const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
      void cloud
        .handle({
          method,
          url: new URL(url, `http://${headers.host}`),
          headers: Object.fromEntries(flat) as Record<string, string>,
          body,
        })
        .then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
