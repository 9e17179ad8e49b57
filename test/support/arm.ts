import {
  NetworkManagementClient,
  type NetworkManagementClientOptionalParams,
} from '@azure/arm-network';
import type { AzureClients } from '../../src/lab/target.ts';

export const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';
export const group = `${subscription}/resourceGroups/rg-we/providers/Microsoft.Network`;

/** An ARM that lives in memory: resources by id, and answers to POST actions. */
export interface ArmParameters {
  readonly resources?: Readonly<Record<string, object>>;
  /** By `<id>/<action>`. Called each time; a number is an HTTP status. */
  readonly actions?: Readonly<Record<string, () => object | number>>;
}

export interface RecordingArm extends AzureClients {
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
  readonly resources: Map<string, Record<string, unknown>>;
}

/** The real SDK client, with its HTTP client replaced by one that answers from memory. */
export function recordingArm({ resources = {}, actions = {} }: ArmParameters): RecordingArm {
  const store = new Map(
    Object.entries(resources).map(([id, body]) => [id, body as Record<string, unknown>]),
  );
  const requests: RecordingArm['requests'] = [];
  const respond = (method: string, path: string, body: unknown): [number, object] => {
    if (method === 'PUT') {
      const name = path.split('/').at(-1) ?? '';
      store.set(path, { ...(body as object), id: path, name });
      addToParent(store, path);
      return [200, store.get(path) ?? {}];
    }
    if (method === 'GET' && store.has(path)) return [200, store.get(path) ?? {}];
    const given = method === 'POST' ? actions[path]?.() : undefined;
    if (typeof given === 'number') return [given, { error: { code: 'Busy', message: 'busy' } }];
    if (given !== undefined) return [200, given];
    return [404, { error: { code: 'ResourceNotFound', message: `no ${path}` } }];
  };

  const network = new NetworkManagementClient(
    { getToken: async () => ({ token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    '00000000-0000-0000-0000-000000000000',
    {
      endpoint: 'https://arm.test',
      retryOptions: { maxRetries: 0 },
      httpClient: {
        async sendRequest(request) {
          const path = decodeURIComponent(new URL(request.url).pathname);
          const body =
            typeof request.body === 'string' && request.body !== ''
              ? (JSON.parse(request.body) as unknown)
              : undefined;
          requests.push({ method: request.method, path, body });
          const [status, answer] = respond(request.method, path, body);
          return {
            request,
            status,
            headers: noHeaders(),
            bodyAsText: JSON.stringify(answer),
          };
        },
      },
    },
  );
  return {
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    network,
    resourceManagement: () => Promise.reject(new Error('no resource groups here')),
    pollIntervalMs: 1,
    requests,
    resources: store,
  };
}

/** Routes are listed in their table. */
function addToParent(store: Map<string, Record<string, unknown>>, path: string): void {
  const [, tableId] = /^(.+\/routeTables\/[^/]+)\/routes\/[^/]+$/.exec(path) ?? [];
  const table = tableId === undefined ? undefined : store.get(tableId);
  if (tableId === undefined || table === undefined) return;
  const properties = (table['properties'] ?? {}) as { routes?: object[] };
  store.set(tableId, {
    ...table,
    properties: { ...properties, routes: [...(properties.routes ?? []), store.get(path)] },
  });
}

type HttpClient = NonNullable<NetworkManagementClientOptionalParams['httpClient']>;
type Headers = Parameters<HttpClient['sendRequest']>[0]['headers'];

function noHeaders(): Headers {
  const map = new Map<string, string>();
  return {
    get: (name) => map.get(name.toLowerCase()),
    has: (name) => map.has(name.toLowerCase()),
    set: (name, value) => void map.set(name.toLowerCase(), String(value)),
    delete: (name) => void map.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(map),
    [Symbol.iterator]: () => map[Symbol.iterator](),
  };
}
