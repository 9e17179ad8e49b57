import { importKeyPair } from '../resources/key-pair.ts';
import { findKeyPair } from '../resources/key-pair.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf, madeId } from './aws-resource.ts';
import { chosen, fixed, given, tagged, tagsOf, text, textOf } from './attributes.ts';

/** The id is the name. */
export const keyPair: AwsResource = {
  schema: {
    attributes: {
      ...tagged,
      key_name: text(chosen),
      key_name_prefix: text(chosen),
      public_key: text({
        ...fixed,
        normalize: (value) => (typeof value === 'string' ? value.trim() : value),
      }),
      fingerprint: text(given),
      key_pair_id: text(given),
      key_type: text(given),
    },
  },
  create(draft, config) {
    const publicKey = textOf(config, 'public_key') ?? '';
    const name =
      textOf(config, 'key_name') ??
      madeId(textOf(config, 'key_name_prefix') ?? 'terraform', publicKey);
    return importKeyPair(draft, { name, publicKey, tags: tagsOf(config) }).name;
  },
  read(resources, id, previous) {
    const found = findKeyPair(id, resources);
    return (
      found && {
        arn: arnOf(resources, 'key-pair', id),
        key_name: found.name,
        key_name_prefix: textOf(previous, 'key_name_prefix') ?? '',
        fingerprint: found.fingerprint,
        key_pair_id: found.id,
        key_type: found.type,
        tags_all: found.tags,
        ...(Object.keys(found.tags).length > 0 && { tags: found.tags }),
      }
    );
  },
  update(draft, id, { config }) {
    const found = findKeyPair(id, draft);
    if (found) draft.set('keyPairs', { ...found, tags: tagsOf(config) });
  },
  delete(draft, id) {
    const found = findKeyPair(id, draft);
    if (found) draft.remove('keyPairs', found.id);
  },
};
