/** The `lab` command on the cloud target, with a clock whose pauses are over at once: what the tests of faults spawn. */
import { runCli } from '../../src/cli/cli.ts';
import { systemScreen } from '../../src/cli/screen.ts';
import { findSession, openTarget } from '../../src/targets/index.ts';
import { createCloudTarget } from '../../src/targets/cloud/target.ts';

const target = createCloudTarget({
  now: Date.now,
  sleep: async (_ms, signal) => signal?.throwIfAborted(),
});
const exitCode = await runCli(process.argv.slice(2), {
  screen: systemScreen(),
  openTarget: async (name) => (name === 'cloud' ? target : await openTarget(name)),
  async findSession(reports, lab) {
    const session = await findSession(reports, lab);
    return session && { ...session, target: 'cloud', describe: async () => undefined };
  },
  readySystem: async () => undefined,
});
process.exit(exitCode);
