import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import { guidOf } from '../arm/digest.ts';
import { ArmError, badRequest, notEmulated } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import { parse } from '../resources/shape.ts';
import type { Resource } from '../resources/store.ts';
import { templateError } from '../templates/error.ts';
import type { Plan } from '../templates/template.ts';
import { readTemplate } from '../templates/template.ts';
import { answer, toErrorBody } from './answers.ts';
import type { DeploymentPath } from './deployment-path.ts';
import { deploy } from './deploy.ts';
import { readTemplateBody } from './request-body.ts';

/** Deployments of templates to resource groups, and the records of them. */
export interface Deployments {
  /** Throws {@link ArmError}. */
  answer(request: RestRequest, path: DeploymentPath): Promise<RestResponse>;
  /** A group went: its records too. */
  forget(groupId: string): void;
}

export interface CreateDeploymentsParameters {
  readonly frontDoor: FrontDoor;
  readonly services: Pick<CloudServices, 'observe' | 'settled'>;
  readonly subscriptionId: string;
  /** Follows a long-running operation; returns the headers that lead to it. */
  readonly start: (
    request: RestRequest,
    work: Promise<undefined>,
    subject: string,
  ) => Readonly<Record<string, string>>;
}

interface Deployment {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly properties: Body;
}

const schema = z.object({
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({
    mode: z.string(),
    template: z.unknown().optional(),
    parameters: z.unknown().optional(),
  }),
});

const known = ['mode', 'template', 'parameters', 'debugSetting'];

/** @see https://learn.microsoft.com/rest/api/resources/deployments */
export function createDeployments(parameters: CreateDeploymentsParameters): Deployments {
  const { frontDoor, services, subscriptionId, start } = parameters;
  const records = new Map<string, Deployment>();
  const save = (deployment: Deployment) => records.set(deployment.id.toLowerCase(), deployment);

  function read(group: Resource, name: string, body: Body) {
    const { tags, properties } = parse(schema, body, `the deployment ${name}`);
    const other = Object.entries(properties).find(
      ([key, value]) => !known.includes(key) && value !== null,
    );
    if (other) throw templateError(`The local cloud does not emulate '${other[0]}' of deployments`);
    if (properties.mode.toLowerCase() !== 'incremental') {
      throw templateError(
        `The local cloud does not emulate deployments of mode '${properties.mode}'`,
      );
    }
    const plan = readTemplate({
      subscriptionId,
      group: { id: group.id, name: group.name, location: group.location ?? '' },
      template: properties.template,
      parameters: properties.parameters,
    });
    refuseTypes(plan, name, frontDoor);
    const id = `${group.id}/providers/Microsoft.Resources/deployments/${name}`;
    const deployment: Deployment = {
      id,
      name,
      groupId: group.id,
      tags: tags ?? undefined,
      properties: {
        mode: 'Incremental',
        parameters: plan.parameters,
        templateHash: guidOf(JSON.stringify(properties.template)),
        timestamp: new Date().toISOString(),
        correlationId: guidOf(`${id} ${performance.now()}`),
        providers: providersOf(plan),
        dependencies: dependenciesOf(plan),
      },
    };
    return { plan, deployment };
  }

  function put(request: RestRequest, group: Resource, name: string): RestResponse {
    const { plan, deployment } = read(group, name, readTemplateBody(request));
    const existing = records.get(deployment.id.toLowerCase());
    refuseActive(existing);
    const began = performance.now();
    const now = (more: Body): Deployment => ({
      ...deployment,
      properties: {
        ...deployment.properties,
        ...more,
        duration: `PT${((performance.now() - began) / 1000).toFixed(3)}S`,
      },
    });
    save(now({ provisioningState: 'Running' }));
    const work = deploy({ plan, frontDoor, services, id: deployment.id }).then(
      ({ outputs, resources }) => {
        const outputResources = resources.map((id) => ({ id }));
        end(now({ provisioningState: 'Succeeded', outputs, outputResources }));
        return undefined;
      },
      (error: unknown) => {
        end(now({ provisioningState: 'Failed', error: toErrorBody(error) }));
        throw error;
      },
    );
    const headers = start(request, work, deployment.id);
    return answer(existing ? 200 : 201, show(now({ provisioningState: 'Accepted' })), headers);
  }

  /** Its group may be gone by now, and the record with it. */
  function end(deployment: Deployment): void {
    if (records.has(deployment.id.toLowerCase())) save(deployment);
  }

  function validate(request: RestRequest, group: Resource, name: string): RestResponse {
    const { deployment } = read(group, name, readTemplateBody(request));
    const properties = { ...deployment.properties, provisioningState: 'Succeeded' };
    return answer(200, show({ ...deployment, properties }));
  }

  function get(id: string, name: string): Deployment {
    const found = records.get(id.toLowerCase());
    if (found) return found;
    throw new ArmError(404, 'DeploymentNotFound', `Deployment '${name}' could not be found.`);
  }

  function onOne(request: RestRequest, group: Resource, name: string): RestResponse {
    const id = `${group.id}/providers/Microsoft.Resources/deployments/${name}`;
    const key = id.toLowerCase();
    switch (request.method) {
      case 'GET':
        return answer(200, show(get(id, name)));
      case 'HEAD':
        return answer(records.has(key) ? 204 : 404);
      case 'PUT':
        return put(request, group, name);
      case 'DELETE':
        if (!records.has(key)) return answer(204);
        refuseActive(records.get(key));
        records.delete(key);
        return answer(204);
      default:
        throw new ArmError(405, 'MethodNotAllowed', `${request.method} is not allowed on ${id}.`);
    }
  }

  return {
    async answer(request, { groupId, name, action }) {
      const group = frontDoor.get(groupId);
      if (name === undefined) {
        const all = [...records.values()].filter((one) => sameId(one.groupId, group.id));
        return answer(200, { value: all.map(show) });
      }
      if (action === undefined) return onOne(request, group, name);
      if (action.toLowerCase() === 'validate' && request.method === 'POST') {
        return validate(request, group, name);
      }
      throw notEmulated(`${request.method} '${action}' of deployments`);
    },
    forget(groupId) {
      for (const [key, deployment] of records) {
        if (sameId(deployment.groupId, groupId)) records.delete(key);
      }
    },
  };
}

