import { systemClock } from '../../lab/clock.ts';
import { WirebookError } from '../../lab/errors.ts';
import { createRedactor } from '../../runner/redact.ts';
import { openJournal } from '../../runner/journal.ts';
import { lockLab } from '../../runner/lock.ts';
import { labFolder } from '../../runner/prepare.ts';
import { systemProcess } from '../../runner/process.ts';
import { makeRunFolder, newRunId } from '../../runner/run-folder.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';

/** `lab up --empty <name>`: a local cloud with nothing in it, which stays until `lab destroy <name>`. */
export async function up(context: CliContext, { operands, options }: VerbCall): Promise<ExitCode> {
  const { screen, json, reportsFolder, findSession, openTarget, readySystem } = context;
  const name = operands[0] ?? '';
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(name)) throw badName(name);
  const folder = labFolder(reportsFolder, name);
  const kept = await findSession(reportsFolder, name);
  if (kept !== undefined) throw alreadyUp(name);
  await readySystem(screen, options['yes'] === true);

  const runId = newRunId(systemClock.now());
  using _lock = lockLab({ labFolder: folder, lab: name, runId, process: systemProcess });
  const run = makeRunFolder(folder, runId);
  const timers = options['timers'] === 'real' ? 'real' : 'fast';
  const target = await openTarget('local');
  const session = await target.open({
    lab: name,
    runId,
    folder: run.folder,
    timers,
    survive: true,
    signal: AbortSignal.timeout(60_000),
  });
  const journal = openJournal({
    file: run.journal,
    redactor: createRedactor(session.secrets),
    clock: systemClock,
    onEvent: () => undefined,
    onBroken: () => undefined,
  });
  journal.write({
    type: 'run.started',
    runId,
    lab: { name, title: `${name}: a local cloud with nothing in it`, file: '' },
    target: 'local',
    timers,
    versions: session.versions,
    cells: [],
  });
  journal.close();
  await session.release();
  if (json) screen.out(JSON.stringify({ lab: name, runId }));
  else {
    screen.out(`${name} is up, with nothing in it.`);
    screen.out(
      `  npm run lab -- shell ${name}     aws, az, gcloud, ssh and curl speak to it there`,
    );
    screen.out(`  npm run lab -- destroy ${name}   removes it`);
  }
  return 0;
}

function badName(name: string): WirebookError {
  return new WirebookError({
    code: 'bad-name',
    message: `"${name}" cannot be the name of a local cloud.`,
    next: 'Use lower-case letters, digits and hyphens, beginning with a letter or digit.',
    exitCode: 2,
  });
}

function alreadyUp(name: string): WirebookError {
  return new WirebookError({
    code: 'lab-still-up',
    message: `${name} is up already.`,
    next: `Use it: npm run lab -- shell ${name}, or remove it: npm run lab -- destroy ${name}`,
  });
}
