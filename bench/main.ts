/**
 * `npm run bench`: how the local cloud grows, and what a lab takes. Figures are of this machine at this moment: compare
 * ratios, and runs of the same day.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { canEnclose, enclose } from '../src/emulator/linux/enclosure.ts';
import type { ChainFigures } from './chain-worker.ts';
import { benchLabs } from './labs.ts';

const sizes = [10, 50, 100];

const obstacle = canEnclose();
if (obstacle) {
  process.stderr.write(`No namespaces here: ${obstacle.reason}. ${obstacle.remedy}\n`);
  process.exit(3);
}
process.stdout.write('A chain of routers with BGP, each announcing one prefix\n\n');
const rows: ChainFigures[] = [];
for (const size of sizes) rows.push(await measureChain(size));
process.stdout.write(`${table(chainRows(rows))}\n\n`);
process.stdout.write(`${table(await benchLabs())}\n`);

async function measureChain(size: number): Promise<ChainFigures> {
  const worker = fileURLToPath(new URL('chain-worker.ts', import.meta.url));
  const { file, args } = enclose([process.execPath, worker, `${size}`]);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`a chain of ${size} failed (exit code ${String(code)})`);
  return JSON.parse(out) as ChainFigures;
}

function chainRows(figures: readonly ChainFigures[]): string[][] {
  const [first] = figures;
  const seconds = (value: number): string => `${value.toFixed(2)} s`;
  const times = (value: number, base: number | undefined): string =>
    base === undefined ? '' : `×${(value / base).toFixed(1)}`;
  return [
    [
      'routers',
      'growth',
      'applied',
      'every route everywhere',
      'growth',
      'per router',
      'nothing changed',
      'removed',
      'memory per router',
    ],
    ...figures.map((it) => [
      `${it.routers}`,
      times(it.routers, first?.routers),
      seconds(it.applied),
      seconds(it.converged),
      times(it.converged, first?.converged),
      `${((it.converged / it.routers) * 1000).toFixed(0)} ms`,
      `${(it.unchanged * 1000).toFixed(1)} ms`,
      seconds(it.removed),
      `${(it.memoryPerRouter / 1024).toFixed(1)} MB`,
    ]),
  ];
}

/** Columns of equal width; numbers are read more easily so. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
