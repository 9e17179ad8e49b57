import type { ArmError } from '../arm/error.ts';
import { badRequest } from '../arm/error.ts';

/** A template that is wrong, or asks for what the local cloud lacks. */
export function templateError(what: string): ArmError {
  return badRequest('InvalidTemplate', `Deployment template validation failed: '${what}.'`);
}
