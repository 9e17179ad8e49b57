import type { XmlObject } from '../query/xml.ts';
import type { KeyPair } from '../resources/key-pair.ts';
import { createKeyPair, findKeyPair, getKeyPair, importKeyPair } from '../resources/key-pair.ts';
import type { Actions } from './action.ts';
import { describe, done, tagSet, tagsFor, time } from './action.ts';

function showPair(pair: KeyPair): XmlObject {
  return {
    keyPairId: pair.id,
    keyName: pair.name,
    keyFingerprint: pair.fingerprint,
    tagSet: tagSet(pair.tags),
  };
}

export const keyPairActions: Actions = {
  ImportKeyPair({ parameters, change }) {
    const material = Buffer.from(parameters.required('PublicKeyMaterial'), 'base64').toString();
    const pair = change((draft) =>
      importKeyPair(draft, {
        name: parameters.required('KeyName'),
        publicKey: material,
        tags: tagsFor(parameters, 'key-pair'),
      }),
    );
    return showPair(pair);
  },
  CreateKeyPair({ parameters, change }) {
    const { pair, privateKey } = change((draft) =>
      createKeyPair(draft, {
        name: parameters.required('KeyName'),
        type: parameters.text('KeyType') === 'ed25519' ? 'ed25519' : 'rsa',
        tags: tagsFor(parameters, 'key-pair'),
      }),
    );
    return { ...showPair(pair), keyMaterial: privateKey };
  },
  /** Succeeds when there is none, too. */
  DeleteKeyPair({ parameters, change }) {
    const [name, id] = [parameters.text('KeyName'), parameters.text('KeyPairId')];
    change((draft) => {
      const pair = id === undefined ? findKeyPair(name ?? '', draft) : draft.find('keyPairs', id);
      if (pair) draft.remove('keyPairs', pair.id);
    });
    return done;
  },
  DescribeKeyPairs(request) {
    const names = request.parameters.texts('KeyName');
    names.forEach((name) => getKeyPair(name, request.resources));
    const withKey = request.parameters.flag('IncludePublicKey') ?? false;
    return describe<KeyPair>({
      set: 'keySet',
      ids: { parameter: 'KeyPairId', prefix: 'key' },
      all: ({ resources }) =>
        resources.all('keyPairs').filter(({ name }) => names.length === 0 || names.includes(name)),
      filters: () => ({
        'key-pair-id': ({ id }) => [id],
        'key-name': ({ name }) => [name],
        fingerprint: ({ fingerprint }) => [fingerprint],
      }),
      show: () => (pair) => ({
        ...showPair(pair),
        keyType: pair.type,
        createTime: time(pair.createdAt),
        publicKey: withKey ? pair.publicKey : undefined,
      }),
    })(request);
  },
};
