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
  /**
   * Equipment of the user's own that stands for a lab's customer sites, by the names that the lab gives it. A target that
   * deploys to real clouds always gives it, empty when there is none. Absent: the target makes sites itself.
   */
  readonly equipment?: Readonly<Record<string, EquipmentSettings>>;
  /** Where OCI's resources go. A target gives it when it can speak to OCI. */
  readonly oci?: OciPlace;
}

export interface OciPlace {
  /** OCID of the compartment. */
  readonly compartmentId: string;
  /** `us-ashburn-1` */
  readonly region: string;
}

/** What `settings.json` beside a lab says of one machine of the user's own, under `equipment`. */
export interface EquipmentSettings {
  /** Where SSH reaches it. */
  readonly address: string;
  /** Who logs in there: may use sudo, and has the key that the run uses. */
  readonly user: string;
  /** Its addresses in the site, in the order in which the lab names them. @default those of the lab's own plan */
  readonly privateAddresses?: readonly string[];
}

export interface Synthesized<H extends Handles> {
  readonly terraform: TerraformJson;
  /** By handle name. Fields are literals or `{ $output }`: the name of a Terraform output. */
  readonly handles: Readonly<Record<keyof H & string, HandleTemplate>>;
  /** What a user has to have where sites are not made, machines first. @default none */
  readonly equipment?: readonly EquipmentNeed[];
}

/** One thing of a customer site that no cloud has. */
export interface EquipmentNeed {
  /** The lab's name of it; for a machine, the name of its setting. */
  readonly name: string;
  /** A machine needs {@link EquipmentSettings}; of anything else the user only has to know. */
  readonly kind: 'machine' | 'other';
  /** `router with 10.100.10.1/24`: how it has to be. */
  readonly purpose: string;
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
