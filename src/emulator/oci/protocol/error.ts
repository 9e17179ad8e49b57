/**
 * A refusal in OCI's own code and words.
 * @see https://docs.oracle.com/iaas/Content/API/References/apierrors.htm
 */
export class OciError extends Error {
  override readonly name = 'OciError';
  /** HTTP status: 404. */
  readonly status: number;
  /** `NotAuthorizedOrNotFound` */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** OCI does not say which of the two. @param what an OCID or a path; shown, so that a person finds the wrong one. */
export function notFound(what?: string): OciError {
  const text = 'Authorization failed or requested resource not found.';
  return new OciError(
    404,
    'NotAuthorizedOrNotFound',
    what === undefined ? text : `${text} (${what})`,
  );
}

export function invalidParameter(message: string): OciError {
  return new OciError(400, 'InvalidParameter', message);
}

/** @param field `cidrBlocks` */
export function invalidField(field: string, value: unknown, why: string): OciError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return invalidParameter(`Invalid ${field} '${shown}': ${why}`);
}

export function missingParameter(field: string): OciError {
  return new OciError(400, 'MissingParameter', `${field} is required but was not given`);
}

export function cannotParse(message: string): OciError {
  return new OciError(400, 'CannotParseRequest', message);
}

export function limitExceeded(message: string): OciError {
  return new OciError(400, 'LimitExceeded', message);
}

/** The resource's lifecycle state does not allow it. */
export function incorrectState(message: string): OciError {
  return new OciError(409, 'IncorrectState', message);
}

/** Something else stands in the way, such as a resource that still uses it. */
export function conflict(message: string): OciError {
  return new OciError(409, 'Conflict', message);
}

export function inUse(id: string, user: string): OciError {
  return conflict(`The resource ${id} cannot be deleted: ${user} still refers to it.`);
}

export function noEtagMatch(): OciError {
  return new OciError(
    412,
    'NoEtagMatch',
    'The If-Match header does not match the resource’s current ETag.',
  );
}

export function notAuthenticated(why: string): OciError {
  return new OciError(
    401,
    'NotAuthenticated',
    `The required information to complete authentication was not provided or was incorrect. (${why})`,
  );
}

export function methodNotAllowed(method: string, path: string): OciError {
  return new OciError(405, 'MethodNotAllowed', `${method} is not allowed for ${path}`);
}

/** What OCI can and this cloud cannot. */
export function notEmulated(what: string): OciError {
  return new OciError(
    501,
    'MethodNotImplemented',
    `The local OCI does not emulate ${what}. Leave it out, or run this on the real cloud.`,
  );
}