function show({ id, name, tags, properties }: Deployment): Body {
  return { id, name, type: 'Microsoft.Resources/deployments', ...(tags && { tags }), properties };
}

function refuseActive(deployment: Deployment | undefined): void {
  if (deployment?.properties['provisioningState'] !== 'Running') return;
  throw new ArmError(
    409,
    'DeploymentActive',
    `The deployment with resource id '${deployment.id}' is still active. Please wait until it ended.`,
  );
}

/** Types that are not there are known before anything is made. */
function refuseTypes(plan: Plan, name: string, frontDoor: FrontDoor): void {
  const details = plan.resources.flatMap(({ id }) => {
    try {
      frontDoor.kindOf(id);
      return [];
    } catch (error) {
      return [{ ...toErrorBody(error), target: id }];
    }
  });
  if (details.length === 0) return;
  const { code, message } = badRequest(
    'InvalidTemplateDeployment',
    `The template deployment '${name}' is not valid according to the validation procedure: ${details.map((detail) => String((detail as Body)['message'])).join(' ')}`,
  );
  throw new ArmError(400, code, message, { details });
}

function providersOf({ resources }: Plan): readonly Body[] {
  const namespaces = new Set(resources.map(({ type }) => type.split('/')[0] ?? ''));
  return [...namespaces].map((namespace) => ({
    namespace,
    resourceTypes: [
      ...new Set(
        resources.map(({ type }) => type).filter((type) => type.startsWith(`${namespace}/`)),
      ),
    ].map((type) => ({
      resourceType: type.slice(namespace.length + 1),
      locations: [],
    })),
  }));
}

function dependenciesOf({ resources }: Plan): readonly Body[] {
  const named = ({ id, type, name }: Plan['resources'][number]) => ({
    id,
    resourceType: type,
    resourceName: name,
  });
  return resources
    .filter(({ dependsOn }) => dependsOn.length > 0)
    .map((one) => ({
      ...named(one),
      dependsOn: resources.filter(({ id }) => one.dependsOn.includes(id)).map(named),
    }));
}
