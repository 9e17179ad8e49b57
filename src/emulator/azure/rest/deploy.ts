import type { CloudServices } from '../../cloud.ts';
import { ArmError } from '../arm/error.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { Plan, PlannedResource } from '../templates/template.ts';
import { toErrorBody } from './answers.ts';

export interface DeployParameters {
  readonly plan: Plan;
  readonly frontDoor: FrontDoor;
  readonly services: Pick<CloudServices, 'observe' | 'settled'>;
  /** The deployment's own. */
  readonly id: string;
}

export interface Deployed {
  readonly outputs: Body;
  /** Ids of what was put. */
  readonly resources: readonly string[];
}

/**
 * Puts a template's resources. What depends on one that failed is left out; the others are put all the same. Throws
 * ARM's DeploymentFailed with an error for each that failed. What was made stays, as in Azure.
 */
export async function deploy({
  plan,
  frontDoor,
  services,
  id,
}: DeployParameters): Promise<Deployed> {
  const failed = new Map<string, Body>();
  const put: string[] = [];
  const left = new Set<string>();
  const fail = (of: string, error: unknown) =>
    failed.set(of, { target: of, ...toErrorBody(error) });

  async function state(): Promise<(wanted: string, full: boolean) => unknown> {
    const observations = await services.observe();
    return (wanted, full) => {
      const body = frontDoor.show(frontDoor.get(wanted), observations);
      return full ? body : body['properties'];
    };
  }

  async function make(resource: PlannedResource): Promise<void> {
    try {
      put.push(frontDoor.put(resource.id, resource.body(await state())).resource.id);
      await services.settled();
    } catch (error) {
      fail(resource.id, error);
    }
  }

  for (const resource of plan.resources) {
    if (resource.dependsOn.some((other) => failed.has(other) || left.has(other))) {
      left.add(resource.id);
    } else await make(resource);
  }
  if (failed.size > 0) throw failure(failed, id);
  try {
    return { outputs: plan.outputs(await state()), resources: put };
  } catch (error) {
    fail(id, error);
    throw failure(failed, id);
  }
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/find-error-code */
function failure(failed: ReadonlyMap<string, Body>, target: string): ArmError {
  return new ArmError(
    409,
    'DeploymentFailed',
    'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
    { target, details: [...failed.values()] },
  );
}
