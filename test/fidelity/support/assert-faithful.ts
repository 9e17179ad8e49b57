import type { ExecutionContext } from 'ava';
import { compareLab } from './compare.ts';
import type { PublishedLab } from './published-table.ts';
import { describeDifferences } from './print.ts';
import type { LabRun } from './run-lab.ts';

/** The run passed, the published tables came out, and nothing is left on the host. */
export function assertFaithful(t: ExecutionContext, published: PublishedLab, run: LabRun): void {
  t.is(run.exitCode, 0, run.stderr);
  const fidelity = compareLab(published, run.events);
  t.true(fidelity.faithful, describeDifferences(fidelity).join('\n'));
  t.deepEqual(run.left, []);
}
