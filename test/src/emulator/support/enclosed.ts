import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { enclose } from '../../../../src/emulator/linux/enclosure.ts';

/** By name; each gets the enclosure's folder and gives what it saw, which must survive JSON. */
export type Scenarios = Readonly<Record<string, (folder: string) => Promise<unknown>>>;

export type RunEnclosed<S extends Scenarios> = <Name extends keyof S & string>(
  scenario: Name,
) => Promise<Awaited<ReturnType<S[Name]>>>;

const worker = fileURLToPath(new URL('enclosed-worker.ts', import.meta.url));

/**
 * Runs a scenario with real packets in an enclosure of its own and gives what it saw.
 * @param module exports `scenarios`
 */
export function enclosedIn<S extends Scenarios>(module: URL): RunEnclosed<S> {
  return async <Name extends keyof S & string>(
    scenario: Name,
  ): Promise<Awaited<ReturnType<S[Name]>>> => {
    const marker = `wirebook-test-${randomUUID()}`;
    const { file, args } = enclose([process.execPath, worker, module.href, scenario, marker]);
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    const line = out.split('\n').find((text) => text.startsWith(`${marker} `));
    if (line === undefined) throw new Error(`${scenario} gave nothing:\n${out}\n${errors}`);
    return JSON.parse(line.slice(marker.length + 1)) as Awaited<ReturnType<S[Name]>>;
  };
}
