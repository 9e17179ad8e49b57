import { toErrorRecord } from '../../lab/errors.ts';
import { stepCells } from '../../runner/selection.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { listLabs } from '../find-lab.ts';
import { loadLab } from '../load-lab.ts';

/** `lab list`: all labs with their one sentence. A lab that cannot be loaded hides none of the others. */
export async function list({ screen, json }: CliContext): Promise<ExitCode> {
  const labs = await Promise.all(
    listLabs().map(async (found) => {
      try {
        const lab = await loadLab(found);
        const { title, summary } = lab;
        return { ...found, title, summary, cells: stepCells(lab).length };
      } catch (error) {
        return { ...found, error: toErrorRecord(error).message };
      }
    }),
  );
  if (json) {
    screen.out(JSON.stringify(labs));
    return 0;
  }
  if (labs.length === 0)
    screen.err('There are no labs yet. `npm run lab -- new <name>` writes one.');
  const width = Math.max(0, ...labs.map(({ name }) => name.length));
  for (const lab of labs) {
    const text = 'error' in lab ? screen.outStyle('red', lab.error) : lab.summary;
    screen.out(`${screen.outStyle('bold', lab.name.padEnd(width))}  ${text}`);
  }
  return 0;
}
