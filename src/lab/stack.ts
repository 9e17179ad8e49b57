import type { Handles } from './handle.ts';

/** Terraform's JSON configuration syntax, as CDKTF synthesizes it. */
export type TerraformJson = Readonly<Record<string, unknown>>;

/**
 * A stack: a pure function from props to Terraform JSON and handles.
 * `stacks/define-stack.ts` makes one from CDKTF constructs.
 */
export interface Stack<Props extends object, H extends Handles> {
  readonly name: string;
  synth(props: Props, environment: StackEnvironment): Synthesized<H>;
}

/** What every stack may use besides its own props; it differs from run to run. */
export interface StackEnvironment {
  /** OpenSSH public key line of the run, authorised on every machine. */
  readonly sshPublicKey: string;
  /** Tags put on every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Synthesized<H extends Handles> {
  readonly terraform: TerraformJson;
  /** By handle name. Fields are literals or `{ $output }`: the name of a Terraform output. */
  readonly handles: Readonly<Record<keyof H & string, HandleTemplate>>;
}

export type HandleTemplate = Readonly<Record<string, TemplateValue>>;
export type TemplateValue =
  string | number | boolean | { readonly $output: string } | readonly TemplateValue[];

/** How a lab names its stack: a dynamic import, so that `lab list` loads no provider. */
export type StackLoader<Props extends object, H extends Handles> = () => Promise<{
  readonly default: Stack<Props, H>;
}>;

/** What a lab file passes to `deploy`: it carries the types of props and handles, and is resolved by the runner. */
export interface StackRef<Props extends object, H extends Handles> {
  readonly load: StackLoader<Props, H>;
}
