import type { RestResponse } from '../../cloud.ts';
import { ComputeError } from '../compute/error.ts';

const json = { 'content-type': 'application/json; charset=UTF-8' };

export function answer(status: number, body: object): RestResponse {
  return { status, headers: json, body: JSON.stringify(body) };
}

/** Whatever went wrong, in Google's form. */
export function errorAnswer(error: unknown): RestResponse {
  if (error instanceof ComputeError) return answer(error.status, error.toBody());
  const message = error instanceof Error ? error.message : String(error);
  return answer(500, new ComputeError(500, 'internalError', message).toBody());
}

/** @see https://cloud.google.com/docs/authentication/troubleshoot-adc */
export function unauthenticated(given: boolean): RestResponse {
  const [message, reason] = given
    ? ['Invalid Credentials', 'authError']
    : ['Login Required.', 'required'];
  return {
    ...answer(401, {
      error: {
        code: 401,
        message: given
          ? 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.'
          : 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
        errors: [
          { message, domain: 'global', reason, location: 'Authorization', locationType: 'header' },
        ],
        status: 'UNAUTHENTICATED',
      },
    }),
    headers: { ...json, 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
  };
}
