import type { RestResponse } from '../../cloud.ts';
import { ArmError } from '../arm/error.ts';
import type { Body } from '../resources/kind.ts';

export function answer(
  status: number,
  body?: Body,
  headers?: Readonly<Record<string, string>>,
): RestResponse {
  if (body === undefined) return { status, ...(headers && { headers }) };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** An error as ARM's envelope holds it; what is no refusal of ARM's is a failure of the service. */
export function toErrorBody(error: unknown): Body {
  if (error instanceof ArmError) {
    return { code: error.code, message: error.message, ...error.inner };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'InternalServerError',
    message: `The local cloud could not carry this out: ${message}`,
  };
}

export function errorAnswer(error: unknown): RestResponse {
  return answer(error instanceof ArmError ? error.status : 500, { error: toErrorBody(error) });
}
