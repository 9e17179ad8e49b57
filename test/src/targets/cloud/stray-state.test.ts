import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace } from '../../../../src/targets/cloud/terraform/workspace.ts';
import { onlyWhere } from '../../../support/only-where.ts';
import { missingTerraform, terraform as program } from '../../../support/terraform-here.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';

const withTerraform = onlyWhere(missingTerraform);

const signal = new AbortController().signal;
const nothing = () => undefined;
const work = { signal, onResource: nothing };
const configuration = { resource: { terraform_data: { a: { input: 'x' } } } };

withTerraform(
  'a state that Terraform could not write where it belongs is taken back',
  async (t) => {
    if (program === undefined) return;
    const folder = join(temporaryFolder(t), 'terraform');
    const workspace = createWorkspace({ folder, program });
    const deploy = { terraform: configuration, ...work, onSecret: nothing, onPlan: nothing };
    await workspace.deploy(deploy);
    const [state, stray] = [join(folder, 'terraform.tfstate'), join(folder, 'errored.tfstate')];
    renameSync(state, stray);
    rmSync(`${state}.backup`, { force: true });

    t.deepEqual(
      (await workspace.resources()).map(({ type }) => type),
      ['terraform_data'],
    );
    t.false(existsSync(stray));
    t.deepEqual(await workspace.destroy(work), []);

    writeFileSync(stray, '{ "version": 4, torn');
    await t.throwsAsync(workspace.destroy(work), { code: 'state-not-read', message: /errored/ });
    t.true(existsSync(stray));
  },
);
