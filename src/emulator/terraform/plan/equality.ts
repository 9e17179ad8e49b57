import {
  canonicalText,
  containsUnknown,
  isList,
  isObject,
  isSet,
  type TfValue,
  unmarkDeep,
} from '../language/value.ts';
import type { AttributeSchema } from '../provider.ts';
import { toJson } from '../schema.ts';

/**
 * Whether an attribute keeps its value. Nothing set is the same as the empty value that a cloud
 * gives for it (`""`, `false`, `0`, `[]`): Terraform's plugin SDK holds both for one.
 */
export function sameAttribute(
  attribute: AttributeSchema,
  before: TfValue,
  after: TfValue,
): boolean {
  const [prior, planned] = [unmarkDeep(before), unmarkDeep(after)];
  if (containsUnknown(prior) || containsUnknown(planned)) return false;
  if (prior === null && planned === null) return true;
  if (planned === null) return isEmpty(prior);
  if (prior === null) return isEmpty(planned);
  return normalized(attribute, prior) === normalized(attribute, planned);
}

function isEmpty(value: TfValue): boolean {
  if (value === '' || value === false || value === 0) return true;
  if (isList(value)) return value.length === 0;
  if (isSet(value)) return value.elements.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function normalized({ normalize, type }: AttributeSchema, value: TfValue): string {
  if (!normalize) return canonicalText(value);
  const json = normalize(toJson(value));
  if (type !== 'set' || !Array.isArray(json)) return canonicalText(json);
  return (json as readonly TfValue[]).map(canonicalText).sort().join();
}
