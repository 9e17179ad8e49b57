import test from 'ava';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetLoginKey, loginKey } from '../../../../src/targets/cloud/login-key.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';

test('a run has a key of its own, the same when it goes on, and forgets it', async (t) => {
  const folder = temporaryFolder(t);
  const key = await loginKey(folder, {});
  t.regex(key.publicKey, /^ssh-rsa AAAA\S+/);
  t.is(statSync(key.privateKeyFile).mode & 0o777, 0o600);
  t.is((await loginKey(folder, { WIREBOOK_SSH_KEY: '' })).publicKey, key.publicKey);
  forgetLoginKey(folder);
  t.false(existsSync(key.privateKeyFile));
  t.not((await loginKey(folder, {})).publicKey, key.publicKey);
});

test('a key of the user’s own is used and stays', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'mine');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  const run = join(folder, 'run');
  mkdirSync(run);
  const key = await loginKey(run, { WIREBOOK_SSH_KEY: file });
  t.regex(key.publicKey, /^ssh-ed25519 /);
  t.is(key.privateKeyFile, file);
  forgetLoginKey(run);
  t.true(existsSync(file));
});

test('a key that is missing, no key, or locked is one clear error', async (t) => {
  const folder = temporaryFolder(t);
  const locked = join(folder, 'locked');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'passphrase', '-f', locked]);
  const text = join(folder, 'text');
  writeFileSync(text, 'not a key', { mode: 0o600 });
  for (const file of [join(folder, 'none'), text, locked]) {
    const error = await t.throwsAsync(loginKey(folder, { WIREBOOK_SSH_KEY: file }), {
      code: 'key-not-usable',
    });
    t.true(error?.message.includes(file));
  }
});
