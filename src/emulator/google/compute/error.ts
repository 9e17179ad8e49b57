/**
 * A refusal in Compute Engine's own words.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/errors
 */
export class ComputeError extends Error {
  override readonly name = 'ComputeError';
  /** HTTP status: 404. */
  readonly status: number;
  /** `notFound` */
  readonly reason: string;
  /** Found out only while the work is done: the request is taken and its operation fails. */
  readonly late: boolean;

  constructor(
    status: number,
    reason: string,
    message: string,
    options: { readonly late?: boolean } = {},
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.late = options.late ?? false;
  }

  /** As operations name it: `RESOURCE_NOT_FOUND`. */
  get code(): string {
    return codes[this.reason] ?? this.reason.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
  }

  /** Google's error body. */
  toBody(): object {
    const { status: code, message, reason } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason }] } };
  }
}

const codes: Readonly<Record<string, string>> = {
  notFound: 'RESOURCE_NOT_FOUND',
  alreadyExists: 'RESOURCE_ALREADY_EXISTS',
  invalid: 'INVALID_USAGE',
  conditionNotMet: 'CONDITION_NOT_MET',
  internalError: 'INTERNAL_ERROR',
};

export function notFound(path: string): ComputeError {
  return new ComputeError(404, 'notFound', `The resource '${path}' was not found`);
}

export function alreadyExists(path: string): ComputeError {
  return new ComputeError(409, 'alreadyExists', `The resource '${path}' already exists`);
}

/** @param field `resource.name` */
export function invalidField(field: string, value: unknown, why: string): ComputeError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new ComputeError(400, 'invalid', `Invalid value for field '${field}': '${shown}'. ${why}`);
}

export function requiredField(field: string): ComputeError {
  return new ComputeError(400, 'required', `Required field '${field}' not specified`);
}

export function invalid(message: string, options: { readonly late?: boolean } = {}): ComputeError {
  return new ComputeError(400, 'invalid', message, options);
}

/** @param noun `network` */
export function inUse(noun: string, path: string, user: string): ComputeError {
  return new ComputeError(
    400,
    'resourceInUseByAnotherResource',
    `The ${noun} resource '${path}' is already being used by '${user}'`,
  );
}

export function staleFingerprint(what: string): ComputeError {
  return new ComputeError(
    412,
    'conditionNotMet',
    `Supplied fingerprint does not match current ${what} fingerprint.`,
  );
}

/** What Compute Engine can and this cloud cannot. */
export function notEmulated(what: string): ComputeError {
  return new ComputeError(
    501,
    'notImplemented',
    `The local Google Cloud does not emulate ${what}. Leave it out, or run this on the real cloud.`,
  );
}
