import { OAuth2Client } from 'google-auth-library';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { serveCloud } from '../../support/serve-cloud.ts';
import { project, token } from './local-google.ts';

/** A cloud behind HTTP on loopback, and what the official clients need to find it. */
export interface GoogleServer extends AsyncDisposable {
  readonly port: number;
  readonly options: ReturnType<typeof clientOptions>;
  /** Every request so far: `POST /compute/v1/…`, without the query. */
  readonly requests: readonly string[];
}

export async function serve(cloud: Cloud): Promise<GoogleServer> {
  const server = await serveCloud(cloud);
  const { port } = server;
  return {
    port,
    get requests() {
      return server.requests.map(({ method, url }) => `${method} ${url.pathname}`);
    },
    options: clientOptions(port, token),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
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
