import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';

/** `lab doctor`: 0 when this machine has all that the local cloud needs, 3 when not. */
export async function doctor(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { options } = call;
  if (options['on'] === 'cloud') {
    return (await import('./doctor-cloud.ts')).doctorCloud(context, call);
  }
  const { screen, json } = context;
  const { mend, yes, forTests } = options;
  if (mend === true) {
    await context.readySystem(screen, yes === true, { forTests: forTests === true });
  }
  if (forTests === true) return 0;

  const { inspect, inspectCommandLines } = await import('../../system/index.ts');
  const requirements = (await Promise.all([inspect(), inspectCommandLines()])).flat();
  const ok = requirements.every((requirement) => requirement.ok || requirement.optional === true);
  if (json) {
    screen.out(JSON.stringify(requirements));
    return ok ? 0 : 3;
  }
  const { outStyle: style } = screen;
  const width = Math.max(...requirements.map(({ title }) => title.length));
  for (const requirement of requirements) {
    const missing = requirement.optional === true ? style('dim', '–') : style('red', '✘');
    const sign = requirement.ok ? style('green', '✔') : missing;
    const { title, purpose, detail, fix } = requirement;
    screen.out(`${sign} ${title.padEnd(width)}  ${detail}  ${style('dim', purpose)}`);
    if (!requirement.ok && fix !== undefined) screen.out(`  → ${fix}`);
  }
  screen.out(
    ok
      ? 'This machine is ready for the local cloud.'
      : 'Something is missing. `npm run lab -- doctor --mend` installs what can be installed.',
  );
  return ok ? 0 : 3;
}
