import { WirebookError } from '../lab/errors.ts';
import type { CommandStarted, JournalEntry } from '../lab/events.ts';
import { formatDuration } from '../lab/duration.ts';
import type { Machine } from '../lab/handle.ts';
import type { Clock, CommandResult, RunOptions } from '../lab/step.ts';
import type { SshConnection, SshExecOptions, TargetSession } from '../lab/target.ts';
import { createLineBuffer } from './line-buffer.ts';
import type { Redactor } from './redact.ts';

/** Runs commands of one cell and records them. */
export interface Commands {
  /** A connection whose commands are recorded. */
  connect(machine: Machine): Promise<SshConnection>;
  run(machine: Machine, command: string, options?: RunOptions): Promise<CommandResult>;
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
    machine: Machine,
    text: string,
    options: SshExecOptions = {},
  ): Promise<CommandResult> => {
    const command = nextId();
    const where = { kind: 'machine', machine: machine.name, user: machine.user } as const;
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
    return { exec: (text, options) => record(connection, machine, text, options) };
  };

  return {
    connect,
    async run(machine, text, { quiet = false, stdin, timeoutMs, signal: own } = {}) {
      const cut = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
      const signals = [signal, own, cut].filter((one) => one !== undefined);
      const options = {
        signal: AbortSignal.any(signals),
        ...(stdin === undefined ? {} : { stdin }),
      };
      const connection = await (quiet
        ? session.ssh(machine, { signal: options.signal })
        : connect(machine));
      try {
        return await connection.exec(text, options);
      } catch (error) {
        const outOfTime = cut?.aborted === true && !signal.aborted && own?.aborted !== true;
        if (outOfTime) throw commandTimedOut(machine, text, timeoutMs ?? 0, error);
        throw error;
      }
    },
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
  machine: Machine,
  command: string,
  ms: number,
  cause: unknown,
): WirebookError {
  return new WirebookError({
    code: 'command-timed-out',
    message: `A command on ${machine.name} did not end within ${formatDuration(ms)}.`,
    facts: { command },
    cause,
  });
}
