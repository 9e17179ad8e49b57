import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { defineLab } from '../../src/lab/define-lab.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { Lab, Notebook } from '../../src/lab/lab.ts';
import type { Stack } from '../../src/lab/stack.ts';
import type { Step, StepContext } from '../../src/lab/step.ts';

export interface TinyProps {
  readonly size?: string;
  readonly password?: string;
}

export type TinyHandles = { readonly vm1: Machine; readonly vm2: Machine };

/** A stack of two machines, without Terraform's help. */
export const tinyStack: Stack<TinyProps, TinyHandles> = {
  name: 'tiny',
  synth({ size = 'small', password }) {
    return {
      terraform: {
        resource: { tiny_machine: { vm1: { size }, vm2: { size } } },
        output: {
          vm1_address: { value: '192.0.2.1', sensitive: false },
          vm2_address: { value: '192.0.2.2', sensitive: false },
          ...(password === undefined ? {} : { password: { value: password, sensitive: true } }),
        },
      },
      handles: { vm1: machine('vm1'), vm2: machine('vm2') },
    };
  },
};

function machine(name: string) {
  return {
    kind: 'machine',
    name,
    cloud: 'azure',
    id: `/machines/${name}`,
    user: 'ada',
    publicAddress: { $output: `${name}_address` },
    privateAddresses: ['10.0.0.4'],
    networkInterfaces: [],
  } as const;
}

export function tinyLab(body: (notebook: Notebook<TinyProps, TinyHandles>) => void): Lab {
  return defineLab(
    { title: 'Tiny', summary: 'A tiny lab.', stack: async () => ({ default: tinyStack }) },
    body,
  );
}

export function deployTiny(props: TinyProps = {}): Step<void> {
  return {
    kind: 'deploy',
    title: 'Deploy',
    uses: [],
    async run(context) {
      await context.deploy({ stack: tinyStack, props });
    },
  };
}

/** A step that does what it is told. */
export function act<Result = void>(
  title: string,
  run: (context: StepContext) => Promise<Result> | Result,
  rest: Partial<Pick<Step, 'uses' | 'observes' | 'reads' | 'kind'>> = {},
): Step<Result> {
  return { kind: 'act', title, uses: [], run: async (context) => run(context), ...rest };
}

export function failing(title: string): Step<void> {
  return act(title, ({ check }) =>
    check({ title, passed: false, comparison: { kind: 'value', expected: 'one', seen: 'two' } }),
  );
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirebook-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
