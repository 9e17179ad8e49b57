import test from 'ava';
import { cli } from '../../steps/cli.ts';
import { recordingContext } from '../support/step-context.ts';

test('a command runs literally, and its exit code and output are checked', async (t) => {
  const context = recordingContext({
    answer: (command) => (command.startsWith('command -v') ? '/usr/bin/aws' : 'vgw-1\tattached'),
  });
  const step = cli('aws ec2 describe-vpn-gateways --output text', {
    expect: { stdout: /attached/ },
  });
  t.is(step.title, 'Run `aws ec2 describe-vpn-gateways --output …`');
  const result = await step.run(context);
  t.is(result.stdout, 'vgw-1\tattached');
  t.deepEqual(
    context.recording.commands.filter(({ quiet }) => !quiet),
    [{ machine: 'aws', command: 'aws ec2 describe-vpn-gateways --output text', quiet: false }],
  );
  t.deepEqual(
    context.recording.checks.map(({ title, passed }) => [title, passed]),
    [
      ['Exit code', true],
      ['Output', true],
    ],
  );
});

test('another exit code than expected fails the check', async (t) => {
  const context = recordingContext({
    answer: (command) => (command.startsWith('command -v') ? '/usr/bin/az' : { exitCode: 3 }),
  });
  await cli('az network vnet show -n nothing').run(context);
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [false],
  );
});

test("a program that is missing here is said to be missing; one that is no cloud's is refused", async (t) => {
  const context = recordingContext({ answer: () => ({ exitCode: 1 }) });
  await t.throwsAsync(cli('gcloud compute networks list').run(context), {
    code: 'cli-not-installed',
  });
  t.throws(() => cli('ls -l'), { code: 'not-a-cloud-command' });
});
