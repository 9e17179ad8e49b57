import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node compiles is kept with the packages: the next start takes half the time. Hence the imports below.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/wirebook'));
const { runCli } = await import('./cli.ts');
const { readySystem } = await import('./ready-system.ts');
const { systemScreen } = await import('./screen.ts');

/** The `lab` command. Targets are loaded by the verbs that use them, so that `list` and `--help` stay fast. */
const exitCode = await runCli(process.argv.slice(2), {
  screen: systemScreen(),
  openTarget: async (name) => (await import('../targets/index.ts')).openTarget(name),
  async findSession(reportsFolder, lab) {
    const { describeSession, findSession } = await import('../targets/index.ts');
    const session = await findSession(reportsFolder, lab);
    return (
      session && {
        ...session,
        target: 'daemon' in session ? 'local' : 'cloud',
        describe: () => describeSession(session),
      }
    );
  },
  readySystem,
});
process.exit(exitCode);
