import { runCli } from './cli.ts';
import { readySystem } from './ready-system.ts';
import { systemScreen } from './screen.ts';

/** The `lab` command. Targets are loaded by the verbs that use them, so that `list` and `--help` stay fast. */
const exitCode = await runCli(process.argv.slice(2), {
  screen: systemScreen(),
  openTarget: async (name) => (await import('../targets/index.ts')).openTarget(name),
  findSession: async (reportsFolder, lab) =>
    (await import('../targets/index.ts')).findSession(reportsFolder, lab),
  readySystem,
});
process.exit(exitCode);
