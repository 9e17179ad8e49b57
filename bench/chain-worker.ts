/** Runs inside an enclosure: `chain-worker.ts <routers>`. Prints one line of JSON. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLinux } from '../src/emulator/linux/create-linux.ts';
import { prepareEnclosure } from '../src/emulator/linux/prepare.ts';
import { chain, routerName } from './chain.ts';

export interface ChainFigures {
  readonly routers: number;
  /** Seconds from nothing until Linux and all daemons are configured. */
  readonly applied: number;
  /** Seconds from nothing until every router's kernel has a route to every other. */
  readonly converged: number;
  /** Seconds to change nothing. */
  readonly unchanged: number;
  readonly removed: number;
  /** Kilobytes, shared pages counted by share. */
  readonly memoryPerRouter: number;
}

const deadlineMs = 120_000;
const routers = Number(process.argv[2]);
const { folder } = await prepareEnclosure();
const linux = await createLinux({ folder, log: (line) => process.stderr.write(`${line}\n`) });
const fabric = chain(routers);

const start = performance.now();
const since = (moment: number): number => (performance.now() - moment) / 1000;
await linux.reconcile(fabric);
const applied = since(start);
await everyRoute();
const converged = since(start);
const memory = await proportionalMemory();
const again = performance.now();
await linux.reconcile(fabric);
const unchanged = since(again);
const end = performance.now();
await linux.close();
const figures: ChainFigures = {
  routers,
  applied,
  converged,
  unchanged,
  removed: since(end),
  memoryPerRouter: memory / routers,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** The ends are the last to learn of each other. Then all others are looked at. */
async function everyRoute(): Promise<void> {
  const waiting = new Set([0, routers - 1, ...Array.from({ length: routers }, (_, i) => i)]);
  const deadline = performance.now() + deadlineMs;
  while (waiting.size > 0) {
    const [next = 0] = waiting;
    const { stdout } = await linux.exec(routerName(next), ['ip', 'route', 'show', 'proto', 'bgp']);
    if (stdout.split('\n').length - 1 >= routers - 1) waiting.delete(next);
    else if (performance.now() > deadline) throw new Error(`${routerName(next)} lacks routes`);
    else await sleep(20);
  }
}

/** Of zebra and bgpd. */
async function proportionalMemory(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      if (!/^(zebra|bgpd)$/.test(name.trim())) return 0;
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
