import { WirebookError } from '../lab/errors.ts';
import type { CommandStarted, JournalEntry } from '../lab/events.ts';
import { formatDuration } from '../lab/duration.ts';
import type { CloudName, Machine } from '../lab/handle.ts';
import type { Clock, CommandResult, RunOptions } from '../lab/step.ts';
import type { SshConnection, SshExecOptions, TargetSession } from '../lab/target.ts';
import { hostCommands } from './host-command.ts';
import { createLineBuffer } from './line-buffer.ts';
import type { Redactor } from './redact.ts';

/** Runs commands of one cell and records them. */
export interface Commands {
  /** A connection whose commands are recorded. */
  connect(machine: Machine): Promise<SshConnection>;
  run(machine: Machine, command: string, options?: RunOptions): Promise<CommandResult>;
  /** Runs a cloud's own command line on this host, against the target. */
  cli(cloud: CloudName, command: string, options?: RunOptions): Promise<CommandResult>;
  /** Records a command that did not run here, with its output. */
  equivalent(where: CommandStarted['where'], command: string, output: string): void;
}

export function createCommands(parameters: {
  readonly cell: string;
  readonly attempt: number;
  readonly session: TargetSession;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (entry: JournalEntry) => void;
}): Commands {
  const { cell, attempt, session, redactor, clock, signal, emit } = parameters;
  let count = 0;
  const nextId = () => `${cell}#${attempt}.${++count}`;

  const record = async (
    connection: SshConnection,
    where: CommandStarted['where'],
    text: string,
    options: SshExecOptions = {},
  ): Promise<CommandResult> => {
    const command = nextId();
    const buffers = { stdout: createLineBuffer(redactor), stderr: createLineBuffer(redactor) };
    const output = (stream: 'stdout' | 'stderr', ready: string) => {
      if (ready !== '') emit({ type: 'command.output', cell, command, stream, text: ready });
    };
    const started = clock.now();
    let exitCode: number | null = null;
    emit({ type: 'command.started', cell, command, text, where });
    try {
      const result = await connection.exec(text, {
        ...options,
        signal: options.signal ?? signal,
        onOutput(stream, chunk) {
          output(stream, buffers[stream].push(chunk));
          options.onOutput?.(stream, chunk);
        },
      });
      exitCode = result.exitCode;
      return result;
    } finally {
      output('stdout', buffers.stdout.end());
      output('stderr', buffers.stderr.end());
      const durationMs = clock.now() - started;
      emit({ type: 'command.finished', cell, command, exitCode, durationMs });
    }
  };

  const connect = async (machine: Machine): Promise<SshConnection> => {
    const connection = await session.ssh(machine, { signal });
    const where = { kind: 'machine', machine: machine.name, user: machine.user } as const;
    return { exec: (text, options) => record(connection, where, text, options) };
  };

  /** Runs with a limit of its own; says so when that was what ended it. */
  const limited = async (
    place: string,
    text: string,
    { stdin, timeoutMs, signal: own }: RunOptions,
    exec: (options: SshExecOptions & { readonly signal: AbortSignal }) => Promise<CommandResult>,
  ): Promise<CommandResult> => {
    const cut = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const signals = [signal, own, cut].filter((one) => one !== undefined);
    try {
      return await exec({
        signal: AbortSignal.any(signals),
        ...(stdin === undefined ? {} : { stdin }),
      });
    } catch (error) {
      const outOfTime = cut?.aborted === true && !signal.aborted && own?.aborted !== true;
      if (outOfTime) throw commandTimedOut(place, text, timeoutMs ?? 0, error);
      throw error;
    }
  };

  return {
    connect,
    run: (machine, text, options = {}) =>
      limited(machine.name, text, options, async (limits) => {
        const connection = await (options.quiet === true
          ? session.ssh(machine, { signal: limits.signal })
          : connect(machine));
        return connection.exec(text, limits);
      }),
    cli: (cloud, text, options = {}) =>
      limited('this host', text, options, async (limits) => {
        const host = hostCommands(await session.cliEnvironment());
        if (options.quiet === true) return host.exec(text, limits);
        return record(host, { kind: 'equivalent', cloud }, text, limits);
      }),
    equivalent(where, text, shown) {
      const command = nextId();
      emit({ type: 'command.started', cell, command, text, where });
      if (shown !== '')
        emit({ type: 'command.output', cell, command, stream: 'stdout', text: shown });
      emit({ type: 'command.finished', cell, command, exitCode: 0, durationMs: 0 });
    },
  };
}

function commandTimedOut(
  place: string,
  command: string,
  ms: number,
  cause: unknown,
): WirebookError {
  return new WirebookError({
    code: 'command-timed-out',
    message: `A command on ${place} did not end within ${formatDuration(ms)}.`,
    facts: { command },
    cause,
  });
}
