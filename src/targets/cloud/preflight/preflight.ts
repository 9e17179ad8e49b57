import { toErrorRecord } from '../../../lab/errors.ts';
import type { CloudClients } from '../../../lab/target.ts';
import { cloudClients } from '../clients.ts';
import { findTerraform } from '../terraform/program.ts';
import type { CloudCheck, Environment } from './check.ts';
import { inspections } from './clouds.ts';
import type { Needs } from './needs.ts';

/** Looks at everything that running a lab on real clouds needs. Makes nothing; all clouds are asked at once. */
export async function preflight(parameters: {
  readonly needs: Needs;
  readonly environment?: Environment;
  readonly clients?: CloudClients;
}): Promise<readonly CloudCheck[]> {
  const { needs, environment = process.env } = parameters;
  const clients = parameters.clients ?? cloudClients(environment);
  const checks = await Promise.all([
    terraform(environment),
    ...needs.clouds.map((cloud) => inspections[cloud]({ needs, clients, environment })),
  ]);
  return checks.flat();
}

async function terraform(environment: Environment): Promise<readonly CloudCheck[]> {
  const title = 'Terraform or OpenTofu';
  try {
    const { name, version } = await findTerraform(environment);
    return [{ title, ok: true, detail: `${name} ${version}` }];
  } catch (error) {
    const { message, next } = toErrorRecord(error);
    return [{ title, ok: false, detail: message, ...(next && { fix: next }) }];
  }
}
