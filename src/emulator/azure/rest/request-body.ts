import type { RestRequest } from '../../cloud.ts';
import { badRequest } from '../arm/error.ts';
import type { Body } from '../resources/kind.ts';

/** A request's JSON object. Throws {@link ArmError}. */
export function readBody({ body }: Pick<RestRequest, 'body'>): Body {
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

const lax = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|([A-Za-z_$][\w$]*)(?=\s*:)/g;

/**
 * Like {@link readBody}, for bodies that hold a template: comments are allowed in templates, and `az deployment` writes
 * the key `template` without quotes around the text of the file.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata
 */
export function readTemplateBody({ body }: Pick<RestRequest, 'body'>): Body {
  const strict = body.replace(lax, (part, key: string | undefined) => {
    if (key !== undefined) return `"${key}"`;
    return part.startsWith('"') ? part : ' ';
  });
  return readBody({ body: strict });
}
