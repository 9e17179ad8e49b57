/** A lab in a process of its own, as `run --all` starts it; events go to stdout, what became of it at the end. */
import { runLabProcess } from '../../src/cli/lab-process.ts';
import { listenForInterrupts } from '../../src/runner/interrupts.ts';
import { systemProcess } from '../../src/runner/process.ts';

const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
const interrupts = listenForInterrupts({ process: systemProcess, onFirst: () => undefined });
const outcome = await runLabProcess({
  args: process.argv.slice(2),
  signal: interrupts.first,
  abandon: interrupts.second,

  onEvent: say,
});
say({ outcome });
process.exit(0);
