import { WirebookError } from '../../lab/errors.ts';
import type { Lab } from '../../lab/lab.ts';
import type { EquipmentNeed, TerraformJson } from '../../lab/stack.ts';
import { ociPlace } from './clients.ts';
import type { Estimate } from './estimate/estimate.ts';
import { estimate } from './estimate/estimate.ts';
import type { CloudCheck, Environment } from './preflight/check.ts';
import { needsOf } from './preflight/needs.ts';
import { preflight } from './preflight/preflight.ts';
import type { CloudRegions } from './regions.ts';
import { regionsOf } from './regions.ts';
import { readSettings } from './settings.ts';
import { lifeMs, ownerOf, runTags } from '../../lab/run-tags.ts';

/** What running a lab on real clouds would make, cost and need. Nothing is made to find out. */
export interface CloudPlan {
  readonly estimate: Estimate;
  readonly regions: readonly CloudRegions[];
  readonly checks: readonly CloudCheck[];
  /** Of the user's own, apart from clouds. */
  readonly equipment: readonly EquipmentNeed[];
}

export interface PlanParameters {
  readonly lab: Lab;
  readonly name: string;
  /** The lab's file. */
  readonly file: string;
  readonly environment?: Environment;
}

/** From the largest of the lab's deployments. Throws `nothing-to-plan` when it has none that is known before it runs. */
export async function planOnCloud(parameters: PlanParameters): Promise<CloudPlan> {
  const { lab, name, file, environment = process.env } = parameters;
  const { terraform, equipment } = await synthesize(lab, name, environment);
  const own = readSettings(file).equipment;
  return {
    estimate: estimate(withoutSites(terraform)),
    regions: regionsOf(terraform),
    equipment,
    checks: [
      ...(await preflight({ needs: needsOf(terraform), environment })),
      ...equipment
        .filter(({ kind }) => kind === 'machine')
        .map((need) => equipmentCheck(need, own[need.name]?.address)),
    ],
  };
}

/** Whether it has a deployment that is known before it runs: one whose step is no function of earlier results. */
export function canBePlanned(lab: Lab): boolean {
  return knownDeployments(lab).length > 0;
}

async function synthesize(
  lab: Lab,
  name: string,
  environment: Environment,
): Promise<{ readonly terraform: TerraformJson; readonly equipment: readonly EquipmentNeed[] }> {
  const deployments = knownDeployments(lab);
  if (deployments.length === 0) throw nothingToPlan(lab, name);
  const expiresAt = new Date(Date.now() + lifeMs(environment));
  const synthesized = await Promise.all(
    deployments.map(async ({ load, props }) =>
      (await load()).synth(props, {
        sshPublicKey: 'ssh-rsa (a key of the run’s own)',
        tags: { ...runTags({ lab: name, runId: 'plan', owner: ownerOf(environment), expiresAt }) },
        oci: ociPlace(environment) ?? {
          compartmentId: '(OCI_COMPARTMENT_ID)',
          region: '(OCI_REGION)',
        },
      }),
    ),
  );
  // What is up at once at the most: later deployments of a lab add to the first.
  const [{ terraform, equipment = [] }] = synthesized.toSorted(
    (a, b) => sizeOf(b.terraform) - sizeOf(a.terraform),
  ) as [(typeof synthesized)[number]];
  return { terraform, equipment };
}

function knownDeployments({ cells }: Lab) {
  return cells.flatMap((cell) =>
    cell.kind === 'step' && typeof cell.step !== 'function' && cell.step.deploys !== undefined
      ? [cell.step.deploys]
      : [],
  );
}

function nothingToPlan({ cells }: Lab, name: string): WirebookError {
  const computed = cells.flatMap((cell) =>
    cell.kind === 'step' && typeof cell.step === 'function' ? [`"${cell.title}"`] : [],
  );
  return new WirebookError({
    code: 'nothing-to-plan',
    message:
      computed.length === 0
        ? `The lab ${name} deploys nothing.`
        : `What the lab ${name} deploys cannot be told before it runs: ${computed.join(', ')} ${computed.length === 1 ? 'is' : 'are'} computed while it does.`,
    next:
      computed.length === 0
        ? 'Write a deployment as step(deploy(stack, { … })).'
        : 'Run it without --plan and --max-cost, or write its first deployment as step(deploy(stack, { … })).',
    exitCode: 2,
  });
}

function sizeOf(configuration: TerraformJson): number {
  const resources = (configuration['resource'] ?? {}) as Record<string, object>;
  return Object.values(resources).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

/** Sites are made by the local cloud only. */
function withoutSites(configuration: TerraformJson): TerraformJson {
  const resources = (configuration['resource'] ?? {}) as Record<string, unknown>;
  const kept = Object.entries(resources).filter(([type]) => !type.startsWith('onprem_'));
  return { ...configuration, resource: Object.fromEntries(kept) };
}

function equipmentCheck({ name, purpose }: EquipmentNeed, address: string | undefined): CloudCheck {
  const title = `Equipment: ${name}`;
  if (address !== undefined) return { title, ok: true, detail: `${purpose}, at ${address}` };
  return {
    title,
    ok: false,
    detail: `${purpose}: no setting names it`,
    fix: `Write it into settings.json beside the lab: { "equipment": { "${name}": { "address": "…", "user": "…" } } }`,
  };
}
