import test from 'ava';
import { espProposals, ikeProposals } from '../../../../../src/emulator/oci/fabric/proposals.ts';
import { phaseOneIn, phaseTwoIn } from '../../../../../src/emulator/oci/resources/ipsec-phases.ts';

const ike = (body: object) => ikeProposals(phaseOneIn({ ...body }, undefined));
const esp = (body: object) => espProposals(phaseTwoIn({ ...body }, undefined));

test('phase 1 takes all that is documented as supported, group 2 last, for peers that offer no other', (t) => {
  const [all = ''] = ike({});
  for (const part of ['aes256', 'aes128', 'sha384', 'sha1', 'ecp384', 'modp1536']) {
    t.true(all.split('-').includes(part), part);
  }
  t.is(all.split('-').at(-1), 'modp1024');
  t.is(phaseOneIn({}, undefined).lifetime, 28_800);
});

test('phase 2 has perfect forward secrecy by group 5 first, and takes peers without', (t) => {
  t.deepEqual(esp({}), [
    'aes256gcm16-aes192gcm16-aes128gcm16-modp1536',
    'aes256-aes192-aes128-sha256-sha1-modp1536',
    'aes256gcm16-aes192gcm16-aes128gcm16',
    'aes256-aes192-aes128-sha256-sha1',
  ]);
  t.is(phaseTwoIn({}, undefined).lifetime, 3600);
});

const chosen: readonly (readonly [
  what: string,
  proposals: readonly string[],
  expected: string[],
])[] = [
  [
    'phase 1',
    ike({
      isCustomPhaseOneConfig: true,
      encryptionAlgorithm: 'AES_256_CBC',
      authenticationAlgorithm: 'SHA2_384',
      diffieHelmanGroup: 'GROUP20',
    }),
    ['aes256-sha384-ecp384'],
  ],
  [
    'phase 2 of a combined cipher, which needs no hash',
    esp({
      isCustomPhaseTwoConfig: true,
      encryptionAlgorithm: 'AES_256_GCM',
      pfsDhGroup: 'GROUP14',
    }),
    ['aes256gcm16-modp2048'],
  ],
  [
    'phase 2 with a hash',
    esp({
      isCustomPhaseTwoConfig: true,
      encryptionAlgorithm: 'AES_128_CBC',
      authenticationAlgorithm: 'HMAC_SHA1_128',
    }),
    ['aes128-sha1-modp1536'],
  ],
  [
    'phase 2 without perfect forward secrecy',
    esp({
      isCustomPhaseTwoConfig: true,
      encryptionAlgorithm: 'AES_256_CBC',
      authenticationAlgorithm: 'HMAC_SHA2_256_128',
      isPfsEnabled: false,
    }),
    ['aes256-sha256'],
  ],
];

for (const [what, proposals, expected] of chosen) {
  test(`what a person chose is the only proposal: ${what}`, (t) => {
    t.deepEqual(proposals, expected);
  });
}

test('what is not chosen custom is not used', (t) => {
  t.deepEqual(ike({ encryptionAlgorithm: 'AES_128_CBC' }), ike({}));
});
