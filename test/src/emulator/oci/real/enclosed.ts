import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { enclose } from '../../../../../src/emulator/linux/enclosure.ts';
import type { scenarios } from './scenarios.ts';

type Scenarios = typeof scenarios;

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Runs one scenario with real packets in an enclosure of its own and gives what it saw. */
export async function enclosed<Name extends keyof Scenarios>(
  scenario: Name,
): Promise<Awaited<ReturnType<Scenarios[Name]>>> {
  const marker = `wirebook-test-${randomUUID()}`;
  const { file, args } = enclose([process.execPath, worker, scenario, marker]);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const line = out.split('\n').find((text) => text.startsWith(`${marker} `));
  if (line === undefined) throw new Error(`${scenario} gave nothing:\n${out}\n${errors}`);
  return JSON.parse(line.slice(marker.length + 1)) as Awaited<ReturnType<Scenarios[Name]>>;
}
