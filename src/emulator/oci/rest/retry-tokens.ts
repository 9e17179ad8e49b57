import type { RestRequest, RestResponse } from '../../cloud.ts';
import { OciError } from '../protocol/error.ts';

const lifetime = 24 * 3_600_000;

/**
 * A request that is repeated with the same `opc-retry-token` within 24 hours is not done again: it has the first answer.
 * Refusals are not remembered.
 */
export function createRetryTokens(
  now: () => number,
): (request: RestRequest, answer: () => Promise<RestResponse>) => Promise<RestResponse> {
  interface Seen {
    readonly what: string;
    readonly at: number;
    readonly answer: Promise<RestResponse>;
  }
  const seen = new Map<string, Seen>();
  return async (request, answer) => {
    const token = request.headers['opc-retry-token'];
    if (request.method !== 'POST' || token === undefined) return answer();
    for (const [known, { at }] of seen) if (now() - at > lifetime) seen.delete(known);
    const what = `${request.url.pathname}${request.url.search} ${request.body}`;
    const before = seen.get(token);
    if (before && before.what !== what) {
      throw new OciError(
        409,
        'InvalidatedRetryToken',
        'The provided retry token was used in an earlier request with other content.',
      );
    }
    if (before) return before.answer;
    const first = answer();
    seen.set(token, { what, at: now(), answer: first });
    try {
      return await first;
    } catch (error) {
      seen.delete(token);
      throw error;
    }
  };
}
