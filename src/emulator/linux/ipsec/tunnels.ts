import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tunnel } from '../../fabric/fabric.ts';
import type { TunnelObservation } from '../../fabric/observations.ts';
import { startCharon, type Charon } from './charon.ts';

/** All tunnels, one charon each. */
export interface Tunnels {
  /** Starts charon; its namespace and the inner node must be there. */
  start(tunnel: Tunnel): void;
  /** Resolves when a tunnel's device is in its inner node. */
  deviceReady(name: string): Promise<void>;
  /** Gives every tunnel its connection; nothing happens to one that has it. */
  load(tunnels: readonly Tunnel[]): Promise<void>;
  stop(names: readonly string[]): Promise<void>;
  /** Those whose charon ended by itself. */
  dead(): readonly string[];
  observe(): Promise<Record<string, TunnelObservation>>;
  /** Process id of a tunnel's charon. */
  pid(name: string): number | undefined;
}

export interface CreateTunnelsParameters {
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

export async function createTunnels(parameters: CreateTunnelsParameters): Promise<Tunnels> {
  const folder = join(parameters.folder, 'ipsec');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const running = new Map<string, Charon>();
  return {
    start: (tunnel) => {
      running.set(tunnel.name, startCharon({ ...parameters, folder, tunnel }));
    },
    deviceReady: async (name) => running.get(name)?.deviceReady,
    load: async (tunnels) => {
      await Promise.all(tunnels.map(async (tunnel) => running.get(tunnel.name)?.load(tunnel)));
    },
    stop: async (names) => {
      await Promise.all(
        names.map(async (name) => {
          const charon = running.get(name);
          running.delete(name);
          await charon?.stop();
        }),
      );
    },
    dead: () => [...running].filter(([, charon]) => !charon.alive()).map(([name]) => name),
    observe: async () => {
      const now = Date.now();
      return Object.fromEntries(
        await Promise.all(
          [...running].map(async ([name, charon]) => [name, await charon.observe(now)] as const),
        ),
      );
    },
    pid: (name) => running.get(name)?.pid,
  };
}
