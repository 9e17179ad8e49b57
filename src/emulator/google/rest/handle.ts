import { timingSafeEqual } from 'node:crypto';
import type { Cloud, CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import { ComputeError, invalid, notEmulated, notFound } from '../compute/error.ts';
import { placeOf } from '../compute/link.ts';
import { refuseUnknownPlace, regions, zones } from '../resources/catalogue.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import { isKindName, kindNamed } from '../resources/kinds.ts';
import { isBody } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';
import { actions } from './actions.ts';
import type { Action } from './actions.ts';
import { answer, errorAnswer, unauthenticated } from './answers.ts';
import { answerBatch } from './batch.ts';
import {
  imageBodies,
  imageNamed,
  imageProjects,
  machineTypeBodies,
  machineTypeNamed,
  placeBodies,
  placeBody,
  projectBody,
} from './catalogue.ts';
import { gatewayStatus } from './gateway-status.ts';
import { aggregatedBody, listBody } from './lists.ts';
import { createOperations } from './operations.ts';
import { routerStatus } from './router-status.ts';
import { subnetRoutes } from './subnet-routes.ts';
import type { Target } from './target.ts';
import { readTarget } from './target.ts';

export interface CreateRestParameters {
  readonly door: FrontDoor;
  readonly services: Pick<CloudServices, 'now' | 'observe' | 'settled'>;
  readonly token: string;
}

type Named = Extract<Target, { kind: 'resource' }>;

const allScopes = [
  'global',
  ...regions.map(({ name }) => `regions/${name}`),
  ...zones.map((name) => `zones/${name}`),
];

/**
 * Compute Engine's REST protocol over the front door, v1 and beta alike.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1
 */
export function createRest({ door, services, token }: CreateRestParameters): Cloud['handle'] {
  const { project } = door;
  const operations = createOperations(project, services.now);

  async function show(resource: Resource): Promise<Body> {
    return door.show(resource, await services.observe());
  }

  /** Does `work` and answers with its operation; a refusal that Google finds out late is the operation's. */
  function operate(
    type: string,
    target: { readonly scope: string; readonly path: string },
    work: () => { readonly id?: string; readonly rest?: Promise<void> | undefined },
  ): RestResponse {
    const start = (done: Promise<unknown>, id?: string): RestResponse => {
      const about = { path: target.path, ...(id !== undefined && { id }) };
      return answer(
        200,
        operations.start({ scope: target.scope, type, target: about, work: done }),
      );
    };
    try {
      const { id, rest } = work();
      return start(Promise.resolve(rest).then(services.settled), id);
    } catch (error) {
      if (error instanceof ComputeError && error.late) return start(Promise.reject(error));
      throw error;
    }
  }

  async function onCollection(
    { method, url, body }: RestRequest,
    scope: string,
    collection: string,
  ): Promise<RestResponse> {
    const path = `projects/${project}/${scope}/${collection}`;
    if (method === 'GET') {
      return answer(200, await listOf(path, scope, collection, url.searchParams));
    }
    const kind = kindOf(collection, scope, `${method} ${collection}`);
    if (method !== 'POST') throw notEmulated(`${method} ${collection}`);
    const content = readBody(body);
    return operate('insert', { scope, path: `${path}/${String(content['name'])}` }, () =>
      door.insert(kind, scope, content),
    );
  }

  async function listOf(
    path: string,
    scope: string,
    collection: string,
    query: URLSearchParams,
  ): Promise<Body> {
    refuseUnknownPlace(project, scope);
    if (collection === 'operations') {
      return listBody('operation', path, operations.list(scope), query);
    }
    if (collection === 'machineTypes') {
      return listBody('machineType', path, machineTypeBodies(project, scope), query);
    }
    if (collection === 'images') return listBody('image', path, [], query);
    const kind = kindOf(collection, scope, `${collection}.list`);
    const observations = await services.observe();
    const own = door.resources
      .all(kind)
      .filter((resource) => resource.scope === scope)
      .map((resource) => door.show(resource, observations));
    const items = kind === 'routes' ? [...own, ...subnetRoutes(project, door.resources)] : own;
    return listBody(kindNamed(kind).noun, path, items, query);
  }

  async function aggregated(collection: string, query: URLSearchParams): Promise<Body> {
    const path = `projects/${project}/aggregated/${collection}`;
    const common = { path, collection, query, scopes: allScopes };
    if (collection === 'machineTypes') {
      const items = zones.flatMap((zone) =>
        machineTypeBodies(project, `zones/${zone}`).map((body) => ({
          scope: `zones/${zone}`,
          body,
        })),
      );
      return aggregatedBody({ ...common, kind: 'machineType', items });
    }
    const method = `${collection}.aggregatedList`;
    if (!isKindName(collection)) throw notEmulated(method);
    const { scope, noun } = kindNamed(collection);
    if (scope === 'global') throw notEmulated(method);
    const observations = await services.observe();
    const items = door.resources
      .all(collection)
      .map((resource) => ({ scope: resource.scope, body: door.show(resource, observations) }));
    return aggregatedBody({ ...common, kind: noun, items });
  }

  async function onResource(request: RestRequest, target: Named): Promise<RestResponse> {
    const { scope, collection, name, verb } = target;
    const { method } = request;
    if (collection === 'operations') return onOperation(method, scope, name, verb);
    if (collection === 'machineTypes' && method === 'GET' && verb === undefined) {
      refuseUnknownPlace(project, scope);
      return answer(200, machineTypeNamed(project, scope, name));
    }
    if (collection === 'images' && method === 'GET') {
      throw notFound(`projects/${project}/global/images/${verb ?? name}`);
    }
    const called = `${collection}.${methodName(verb ?? method.toLowerCase())}`;
    const kind = kindOf(collection, scope, called);
    if (kind === 'routes' && method === 'GET') {
      const given = subnetRoutes(project, door.resources).find((row) => row['name'] === name);
      if (given) return answer(200, given);
    }
    const resource = door.get(kind, scope, name);
    if (method === 'GET') return answer(200, await read(resource, verb, called));
    if (method === 'POST' && verb !== undefined) return act(request, resource, verb, called);
    if (verb !== undefined) throw notEmulated(`${method} ${called}`);
    return mutate(request, resource, called);
  }

  async function read(resource: Resource, verb: string | undefined, called: string): Promise<Body> {
    if (verb === undefined) return show(resource);
    const { kind, path } = resource;
    if (kind === 'routers' && verb === 'getRouterStatus') {
      const router = found(door.resources.find('routers', path), path);
      return routerStatus(router, door.resources, await services.observe(), services.now());
    }
    if (kind === 'vpnGateways' && verb === 'getStatus') {
      return gatewayStatus(found(door.resources.find('vpnGateways', path), path), door.resources);
    }
    throw notEmulated(called);
  }

  function act(
    { url, body }: RestRequest,
    resource: Resource,
    verb: string,
    called: string,
  ): RestResponse {
    const action = (
      actions[resource.kind] as Readonly<Record<string, Action<KindName>>> | undefined
    )?.[verb];
    if (!action) throw notEmulated(called);
    return operate(verb, resource, () => {
      const rest = action({
        resource,
        body: readBody(body),
        query: url.searchParams,
        door,
        settled: services.settled,
      });
      return { id: resource.id, rest: rest ?? undefined };
    });
  }

  function mutate({ method, body }: RestRequest, resource: Resource, called: string): RestResponse {
    if (method === 'DELETE') {
      return operate('delete', resource, () => {
        door.remove(resource);
        return { id: resource.id };
      });
    }
    if (method === 'PATCH' && patchable.has(resource.kind)) {
      return operate('patch', resource, () => door.patch(resource, readBody(body)));
    }
    if (method === 'PUT' && replaceable.has(resource.kind)) {
      return operate('update', resource, () => door.replace(resource, readBody(body)));
    }
    throw notEmulated(called);
  }

  async function onOperation(
    method: string,
    scope: string,
    name: string,
    verb: string | undefined,
  ): Promise<RestResponse> {
    if (method === 'POST' && verb === 'wait')
      return answer(200, await operations.wait(scope, name));
    if (method === 'GET' && verb === undefined) return answer(200, operations.get(scope, name));
    if (method === 'DELETE' && verb === undefined) {
      operations.remove(scope, name);
      return { status: 204 };
    }
    throw notEmulated(`operations.${verb ?? method.toLowerCase()}`);
  }

  async function dispatch(request: RestRequest): Promise<RestResponse> {
    const { method, url } = request;
    const target = readTarget(url.pathname);
    if (method === 'GET' && imageProjects.has(target.project)) {
      return answer(200, imageRead(target, url.searchParams));
    }
    if (target.project !== project) throw notFound(`projects/${target.project}`);
    switch (target.kind) {
      case 'project':
        if (method !== 'GET' || target.verb !== undefined) {
          throw notEmulated(`projects.${target.verb ?? method.toLowerCase()}`);
        }
        return answer(200, projectBody(project, door.resources));
      case 'places': {
        const { collection, name } = target;
        if (method !== 'GET') throw notEmulated(`${method} ${collection}`);
        if (name !== undefined)
          return answer(200, placeBody(project, collection, name, door.resources));
        const path = `projects/${project}/${collection}`;
        const places = placeBodies(project, collection, door.resources);
        return answer(200, listBody(collection.slice(0, -1), path, places, url.searchParams));
      }
      case 'aggregated':
        if (method !== 'GET') throw notEmulated(`${method} aggregated ${target.collection}`);
        return answer(200, await aggregated(target.collection, url.searchParams));
      case 'collection':
        return onCollection(request, target.scope, target.collection);
      case 'resource':
        return onResource(request, target);
      default:
        return target satisfies never;
    }
  }

  return async (request) => {
    const given = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (given === undefined || !sameText(given, token)) return unauthenticated(given !== undefined);
    const one = (part: RestRequest): Promise<RestResponse> => dispatch(part).catch(errorAnswer);
    if (!request.url.pathname.startsWith('/batch/')) return one(request);
    return answerBatch(request, one).catch(errorAnswer);
  };
}

const patchable: ReadonlySet<KindName> = new Set([
  'networks',
  'subnetworks',
  'firewalls',
  'routers',
]);
const replaceable: ReadonlySet<KindName> = new Set(['firewalls', 'routers']);

function imageRead(target: Target, query: URLSearchParams): Body {
  const { project } = target;
  if (target.kind === 'collection' && target.collection === 'images') {
    return listBody('image', `projects/${project}/global/images`, imageBodies(project), query);
  }
  if (target.kind === 'resource' && target.collection === 'images') {
    if (target.name === 'family' && target.verb !== undefined) {
      return imageNamed(project, 'family', target.verb);
    }
    return imageNamed(project, 'name', target.name);
  }
  throw notFound(`projects/${project}`);
}

/** @param called `images.insert`: for the refusal. */
function kindOf(collection: string, scope: string, called: string): KindName {
  if (!isKindName(collection)) throw notEmulated(called);
  const level = scope === 'global' ? 'global' : scope.split('/')[0];
  if (kindNamed(collection).scope !== level) {
    throw notEmulated(`${called} of ${placeOf(scope)}`);
  }
  return collection;
}

function readBody(text: string): Body {
  // Some clients send an empty text as JSON where a method takes no body.
  if (['', '""'].includes(text.trim())) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isBody(value)) return value;
  } catch {
    // Said below.
  }
  throw invalid('Invalid JSON payload received.');
}

/** Methods whose path says something else than their name. */
const methodNames: Readonly<Record<string, string>> = {
  serialPort: 'getSerialPortOutput',
  screenshot: 'getScreenshot',
};

function methodName(verb: string): string {
  return methodNames[verb] ?? verb;
}

function found<T>(resource: T | undefined, path: string): T {
  if (resource === undefined) throw notFound(path);
  return resource;
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
