import { randomUUID } from 'node:crypto';
import type { Cloud, CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import {
  OciError,
  cannotParse,
  methodNotAllowed,
  noEtagMatch,
  notEmulated,
} from '../protocol/error.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import { isBody } from '../resources/read.ts';
import { etagOf } from '../resources/store.ts';
import { collectionRoutes } from './collections.ts';
import { pageOf } from './lists.ts';
import { createRetryTokens } from './retry-tokens.ts';
import type { Call, Reply, Route } from './routes.ts';
import { routes } from './routes.ts';
import type { SigningKey } from './signature.ts';
import { createVerifier } from './signature.ts';

export interface CreateRestParameters {
  readonly door: FrontDoor;
  readonly services: Pick<CloudServices, 'now' | 'observe' | 'settled'>;
  readonly key: SigningKey;
}

const version = '/20160918';

/**
 * OCI's Core Services and what of Identity they need, over the front door.
 * @see https://docs.oracle.com/iaas/api/#/en/iaas/20160918/
 */
export function createRest({ door, services, key }: CreateRestParameters): Cloud['handle'] {
  const demandSignature = createVerifier(key, services.now);
  const once = createRetryTokens(services.now);
  const table = [...routes, ...collectionRoutes];

  async function dispatch(request: RestRequest): Promise<RestResponse> {
    const { method, url, headers } = request;
    // Identity's own paths end in a slash.
    const path = url.pathname.replace(version, '').replace(/(.)\/$/, '$1');
    const matches = table.flatMap((route) => {
      const parameters = match(route.path, path);
      return parameters ? [{ route, parameters }] : [];
    });
    const found = matches.find(({ route }) => route.method === method);
    if (!found) {
      throw matches.length > 0 ? methodNotAllowed(method, path) : notEmulated(`${method} ${path}`);
    }
    const { route, parameters } = found;
    const call: Call = {
      door,
      services,
      parameter: (name) => parameters.get(name) ?? fail(route, name),
      query: url.searchParams,
      body: readBody(request.body),
      demandMatch(resource) {
        const wanted = headers['if-match'];
        if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(resource)) {
          throw noEtagMatch();
        }
      },
    };
    return written(await route.answer(call), call);
  }

  async function written(reply: Reply, { query }: Call): Promise<RestResponse> {
    switch (reply.kind) {
      case 'resource': {
        const { kind, id } = reply.resource;
        const observations = await services.observe();
        const resource = door.resources.find(kind, id) ?? reply.resource;
        return json(200, door.show(resource, observations), { etag: etagOf(resource) });
      }
      case 'list': {
        const { items, next } = pageOf(reply.items, query);
        return json(200, items, next === undefined ? {} : { 'opc-next-page': next });
      }
      case 'body':
        return json(200, reply.body);
      case 'nothing':
        return { status: 204 };
      default:
        return reply satisfies never;
    }
  }

  async function answer(request: RestRequest): Promise<RestResponse> {
    try {
      demandSignature(request);
      return await once(request, () => dispatch(request));
    } catch (error) {
      return refusal(error);
    }
  }

  return async (request) => {
    const response = await answer(request);
    const id = request.headers['opc-request-id'] ?? randomUUID().replaceAll('-', '').toUpperCase();
    return { ...response, headers: { ...response.headers, 'opc-request-id': id } };
  };
}

/** The path's parameters by name; undefined when it is not of that shape. @param pattern `/vcns/{vcnId}` */
export function match(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const text = decodeURIComponent(given[index] ?? '');
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== text) return undefined;
    if (name !== undefined) parameters.set(name, text);
  }
  return parameters;
}

function fail({ path }: Route, name: string): never {
  throw new Error(`the route ${path} has no parameter ${name}`);
}

function readBody(text: string): Body {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isBody(value)) return value;
  } catch {
    // Said below.
  }
  throw cannotParse('The request body is no JSON object.');
}

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RestResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function refusal(error: unknown): RestResponse {
  if (error instanceof OciError) {
    return json(error.status, { code: error.code, message: error.message });
  }
  if (error instanceof URIError) {
    return json(400, { code: 'InvalidParameter', message: error.message });
  }
  const message = error instanceof Error ? error.message : String(error);
  return json(500, { code: 'InternalServerError', message });
}
