import type { Cloud, CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import { ArmError, badRequest, notEmulated } from '../arm/error.ts';
import { parseArmId, sameId } from '../arm/id.ts';
import { etagOf } from '../resources/front-door.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import { kindOfType } from '../resources/kinds.ts';
import type { Resource } from '../resources/store.ts';
import { actionOf } from './actions.ts';
import { answer, errorAnswer } from './answers.ts';
import { asListed } from './connection-list.ts';
import { derivedRead, expanded } from './derived-reads.ts';
import { merge } from './merge.ts';
import { createDeployments } from './deployments.ts';
import { deploymentPath } from './deployment-path.ts';
import type { OperationState } from './operations.ts';
import { createOperations } from './operations.ts';
import { readBody } from './request-body.ts';
import { answerSharedKey, isSharedKey } from './shared-key.ts';
import type { Target } from './target.ts';
import { readTarget } from './target.ts';

export interface CreateRestParameters {
  readonly frontDoor: FrontDoor;
  readonly services: Pick<CloudServices, 'observe' | 'settled' | 'inspect'>;
  readonly subscriptionId: string;
  /** How long a gateway's instance is away while it is reset, ms. */
  readonly instanceResetMs: number;
}

/**
 * Azure Resource Manager's protocol over the front door: any api-version is understood, since no property changed
 * its meaning between them.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 */
export function createRest({
  frontDoor,
  services,
  subscriptionId,
  instanceResetMs,
}: CreateRestParameters): Cloud['handle'] {
  const operations = createOperations();
  const deployments = createDeployments({
    frontDoor,
    services,
    subscriptionId,
    start(request, work, subject) {
      return operationHeaders(request, operations.start(work, subject), ['async']);
    },
  });

  async function show(resource: Resource): Promise<Body> {
    return shown(resource, frontDoor.show(resource, await services.observe()));
  }

  /** A resource that an operation still works on says so. */
  function shown(resource: Resource, body: Body): Body {
    if (!operations.isUnderWay(resource.id)) return body;
    return {
      ...body,
      properties: { ...(body['properties'] as Body), provisioningState: 'Updating' },
    };
  }

  function listed(resource: Resource, observations: Observations): Body {
    const body = shown(resource, frontDoor.show(resource, observations));
    return asListed(resource, body, frontDoor.resources);
  }

  async function get({ url }: RestRequest, id: string): Promise<RestResponse> {
    const resource = frontDoor.get(id);
    const body = expanded(resource, await show(resource), url.searchParams.get('$expand'));
    return answer(200, body, { etag: etagOf(resource) });
  }

  async function put(request: RestRequest, id: string, body: Body): Promise<RestResponse> {
    const ifMatch = request.headers['if-match'];
    if (request.headers['if-none-match'] === '*' && frontDoor.find(id)) {
      throw new ArmError(
        412,
        'PreconditionFailed',
        `Precondition failed: ${id} exists, and If-None-Match asks for a new resource.`,
      );
    }
    const { resource, created } = frontDoor.put(id, body, ifMatch === undefined ? {} : { ifMatch });
    const status = created ? 201 : 200;
    // A group is there at once: ARM makes it itself, without a provider.
    if (resource.kind === 'resourceGroups') return answer(status, await show(resource));
    const operation = operations.start(
      services.settled().then(() => undefined),
      resource.id,
    );
    return answer(status, await show(resource), {
      etag: etagOf(resource),
      ...operationHeaders(request, operation, ['async']),
    });
  }

  async function remove(request: RestRequest, id: string): Promise<RestResponse> {
    const ifMatch = request.headers['if-match'];
    // Of a group that is not there ARM says so, where resource providers answer that there is nothing to do.
    const parsed = parseArmId(id);
    if (parsed && parsed.provider === undefined) frontDoor.get(id);
    if (!frontDoor.remove(id, ifMatch === undefined ? {} : { ifMatch })) return answer(204);
    // The records of what was deployed to a group go with it.
    deployments.forget(id);
    const operation = operations.start(services.settled().then(() => undefined));
    return answer(202, undefined, operationHeaders(request, operation, ['async', 'location']));
  }

  async function act(
    request: RestRequest,
    { id, action: name, argument = '' }: Extract<Target, { kind: 'action' }>,
  ): Promise<RestResponse> {
    const resource = frontDoor.get(id);
    const action = actionOf(resource.kind, name);
    const { observe, settled } = services;
    const query = request.url.searchParams;
    const work = action({
      resource,
      frontDoor,
      query,
      argument,
      observe,
      ...(services.inspect && { inspect: services.inspect }),
      settled,
      instanceResetMs,
    });
    // A refusal that is known at once comes at once.
    const refusal = await Promise.race([
      work.then(
        () => undefined,
        (error: unknown) => error,
      ),
      nextTurn(),
    ]);
    if (refusal instanceof ArmError) throw refusal;
    const operation = operations.start(work, isReading(name) ? undefined : resource.id);
    const which = answersTables(name) ? (['location'] as const) : (['async', 'location'] as const);
    return answer(202, undefined, operationHeaders(request, operation, which));
  }

  async function list(target: Extract<Target, { kind: 'list' }>): Promise<RestResponse> {
    const kind = kindOfType(target.type);
    const read = derivedRead(target.type);
    if (read && target.parent !== undefined) {
      const resource = frontDoor.get(target.parent);
      const observations = await services.observe();
      const body = await read({
        resource,
        resources: frontDoor.resources,
        show: (one) => listed(one, observations),
        inspect: services.inspect,
      });
      return answer(200, body);
    }
    if (kind === undefined) throw notEmulated(`resources of type ${target.type}`);
    // Asking for the children of what is not there is an error; asking an empty group is not.
    if (target.parent !== undefined) frontDoor.get(target.parent);
    const all = frontDoor.resources.all(kind);
    const found = all.filter(
      ({ id }) => target.parent === undefined || isInside(id, target.parent),
    );
    const observations = await services.observe();
    return answer(200, {
      value: found.map((resource) => listed(resource, observations)),
    });
  }

  async function onResource(request: RestRequest, id: string): Promise<RestResponse> {
    switch (request.method) {
      case 'GET':
        return await get(request, id);
      case 'HEAD':
        return answer(frontDoor.find(id) === undefined ? 404 : 204);
      case 'PUT':
        return await put(request, id, readBody(request));
      case 'PATCH':
        return await put(request, id, merge(await show(frontDoor.get(id)), readBody(request)));
      case 'DELETE':
        return await remove(request, id);
      default:
        throw new ArmError(405, 'MethodNotAllowed', `${request.method} is not allowed on ${id}.`);
    }
  }

  async function onOperation(
    request: RestRequest,
    target: Extract<Target, { kind: 'operation' | 'operationResult' }>,
  ): Promise<RestResponse> {
    const operation = operations.find(target.id);
    if (operation === undefined) {
      throw new ArmError(
        404,
        'OperationNotFound',
        `The operation '${target.id}' is not known, or was long ago.`,
      );
    }
    const state = await operation.held();
    return target.kind === 'operation'
      ? operationStatus(target.id, state)
      : operationResult(request, target.id, state);
  }

  async function dispatch(request: RestRequest): Promise<RestResponse> {
    const { url, method } = request;
    if (!url.searchParams.has('api-version')) {
      throw badRequest(
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      );
    }
    const path = readPath(url);
    if (isSharedKey(path))
      return await answerSharedKey({ request, path, frontDoor, settled: services.settled });
    const deployment = deploymentPath(path);
    if (deployment) {
      refuseOtherSubscription(deployment.subscription);
      return await deployments.answer(request, deployment);
    }
    const target = readTarget(path, method);
    switch (target.kind) {
      case 'subscriptions':
        return answer(200, {
          value: [subscription(subscriptionId)],
          count: { type: 'Total', value: 1 },
        });
      case 'subscription':
        refuseOtherSubscription(target.subscription);
        return answer(200, subscription(subscriptionId));
      case 'list':
        refuseOtherSubscription(target.subscription);
        return await list(target);
      case 'resource':
        return await onResource(request, target.id);
      case 'action':
        return await act(request, target);
      case 'operation':
      case 'operationResult':
        return await onOperation(request, target);
      case 'unknown':
        throw notEmulated(`${method} ${path}`);
      default:
        return target satisfies never;
    }
  }

  function refuseOtherSubscription(id: string): void {
    if (sameId(id, subscriptionId)) return;
    throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  }

  return async (request) => {
    try {
      return await dispatch(request);
    } catch (error) {
      return errorAnswer(error);
    }
  };

  /** A poll is held until the operation ended, so that clients need not wait between two. */
  function operationHeaders(
    request: RestRequest,
    operation: string,
    which: readonly ('async' | 'location')[],
  ): Readonly<Record<string, string>> {
    const version = request.url.searchParams.get('api-version') ?? '';
    const base = `${request.url.origin}/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/local`;
    const link = (kind: string) => `${base}/${kind}/${operation}?api-version=${version}`;
    return {
      'retry-after': '0',
      ...(which.includes('async') && { 'azure-asyncoperation': link('operations') }),
      ...(which.includes('location') && { location: link('operationResults') }),
    };
  }

  function operationResult(request: RestRequest, id: string, state: OperationState): RestResponse {
    switch (state.status) {
      case 'InProgress':
        return answer(202, undefined, operationHeaders(request, id, ['location']));
      case 'Succeeded':
        return state.result === undefined ? answer(204) : answer(200, state.result);
      case 'Failed':
        return answer(500, { error: state.error });
    }
  }
}

/** Actions that only look leave the resource's state as it is. */
function isReading(action: string): boolean {
  return /^(get|effective|learned|advertised|arpTables|routeTables)/i.test(action);
}

/**
 * Actions whose answer is a dictionary of lists. Their clients read every answer so, and would take the status of an
 * operation for one of them: only the result's place is told.
 */
function answersTables(action: string): boolean {
  return /^(learned|advertised)Routes$/i.test(action);
}

function operationStatus(id: string, state: OperationState): RestResponse {
  return answer(
    200,
    { name: id, status: state.status, ...(state.status === 'Failed' && { error: state.error }) },
    { 'retry-after': '0' },
  );
}

function readPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).replace(/\/+$/, '');
  } catch {
    throw badRequest('InvalidRequestUri', `The path '${pathname}' is not encoded correctly.`);
  }
}

/** Directly inside: a subnet's own network, any resource's group. */
function isInside(id: string, parent: string): boolean {
  if (!id.toLowerCase().startsWith(`${parent.toLowerCase()}/`)) return false;
  const outer = parseArmId(parent);
  const inner = parseArmId(id);
  if (outer?.provider === undefined) return true;
  return inner?.names.length === outer.names.length + 1;
}

function subscription(id: string): Body {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: id,
    displayName: 'Local cloud',
    state: 'Enabled',
    authorizationSource: 'RoleBased',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'Local',
      spendingLimit: 'Off',
    },
  };
}

function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(undefined));
  });
}
