import test from 'ava';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/tiny-lab.ts';

const run = promisify(execFile);
const command = resolve(import.meta.dirname, '../../bin/lab');

test('an empty local cloud, and a shell in which programs speak to it and to nothing else', async (t) => {
  t.timeout(120_000);
  const reports = temporaryFolder(t);
  const env = {
    ...process.env,
    NO_COLOR: '1',
    AWS_PROFILE: 'mine',
    HTTPS_PROXY: 'http://192.0.2.1:1',
  };
  const lab = async (...args: readonly string[]) =>
    (await run('sh', [command, ...args], { env })).stdout.trim();
  const shell = (script: string) =>
    lab('shell', '--reports', reports, 'try', '--', 'bash', '-c', script);

  await lab('up', '--empty', 'try', '--reports', reports);
  t.teardown(() => lab('destroy', 'try', '--reports', reports).catch(() => undefined));

  // What was the user's own is neither seen nor used.
  t.is(await shell('echo "$AWS_PROFILE|$HTTPS_PROXY|$WIREBOOK_LAB"'), '||try');
  t.regex(await shell('echo $AWS_ENDPOINT_URL'), /^https:\/\/localhost:\d+$/);
  t.regex(
    await shell('echo $AZURE_CONFIG_DIR $CLOUDSDK_CONFIG'),
    /^\/proc\/\d+\/root\/\S+ \/proc\/\d+\/root\/\S+$/,
  );

  // The endpoint answers by the session's own authority; without a token, as Azure does.
  const refusal = await shell('curl -sS "$AWS_ENDPOINT_URL/subscriptions?api-version=2022-12-01"');
  t.is(
    (JSON.parse(refusal) as { error: { code: string } }).error.code,
    'InvalidAuthenticationToken',
  );

  const programs = [
    ['aws', 'aws sts get-caller-identity --query Account --output text', '123456789012'],
    ['gcloud', 'gcloud compute networks list --format="value(name)"', ''],
  ] as const;
  for (const [program, script, expected] of programs) {
    const works = await shell(`${program} --version`).then(
      () => true,
      () => false,
    );
    if (works) t.is(await shell(script), expected, program);
    else t.log(`${program} is not installed here, or does not run: not driven.`);
  }

  await t.throwsAsync(lab('up', '--empty', 'try', '--reports', reports), {
    message: /try is up already/,
  });
  t.regex(
    await lab('destroy', 'try', '--reports', reports),
    /^Removed what run .* of try had left up\.$/,
  );
  await t.throwsAsync(shell('true'), { message: /The lab try is not up/ });
});
