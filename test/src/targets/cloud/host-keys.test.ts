import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../../../src/lab/handle.ts';
import { createHostKeys, hostKeysInConsole } from '../../../../src/targets/cloud/host-keys.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';

const vm: Machine = {
  kind: 'machine',
  name: 'vm1',
  cloud: 'aws',
  id: 'i-1',
  user: 'ubuntu',
  publicAddress: '192.0.2.1',
  privateAddresses: [],
  networkInterfaces: [],
};

/** The blob of an SSH key: its type, then something. */
const blob = (type: string) => {
  const name = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([length, name, Buffer.from('rest of it')]).toString('base64');
};
const [ours, theirs] = [blob('ssh-ed25519'), blob('ssh-rsa')];

const booted = `[   12.3] cloud-init[900]: Generating
-----BEGIN SSH HOST KEY FINGERPRINTS-----
256 SHA256:abc root@vm1 (ED25519)
-----END SSH HOST KEY FINGERPRINTS-----
-----BEGIN SSH HOST KEY KEYS-----
ci-info: ssh-ed25519 ${ours} root@vm1
-----END SSH HOST KEY KEYS-----
login:`;

test('cloud-init’s block in a console is read, and nothing else', (t) => {
  t.deepEqual(hostKeysInConsole(booted), [`ssh-ed25519 ${ours}`]);
  t.deepEqual(hostKeysInConsole('ssh-ed25519 AAAA not in the block'), []);
  t.deepEqual(hostKeysInConsole(''), []);
});

test('keys from the console are the only ones taken, and remembered', async (t) => {
  const file = join(temporaryFolder(t), 'known_hosts');
  const notices: string[] = [];
  const keys = createHostKeys({
    file,
    fromConsole: async () => hostKeysInConsole(booted),
    onNotice: (text) => notices.push(text),
  });
  const isOurs = await keys.isKeyOf(vm);
  t.true(isOurs(ours));
  t.false(isOurs(theirs));
  t.deepEqual(notices, ['host keys of vm1: read from its console']);
  const later = createHostKeys({
    file,
    fromConsole: () => Promise.reject(new Error('asked twice')),
    onNotice: () => t.fail(),
  });
  t.false((await later.isKeyOf(vm))(theirs));
});

test('without a console the first key is pinned, which is said, and another one is refused', async (t) => {
  const file = join(temporaryFolder(t), 'known_hosts');
  const notices: string[] = [];
  const keys = createHostKeys({
    file,
    fromConsole: () => Promise.reject(new Error('no such API')),
    onNotice: (text) => notices.push(text),
  });
  t.true((await keys.isKeyOf(vm))(ours));
  t.deepEqual(notices, ['host key of vm1: taken on trust at the first connection']);
  t.is(readFileSync(file, 'utf8'), `vm1 ssh-ed25519 ${ours}\n`);
  const again = await keys.isKeyOf(vm);
  t.false(again(theirs));
  t.true(again(ours));
});
