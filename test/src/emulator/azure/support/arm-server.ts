import { NetworkManagementClient } from '@azure/arm-network';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { createServerCertificate } from '../../../../../src/emulator/daemon/tls.ts';
import { serveCloud } from '../../support/serve-cloud.ts';
import { subscriptionId } from './local-azure.ts';

/** A cloud behind HTTPS on loopback, and the official client pointed at it. */
export interface ArmServer extends AsyncDisposable {
  readonly network: NetworkManagementClient;
  /** Every request so far: `PUT /subscriptions/…`, without the query. */
  readonly requests: readonly string[];
}

export async function serve(cloud: Cloud): Promise<ArmServer> {
  const { ca, certificate, key } = await createServerCertificate('test');
  const server = await serveCloud(cloud, { cert: certificate, key });
  const token = { token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 };
  return {
    get requests() {
      return server.requests.map(({ method, url }) => `${method} ${url.pathname}`);
    },
    network: new NetworkManagementClient({ getToken: async () => token }, subscriptionId, {
      endpoint: `https://localhost:${server.port}`,
      tlsOptions: { ca },
      retryOptions: { maxRetries: 0 },
    }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
