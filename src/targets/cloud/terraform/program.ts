import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { WirebookError } from '../../../lab/errors.ts';

const run = promisify(execFile);

/** The user's own Terraform, or OpenTofu. */
export interface TerraformProgram {
  readonly name: 'terraform' | 'tofu';
  /** As it is started: a name on the PATH, or a path. */
  readonly command: string;
  /** `1.11.4` */
  readonly version: string;
}

/** What our configurations need: built-in `terraform_data`, `-json` with durations, sensitive values in plans. */
export const oldestTerraform = '1.5.0';
/** Names a program that is not on the PATH. */
export const programVariable = 'WIREBOOK_TERRAFORM';

/**
 * Terraform, or else OpenTofu, as found on the PATH or named by WIREBOOK_TERRAFORM.
 * Throws `terraform-missing` or `terraform-too-old`.
 * @param first What is looked for first: the other one may not read what it deployed.
 */
export async function findTerraform(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  first: TerraformProgram['name'] = 'terraform',
): Promise<TerraformProgram> {
  const named = environment[programVariable];
  const known = first === 'tofu' ? ['tofu', 'terraform'] : ['terraform', 'tofu'];
  const candidates = named === undefined || named === '' ? known : [named];
  for (const command of candidates) {
    const version = await versionOf(command, environment);
    if (version === undefined) continue;
    const name = /(^|\/)tofu[^/]*$/.test(command) ? 'tofu' : 'terraform';
    if (compareVersions(version, oldestTerraform) >= 0) return { name, command, version };
    throw new WirebookError({
      code: 'terraform-too-old',
      message: `${command} is version ${version}; ${oldestTerraform} is the oldest that real clouds are deployed with.`,
      next: 'Install a newer one: https://developer.hashicorp.com/terraform/install, or https://opentofu.org.',
    });
  }
  throw new WirebookError({
    code: 'terraform-missing',
    message: `Real clouds are deployed with Terraform or OpenTofu, and there is no ${candidates.join(' or ')} here.`,
    next: `Install one (https://developer.hashicorp.com/terraform/install, or https://opentofu.org), or name it in ${programVariable}.`,
  });
}

async function versionOf(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  try {
    const env = { ...environment, CHECKPOINT_DISABLE: '1' };
    const { stdout } = await run(command, ['version', '-json'], { env, timeout: 20_000 });
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version?: string };
    return version;
  } catch {
    return undefined;
  }
}

/** Negative when `a` is older. Pre-releases count as their release. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) =>
    version
      .replace(/[-+].*$/, '')
      .split('.')
      .map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
