/** A refusal as Azure Resource Manager words it. `status` is the HTTP status. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly status: number;
  readonly code: string;
  readonly inner: InnerErrors;
  constructor(status: number, code: string, message: string, inner: InnerErrors = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
  }
}

/** What an error of several is made of. */
export interface InnerErrors {
  /** Id of the resource it is about. */
  readonly target?: string;
  /** Errors as ARM shows them: `{ code, message, … }` */
  readonly details?: readonly Readonly<Record<string, unknown>>[];
}

export function badRequest(code: string, message: string): ArmError {
  return new ArmError(400, code, message);
}

export function resourceGroupNotFound(name: string): ArmError {
  return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

/** `path` is `Microsoft.Network/virtualNetworks/vnet1`, `group` its resource group. */
export function resourceNotFound(path: string, group: string): ArmError {
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${path}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

export function childNotFound(id: string): ArmError {
  return new ArmError(404, 'NotFound', `Resource ${id} not found.`);
}

export function invalidReference(referenced: string, by: string): ArmError {
  return badRequest(
    'InvalidResourceReference',
    `Resource ${referenced} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

/** What real Azure has and the local cloud does not. */
export function notEmulated(what: string): ArmError {
  return new ArmError(501, 'NotImplemented', `The local cloud does not emulate ${what}.`);
}
