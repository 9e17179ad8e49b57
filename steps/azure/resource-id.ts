import { WirebookError } from '../../src/lab/errors.ts';

/** What an Azure resource id says: where the resource is and what it is called. */
export interface ResourceId {
  readonly resourceGroup: string;
  /** Its own name: the last part. */
  readonly name: string;
  /** The resource that holds it, for a child such as a subnet. */
  readonly parent?: string;
}

const shape =
  /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)(?:\/[^/]+\/([^/]+))?$/i;

/** Takes an id apart: `/subscriptions/…/resourceGroups/<group>/providers/<namespace>/<type>/<name>[/<type>/<name>]`. */
export function parseResourceId(id: string): ResourceId {
  const [, resourceGroup, first, second] = shape.exec(id) ?? [];
  if (resourceGroup === undefined || first === undefined) {
    throw new WirebookError({
      code: 'not-a-resource-id',
      message: `"${id}" is not the id of an Azure resource.`,
      next: 'A handle of the stack carries a wrong id: give it the `id` attribute of its resource.',
    });
  }
  return second === undefined
    ? { resourceGroup, name: first }
    : { resourceGroup, name: second, parent: first };
}
