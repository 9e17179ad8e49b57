import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { inNamespace } from './process/namespace.ts';
import { environment } from './process/run.ts';
import { LinuxError } from './world.ts';

/** What passes devices, by tcpdump: one a capture. */
export interface Captures {
  start(node: string, device: string, filter: string): Promise<Capture>;
  /** Ends all of them. */
  close(): Promise<void>;
}

export interface Capture {
  /** Ends when the capture does: after `stop`, or when its device goes. */
  readonly pcap: Readable;
  /** Resolves when tcpdump has ended; what it saw can still be read. */
  stop(): Promise<void>;
}

const graceMs = 2000;

export function createCaptures(): Captures {
  const running = new Set<Capture>();
  return {
    start: async (node, device, filter) => {
      const { capture, ended } = await startCapture(node, device, filter);
      running.add(capture);
      void ended.then(() => running.delete(capture));
      return capture;
    },
    close: async () => {
      await Promise.all([...running].map((capture) => capture.stop()));
    },
  };
}

async function startCapture(
  node: string,
  device: string,
  filter: string,
): Promise<{ readonly capture: Capture; readonly ended: Promise<void> }> {
  // Immediate: what is in the kernel's ring when it is told to end would be lost. Its own user may not exist inside.
  const options = ['-i', device, '-n', '-s', '0', '-U', '--immediate-mode', '-Z', 'root'];
  const expression = filter.trim() === '' ? [] : [filter];
  // A machine's network namespace has its node's name; entering only that keeps tcpdump out of the machine's sight.
  const [file = '', ...args] = inNamespace(node, [
    'tcpdump',
    ...options,
    '-w',
    '-',
    '--',
    ...expression,
  ]);
  const child = spawn(file, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(killer);
  };

  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.includes('listening on')) return;
      said += chunk.toString();
      if (said.includes('listening on')) resolve();
    });
    child.once('error', (error) => reject(refusal(node, device, error.message)));
    // Not 'exit': its last words may come after it.
    child.once('close', () => reject(refusal(node, device, said)));
    // Without a reader there is no 'close'.
    child.once('exit', () => {
      if (!said.includes('listening on')) child.stdout.resume();
    });
  });
  return { capture: { pcap: child.stdout, stop }, ended };
}

function refusal(node: string, device: string, said: string): LinuxError {
  const lines = said.split('\n').map((line) => line.replace(/^(?:tcpdump|nsenter): /, '').trim());
  const reason = lines.filter((line) => line !== '').join('; ');
  return new LinuxError(node, `tcpdump -i ${device}`, reason || 'tcpdump said nothing');
}
