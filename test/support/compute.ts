import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import { PassThroughClient } from 'google-auth-library';
import type { GoogleClients } from '../../src/lab/target.ts';
import { createGoogleClients } from '../../src/targets/google-clients.ts';

export interface RecordingCompute extends GoogleClients {
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
}

/**
 * The real SDK clients, against a server of this test's own: `GET <path>` and so on. Paths are without
 * `/compute/v1/`; what changes something is answered with an operation that is done.
 */
export async function recordingCompute(
  t: ExecutionContext,
  answers: Readonly<Record<string, () => object>>,
): Promise<RecordingCompute> {
  const requests: RecordingCompute['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      const path = pathname.replace('/compute/v1/', '');
      const method = request.method ?? '';
      const text = Buffer.concat(chunks).toString();
      requests.push({ method, path, body: text === '' ? undefined : JSON.parse(text) });
      const given = answers[`${method} ${path}`]?.();
      const changes = method !== 'GET';
      const found = given ?? (changes ? { name: 'operation-1', status: 'DONE' } : undefined);
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: { code: 404, message: `no ${path}` } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const compute = await import('@google-cloud/compute');
  const options = {
    apiEndpoint: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    protocol: 'http',
    fallback: true,
    projectId: 'p',
    authClient: new PassThroughClient(),
  };
  return {
    ...createGoogleClients(compute, { project: 'p', region: 'us-east1', options }),
    requests,
  };
}
