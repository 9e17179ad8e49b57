import common from 'oci-common';
import core from 'oci-core';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { serveCloud } from '../../support/serve-cloud.ts';
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
  const server = await serveCloud(cloud);
  const url = `http://127.0.0.1:${server.port}`;
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
    get requests() {
      return server.requests.map(({ method, url: it }) => `${method} ${it.pathname}${it.search}`);
    },
    network: networkOf({}),
    networkOf,
    compute,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
