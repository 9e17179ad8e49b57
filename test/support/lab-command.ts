/** The `lab` command on the memory target: what the command line's tests spawn. */
import { runCli } from '../../src/cli/cli.ts';
import { systemScreen } from '../../src/cli/screen.ts';
import { createMemoryTarget, findMemorySession } from './memory-target.ts';

const exitCode = await runCli(process.argv.slice(2), {
  screen: systemScreen(),
  openTarget: async () => createMemoryTarget(),
  findSession: findMemorySession,
  readySystem: async () => undefined,
});
process.exit(exitCode);
