import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Lab } from '../../src/lab/lab.ts';
import { onlyWhere } from '../support/only-where.ts';
import { terraform as program } from '../support/terraform-here.ts';
import { temporaryFolder } from '../support/tiny-lab.ts';

/**
 * Terraform's own opinion of what each lab deploys, with the real providers' schemas. Providers are hundreds of megabytes and
 * are not downloaded for this: it is tried where TF_PLUGIN_CACHE_DIR holds them.
 */
const run = promisify(execFile);
const labs = resolve(import.meta.dirname, '../../labs');
const cache = process.env['TF_PLUGIN_CACHE_DIR'] ?? '';
const validated = onlyWhere(
  program === undefined || !existsSync(cache)
    ? 'it needs terraform, and its providers in TF_PLUGIN_CACHE_DIR'
    : undefined,
);

/** Settings for any machine of a site that a stack may ask for. */
const equipment = new Proxy(
  {},
  {
    get: () => ({ address: '192.0.2.1', user: 'ada' }),
    has: () => true,
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: {} }),
  },
);

for (const name of readdirSync(labs)) {
  validated(`terraform validates every deployment of ${name}`, async (t) => {
    t.timeout(120_000);
    const { default: lab } = (await import(join(labs, name, 'lab.ts'))) as { default: Lab };
    for (const cell of lab.cells) {
      const deploys =
        cell.kind === 'step' && typeof cell.step !== 'function' ? cell.step.deploys : undefined;
      if (deploys === undefined) continue;
      const { terraform } = (await deploys.load()).synth(deploys.props, {
        sshPublicKey: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ== wirebook',
        tags: { 'wirebook-lab': name },
        equipment,
        oci: { compartmentId: 'ocid1.compartment.oc1..aaaa', region: 'us-ashburn-1' },
      });
      const folder = temporaryFolder(t);
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(terraform));
      const options = { cwd: folder };
      await run(program?.command ?? '', ['init', '-input=false', `-plugin-dir=${cache}`], options);
      const { stdout } = await run(program?.command ?? '', ['validate', '-json'], options);
      const { valid, diagnostics } = JSON.parse(stdout) as {
        valid: boolean;
        diagnostics: object[];
      };
      t.true(valid, JSON.stringify(diagnostics, null, 2));
    }
  });
}
