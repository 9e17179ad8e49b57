import type { RestRequest } from '../../cloud.ts';
import { badRequest } from '../arm/error.ts';
import type { Body } from '../resources/kind.ts';

/** A request's JSON object. Throws {@link ArmError}. */
export function readBody({ body }: RestRequest): Body {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw badRequest(
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${String(error)}'.`,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw badRequest('InvalidRequestContent', 'The request content must be a JSON object.');
}
