import { fileURLToPath } from 'node:url';
import type { DaemonProcess } from '../../emulator/daemon/launch.ts';

const connect = fileURLToPath(new URL('./connect.ts', import.meta.url));

/** What the system's `ssh` runs instead of dialling: it goes through the emulated internet. */
export function proxyCommand({ pid, startedAt }: DaemonProcess): string {
  const words = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    connect,
    String(pid),
    startedAt,
  ];
  return [...words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`), '%h', '%p'].join(' ');
}
