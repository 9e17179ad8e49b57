import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../support/tiny-lab.ts';

/** Runs the script with a `curl` that gives token after token, or fails as often as it is told. */
function start(t: ExecutionContext, curl: string) {
  const folder = temporaryFolder(t);
  const program = join(folder, 'curl');
  writeFileSync(program, `#!/bin/sh\ncd '${folder}'\n${curl}\n`);
  chmodSync(program, 0o755);
  const file = join(folder, 'token');
  const { status, stderr } = spawnSync('sh', ['deploy/nightly/azure-token.sh', file, '0.2'], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?version=2',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-bearer',
    },
  });
  t.teardown(() => {
    if (!existsSync(`${file}.pid`)) return;
    process.kill(Number(readFileSync(`${file}.pid`, 'utf8')), 'SIGTERM');
  });
  return { folder, file, status, stderr };
}

const counting = `
echo x >>count
echo "$*" >>arguments
cat >>input
printf '{ "count": 1, "value" : "token-%s" }' "$(wc -l <count | tr -d ' ')"
`;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(50);
}

test('a first token at once, later ones in its place, for nobody else to read', async (t) => {
  const { folder, file, status } = start(t, counting);
  t.is(status, 0);
  t.regex(readFileSync(file, 'utf8'), /^token-\d+$/);
  t.is(statSync(file).mode & 0o777, 0o600);
  await until(() => /token-[3-9]/.test(readFileSync(file, 'utf8')));
  const said = readFileSync(join(folder, 'arguments'), 'utf8');
  t.true(
    said.includes('https://token.example/?version=2&audience=api%3A%2F%2FAzureADTokenExchange'),
  );
  t.false(said.includes('the-bearer'));
  t.regex(readFileSync(join(folder, 'input'), 'utf8'), /Authorization: bearer the-bearer/);
});

test('no first token: it fails and says what is missing', (t) => {
  const { status, stderr, file } = start(t, 'exit 22');
  t.is(status, 1);
  t.regex(stderr, /id-token: write/);
  t.false(existsSync(file));
});

test('a later failure leaves the old token in place, and the next one is tried', async (t) => {
  const failing = `${counting.replace('printf', '[ "$(wc -l <count)" -ne 2 ] || exit 22\nprintf')}`;
  const { file, status } = start(t, failing);
  t.is(status, 0);
  await until(() => readFileSync(`${file}.log`, 'utf8').includes('No new token'));
  t.not(readFileSync(file, 'utf8'), '');
  await until(() => /token-[3-9]/.test(readFileSync(file, 'utf8')));
  t.pass();
});
