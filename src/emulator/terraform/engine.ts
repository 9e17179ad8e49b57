import type { ProviderTypes } from './provider.ts';

/** Terraform, as far as CDKTF's JSON needs it. `createEngine` is in `create-engine.ts`. */
export interface TerraformEngine {
  /** Checks, refreshes and plans. Throws {@link TerraformError} for bad configuration. */
  plan(
    json: TerraformConfiguration,
    variables: Readonly<Record<string, unknown>>,
    options: RunOptions,
  ): Promise<Plan>;
  /** Carries a plan out; independent resources in parallel. */
  apply(
    plan: Plan,
    options: RunOptions & { readonly onResource: (progress: ResourceProgress) => void },
  ): Promise<Outputs>;
  /** Deletes everything in the state, in reverse order of dependency. Gives the addresses that could not be deleted. */
  destroy(
    options: RunOptions & { readonly onResource: (progress: ResourceProgress) => void },
  ): Promise<readonly string[]>;
  /** Addresses in the state, with type, attribute values (sensitive ones included) and dependencies. */
  state(): readonly StateEntry[];
  /** Texts of all sensitive values of the newest configuration, its plan and the state. */
  secrets(): readonly string[];
}

export type TerraformConfiguration = Readonly<Record<string, unknown>>;

export interface RunOptions {
  readonly signal?: AbortSignal;
}

export interface CreateEngineParameters {
  readonly providers: readonly ProviderTypes[];
}

export interface Plan {
  readonly drift: readonly PlannedChange[];
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly attributes?: readonly AttributeChange[];
}

export interface AttributeChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly forcesReplacement?: boolean;
}

export interface ResourceProgress {
  readonly address: string;
  readonly action: PlannedChange['action'];
  readonly status: 'started' | 'done' | 'failed';
  readonly durationMs?: number;
  readonly error?: string;
}

export type Outputs = Readonly<
  Record<string, { readonly value: unknown; readonly sensitive: boolean }>
>;

export interface StateEntry {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
}

/** Bad configuration or a failed apply. `problems` are lines for people, each with its address. */
export class TerraformError extends Error {
  override readonly name = 'TerraformError';
  readonly problems: readonly string[];
  constructor(message: string, problems: readonly string[]) {
    super(message);
    this.problems = problems;
  }
}
