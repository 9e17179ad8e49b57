import type { ExecutionContext } from 'ava';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEvent } from '../../src/lab/events.ts';
import { fakeTerraform } from './fake-terraform.ts';
import { startMain, type MainEnded } from './run-main.ts';
import { temporaryFolder } from './tiny-lab.ts';

const root = resolve(import.meta.dirname, '../..');
const command = join(root, 'test/support/cloud-command.ts');

/** A lab on real clouds whose Terraform is a fake one. */
export interface CloudPlace {
  readonly run: (...args: readonly string[]) => Promise<MainEnded>;
  readonly start: (...args: readonly string[]) => ReturnType<typeof startMain>;
  /** Puts a fault, or takes it away. */
  readonly put: (name: string, text?: string) => void;
  readonly take: (name: string) => void;
  /** Waits until the program is in the middle of a step; its process. */
  readonly at: (step: string) => Promise<number>;
  /** Addresses that its state has. */
  readonly state: () => readonly string[];
  /** The newest run's folder. */
  readonly runFolder: () => string;
  readonly file: string;
  readonly reports: string;
  readonly env: Record<string, string>;
}

export interface CloudLabText {
  /** What its stack asks for, JSON; the fake makes `terraform_data.first` and `.second` whatever it is. */
  readonly resources?: string;
  /** The lab's cells, with `deploy`, `step` and `stack` in scope. */
  readonly cells?: string;
}

export function cloudPlace(t: ExecutionContext, lab: CloudLabText = {}): CloudPlace {
  t.timeout(120_000);
  const folder = temporaryFolder(t);
  const [control, reports] = [join(folder, 'control'), join(folder, 'reports')];
  mkdirSync(control);
  const { program } = fakeTerraform(control);
  const file = writeLab(join(folder, 'mine'), lab);
  const env = { WIREBOOK_TERRAFORM: program };
  const start = (...args: readonly string[]) =>
    startMain([...args, '--reports', reports], env, command);
  const inControl = (name: string) => join(control, name);
  t.teardown(() => {
    for (const step of ['plan', 'apply', 'destroy'])
      rmSync(inControl(`hold-${step}`), { force: true });
  });
  const runFolder = () => {
    const runs = readdirSync(join(reports, 'mine')).filter((it) => it.startsWith('20'));
    return join(reports, 'mine', runs.toSorted().at(-1) ?? '');
  };
  return {
    file,
    reports,
    env,
    runFolder,
    start,
    run: (...args) => start(...args).ended,
    put: (name, text = '') => writeFileSync(inControl(name), text),
    take: (name) => rmSync(inControl(name)),
    async at(step) {
      const marker = inControl(`at-${step}`);
      while (!existsSync(marker)) await sleep(20);
      const pid = Number(readFileSync(marker, 'utf8'));
      rmSync(marker);
      return pid;
    },
    state() {
      const state = join(runFolder(), 'terraform/terraform.tfstate');
      return existsSync(state) ? readFileSync(state, 'utf8').split('\n').filter(Boolean) : [];
    },
  };
}

const twoThings = '{ terraform_data: { first: {}, second: {} } }';

function writeLab(
  folder: string,
  { resources = twoThings, cells = 'step(deploy(stack, {}));' }: CloudLabText,
): string {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'stack.ts'),
    `export default { name: 'faulty', synth: () => ({ handles: {}, terraform: { resource: ${resources} } }) };`,
  );
  const file = join(folder, 'lab.ts');
  writeFileSync(
    file,
    `import { defineLab } from '${root}/src/lab/define-lab.ts';
    import { deploy } from '${root}/steps/index.ts';
    export default defineLab(
      { title: 'Faulty', summary: 'What goes wrong.', stack: () => import('./stack.ts') },
      ({ step, stack }) => { ${cells} },
    );`,
  );
  return file;
}

export const onCloud = ['--on', 'cloud', '--json'];
type Of<Type> = Extract<JournalEvent, { readonly type: Type }>;
export function last<Type extends JournalEvent['type']>({ events }: MainEnded, type: Type) {
  return events.findLast((event) => event.type === type) as Of<Type> | undefined;
}
