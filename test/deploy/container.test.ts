import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { inShard, parseShard } from '../../src/cli/shard.ts';
import { components, rootlessComponents } from '../../src/system/requirements.ts';
import { temporaryFolder } from '../support/tiny-lab.ts';

const dockerfile = readFileSync('deploy/container/Dockerfile', 'utf8');

/** Runs the entrypoint in a tree whose lab command says how it was called. */
function enter(
  t: ExecutionContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const root = temporaryFolder(t);
  for (const folder of ['bin', 'deploy/container'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'bin/lab'), 'printf "%s\\n" "$@"\nexit 4\n');
  const script = join(root, 'deploy/container/entrypoint.sh');
  copyFileSync('deploy/container/entrypoint.sh', script);
  const { status, stdout, stderr } = spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, words: stdout.trimEnd().split('\n'), stderr };
}

test('a pod runs the shard of its index, and ends as the lab command does', (t) => {
  const env = { JOB_COMPLETION_INDEX: '3', WIREBOOK_SHARDS: '5', WIREBOOK_OPTIONS: '--workers 1' };
  const { status, words } = enter(t, ['shard'], env);
  t.is(status, 4);
  t.deepEqual(words, ['run', '--all', '--shard', '4/5', '--reports', '/reports', '--workers', '1']);
});

test('over all indexes every lab runs once', (t) => {
  const labs = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const ran = [0, 1, 2].flatMap((index) => {
    const env = { JOB_COMPLETION_INDEX: `${index}`, WIREBOOK_SHARDS: '3' };
    const [, , , shard = ''] = enter(t, ['shard'], env).words;
    return inShard(labs, parseShard(shard));
  });
  t.deepEqual(ran.toSorted(), labs);
});

test('an index or a number of shards that cannot be is refused, and said', (t) => {
  const cases = [
    { env: {}, says: /JOB_COMPLETION_INDEX is not a number/ },
    { env: { JOB_COMPLETION_INDEX: 'x', WIREBOOK_SHARDS: '5' }, says: /JOB_COMPLETION_INDEX/ },
    { env: { JOB_COMPLETION_INDEX: '0' }, says: /WIREBOOK_SHARDS is not a number/ },
    { env: { JOB_COMPLETION_INDEX: '0', WIREBOOK_SHARDS: '5; x' }, says: /WIREBOOK_SHARDS/ },
    { env: { JOB_COMPLETION_INDEX: '5', WIREBOOK_SHARDS: '5' }, says: /is 5, and there are 5/ },
  ] as const;
  for (const { env, says } of cases) {
    const { status, stderr, words } = enter(t, ['shard'], env);
    t.is(status, 2);
    t.regex(stderr, says);
    t.deepEqual(words, ['']);
  }
  t.is(enter(t, []).status, 2);
});

test('merge, a lab by name, and verbs that keep no reports', (t) => {
  const env = { WIREBOOK_REPORTS: '/data' };
  t.deepEqual(enter(t, ['merge'], env).words, ['report', 'merge', '/data', '--reports', '/data']);
  t.deepEqual(enter(t, ['er-ipsec-backup', '--yes'], env).words, [
    'er-ipsec-backup',
    '--yes',
    '--reports',
    '/data',
  ]);
  t.deepEqual(enter(t, ['doctor'], env).words, ['doctor']);
});

test('the image has every package that the local cloud asks for', (t) => {
  const installed = /apt-get install([\s\S]*?)&&/.exec(dockerfile)?.[1]?.split(/[\s\\]+/) ?? [];
  for (const { package: name } of [...components, ...rootlessComponents]) {
    t.true(installed.includes(name), name);
  }
});

test('the image’s scripts are shell scripts; it ends as a user who is not root', (t) => {
  const scripts = [...dockerfile.matchAll(/^RUN ((?:.*\\\n)*.*)$/gm)];
  t.true(scripts.length >= 4);
  for (const [, script = ''] of scripts) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    t.is(status, 0, stderr);
  }
  t.is([...dockerfile.matchAll(/^USER (.*)$/gm)].at(-1)?.[1], 'node');
});

test('Terraform is the one of CI, and comes with its checksums', (t) => {
  const version = /TERRAFORM_VERSION=(\S+)/.exec(dockerfile)?.[1] ?? '';
  for (const file of ['ci.yml', 'nightly.yml']) {
    t.true(
      readFileSync(`.github/workflows/${file}`, 'utf8').includes(`terraform_version: ${version}\n`),
    );
  }
  t.is([...dockerfile.matchAll(/TERRAFORM_SHA256_\w+=[0-9a-f]{64}$/gm)].length, 2);
  t.regex(dockerfile, /sha256sum --check --strict/);
});

test('nothing that a run or a person keeps secret is copied into the image', (t) => {
  const ignored = readFileSync('deploy/container/Dockerfile.dockerignore', 'utf8').split('\n');
  for (const path of ['reports', '**/settings.json', '.git', 'node_modules']) {
    t.true(ignored.includes(path), path);
  }
});
