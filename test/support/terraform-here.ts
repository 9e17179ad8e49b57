import { findTerraform } from '../../src/targets/cloud/terraform/program.ts';

/** Terraform, or OpenTofu, of this machine; an error where there is none. */
const found = await findTerraform().catch((error: Error) => error);

export const terraform = found instanceof Error ? undefined : found;
/** Why there is none; undefined when there is one. */
export const missingTerraform = found instanceof Error ? found.message : undefined;
