import { processStart } from '../lab/process-start.ts';

/** What the runner needs of the operating system's processes; passed in, so that tests need no signals. */
export interface RunnerProcess {
  readonly pid: number;
  /** When a process started, in the kernel's own unit; undefined when it is gone. Tells a reused pid apart. */
  startTime(pid: number): string | undefined;
  /** Listens for requests to stop; returns how to stop listening. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Listens for the end, however it came, of a process that started this one and holds an IPC channel to it. */
  onOrphaned(listener: () => void): () => void;
  /** Listens for errors that nobody caught: they end the run, and it still tears down. */
  onCrash(listener: (error: unknown) => void): () => void;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** 128 and the signal's number, as shells report it. */
export const signalExitCode = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export const systemProcess: RunnerProcess = {
  pid: process.pid,
  startTime: processStart,
  onSignal(listener) {
    const handlers = stopSignals.map((signal) => [signal, () => listener(signal)] as const);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    return () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
  },
  onOrphaned(listener) {
    process.on('disconnect', listener);
    return () => process.off('disconnect', listener);
  },
  onCrash(listener) {
    for (const event of crashEvents) process.on(event, listener);
    return () => {
      for (const event of crashEvents) process.off(event, listener);
    };
  },
};

/** Of Node, not of a promise of ours: an error event, a callback that throws, a forgotten await. */
const crashEvents = ['uncaughtException', 'unhandledRejection'] as const;
