import { dedent } from './dedent.ts';
import { WirebookError } from './errors.ts';
import type { Handles, Refs } from './handle.ts';
import type { Cell, CellOptions, Lab, LabParameters, Notebook, StepCell } from './lab.ts';
import { slug } from './slug.ts';
import type { ResultRef } from './step.ts';

/**
 * Defines a lab: cells in order over one stack. The body runs at once and only writes the cells
 * down; nothing is loaded or deployed before the lab runs.
 *
 * @example
 * ```ts
 * export default defineLab(
 *   {
 *     title: 'Two machines',
 *     summary: 'One VNet, two machines, one ping.',
 *     stack: () => import('./stack.ts'),
 *   },
 *   ({ md, step, stack, handles: { vm1, vm2 } }) => {
 *     md`Deploy both machines.`;
 *     step(deploy(stack, {}));
 *     step(ping(vm1, { to: vm2 }));
 *   },
 * );
 * ```
 */
export function defineLab<Props extends object, H extends Handles>(
  parameters: LabParameters<Props, H>,
  body: (notebook: Notebook<Props, H>) => void,
): Lab {
  const cells: Cell[] = [];
  let open = true;

  const add = (cell: Cell): void => {
    if (!open) throw writtenLate(parameters.title);
    cells.push(cell);
  };
  const stepCells = () => cells.filter((cell) => cell.kind === 'step');

  const md: Notebook<Props, H>['md'] = (strings, ...values) => {
    const number = cells.length - stepCells().length + 1;
    const id = `text-${String(number).padStart(2, '0')}`;
    add({ kind: 'prose', id, markdown: dedent(strings, values) });
  };

  const step = <Result>(made: StepCell['step'], options: CellOptions = {}): ResultRef<Result> => {
    const earlier = stepCells();
    const title = options.title ?? (typeof made === 'function' ? 'Untitled' : made.title);
    const id = `${String(earlier.length + 1).padStart(2, '0')}-${slug(title)}`;
    add({
      kind: 'step',
      id,
      title,
      step: made,
      needs: options.needs?.map(({ cell }) => cell) ?? earlier.map((cell) => cell.id),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    return { cell: id };
  };

  const stack = { load: parameters.stack };
  body({ md, step, stack, handles: refs<H>() });
  open = false;
  return { title: parameters.title, summary: parameters.summary, stack: parameters.stack, cells };
}

/** A reference for whatever name is asked for; which names exist is the type's business, then the runner's. */
function refs<H extends Handles>(): Refs<H> {
  return new Proxy({} as Refs<H>, {
    get: (_, name) => (typeof name === 'string' ? { ref: name } : undefined),
  });
}

function writtenLate(title: string): WirebookError {
  return new WirebookError({
    code: 'cell-written-late',
    message: `The lab "${title}" wrote a cell after its body had returned.`,
    next: 'Call md and step directly in the body of defineLab, not in a callback, a timer or after an await.',
    exitCode: 2,
  });
}
