import { WirebookError } from '../lab/errors.ts';
import type { PlanMade, ResourceProgress } from '../lab/events.ts';
import type { Handle, Handles, Ref } from '../lab/handle.ts';
import type { Lab } from '../lab/lab.ts';
import type { HandleTemplate, Stack, Synthesized, TemplateValue } from '../lab/stack.ts';
import { didYouMean } from '../lab/suggest.ts';
import type { Deployment, TargetSession } from '../lab/target.ts';
import { redacted } from './redact.ts';

/** A stack with the props it was deployed with. */
export interface Deployed {
  readonly stack: Stack<object, Handles>;
  readonly props: object;
}

/** What a run has deployed so far. */
export interface Deployments {
  deploy(parameters: DeployStackParameters): Promise<Deployment>;
  /** Takes over what an earlier process of this run deployed. */
  restore(deployed: Deployed, handles: Handles): void;
  resolve<H extends Handle>(ref: Ref<H>): H;
  handles(): Handles;
  last(): Deployed | undefined;
}

export interface DeployStackParameters extends Deployed {
  readonly signal: AbortSignal;
  readonly onPlan: (plan: Omit<PlanMade, 'type' | 'cell'>) => void;
  readonly onResource: (progress: Omit<ResourceProgress, 'type' | 'cell'>) => void;
}

export function createDeployments(parameters: {
  readonly lab: Lab;
  readonly session: TargetSession;
  /** Gets every sensitive output, before anything about the deployment is recorded. */
  readonly onSecret: (secret: string) => void;
}): Deployments {
  const { lab, session, onSecret } = parameters;
  let handles: Handles = {};
  let last: Deployed | undefined;
  let deployed = 0;

  return {
    async deploy({ stack, props, signal, onPlan, onResource }) {
      assertComplete(stack.name, props);
      const synthesized = synthesize({ stack, props }, session);
      checkUses(lab, stack.name, Object.keys(synthesized.handles), deployed++);
      const { terraform } = synthesized;
      const deployment = await session.deploy({
        terraform,
        signal,
        onSecret,
        onPlan,
        onResource,
      });
      for (const output of Object.values(deployment.outputs)) {
        if (output.sensitive) texts(output.value).forEach(onSecret);
      }
      handles = resolveHandles(synthesized, deployment);
      last = { stack, props };
      return deployment;
    },
    restore(deployed, restored) {
      last = deployed;
      handles = restored;
    },
    resolve<H extends Handle>({ ref }: Ref<H>): H {
      const handle = handles[ref];
      if (handle === undefined) throw notDeployed(ref, Object.keys(handles));
      // The lab file's types tie the name to the kind; the stack's templates gave the value.
      return handle as H;
    },
    handles: () => handles,
    last: () => last,
  };
}

function synthesize({ stack, props }: Deployed, session: TargetSession): Synthesized<Handles> {
  try {
    return stack.synth(props, session.environment);
  } catch (error) {
    if (error instanceof WirebookError) throw error;
    throw new WirebookError({
      code: 'stack-not-synthesized',
      message: `The stack "${stack.name}" could not be synthesized: ${messageOf(error)}`,
      next: 'This is an error in the stack or in the props it was given; nothing was deployed.',
      cause: error,
    });
  }
}

/** The journal, which a resumed run has its props from, keeps no secrets: their marks must not become a password. */
function assertComplete(stack: string, props: object): void {
  const hidden = Object.entries(props).flatMap(([name, value]) =>
    texts(value).some((text) => text.includes(redacted)) ? [name] : [],
  );
  if (hidden.length === 0) return;
  throw new WirebookError({
    code: 'secret-not-kept',
    message: `The stack "${stack}" cannot be deployed with what an earlier process of this run was given: ${hidden.join(', ')} ${hidden.length === 1 ? 'is' : 'are'} secret, and the journal does not keep secrets.`,
    facts: { props: hidden.join(', ') },
    next: 'Go on from the cell that gave it to the deployment: --resume --from <its number>; --list shows the numbers. Nothing was changed.',
  });
}

/** Kinds of steps that may deploy again, with other props: a stack's handles may depend on its props. */
const deploying: readonly string[] = ['deploy', 'breakLink', 'repairLink', 'failover'];

/**
 * Names are checked at a deployment, not only when a later cell fails on one: of all cells up to the next that may
 * bring new handles.
 */
function checkUses(
  lab: Lab,
  stack: string,
  names: readonly string[],
  deploymentsBefore: number,
): void {
  let ahead = deploymentsBefore + 2;
  for (const cell of lab.cells) {
    if (ahead === 0) return;
    if (cell.kind !== 'step' || typeof cell.step === 'function') continue;
    if (deploying.includes(cell.step.kind)) ahead--;
    const unknown = cell.step.uses.find(({ ref }) => !names.includes(ref));
    if (unknown === undefined) continue;
    throw new WirebookError({
      code: 'unknown-handle',
      message: `The cell "${cell.title}" uses the handle "${unknown.ref}", which the stack "${stack}" does not have.`,
      facts: { cell: cell.id },
      next: didYouMean(unknown.ref, names),
      exitCode: 2,
    });
  }
}

function notDeployed(name: string, deployed: readonly string[]): WirebookError {
  return new WirebookError({
    code: 'handle-not-deployed',
    message: `The handle "${name}" is used before its deployment.`,
    facts: { 'deployed so far': deployed.length === 0 ? 'nothing' : deployed.join(', ') },
    next: 'Put a deploy cell before this one: step(deploy(stack, { … })).',
  });
}

function resolveHandles(synthesized: Synthesized<Handles>, { outputs }: Deployment): Handles {
  const resolveValue = (value: TemplateValue): unknown => {
    if (typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(resolveValue);
    const { $output: name } = value as { readonly $output: string };
    const output = outputs[name];
    if (output === undefined) throw outputMissing(name, Object.keys(outputs));
    return output.value;
  };
  const resolveTemplate = (template: HandleTemplate) =>
    Object.fromEntries(Object.entries(template).map(([key, value]) => [key, resolveValue(value)]));
  return Object.fromEntries(
    Object.entries(synthesized.handles).map(([name, template]) => [
      name,
      resolveTemplate(template) as unknown as Handle,
    ]),
  );
}

function outputMissing(name: string, outputs: readonly string[]): WirebookError {
  return new WirebookError({
    code: 'output-missing',
    message: `The deployment gave no output "${name}", which a handle of the stack needs.`,
    next: didYouMean(name, outputs),
  });
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
