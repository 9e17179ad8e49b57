import type { Cloud, RestRequest } from '../cloud.ts';

/** The clouds of a lab, behind one port: each request says by its path and headers whose it is. */
export interface Doors {
  readonly azure: Cloud;
  readonly aws?: Cloud;
  readonly google?: Cloud;
  readonly oci?: Cloud;
}

/**
 * Whose request it is. AWS's query protocol posts to the root, Compute Engine's paths begin with their service, OCI's
 * Core Services' with their version, and all else is Azure Resource Manager's. AWS, OCI and Google check their own
 * credentials (signatures, a token), Azure's bearer token is checked by the listener.
 */
export function doorFor(request: Pick<RestRequest, 'url' | 'headers'>, doors: Doors): Cloud {
  const { pathname } = request.url;
  const signed = request.headers['authorization']?.startsWith('AWS4-HMAC-SHA256') ?? false;
  if (doors.aws && (pathname === '/' || signed)) return doors.aws;
  if (doors.google && /^\/(compute|batch\/compute)\//.test(pathname)) return doors.google;
  if (doors.oci && pathname.startsWith('/20160918/')) return doors.oci;
  return doors.azure;
}
