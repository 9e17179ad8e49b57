/** The lab file that `lab new` writes. `project` is the path from its folder to the project's. */
export function labTemplate({ project }: { readonly project: string }): string {
  return `import { defineLab } from '${project}/src/lab/index.ts';
import { deploy } from '${project}/steps/deploy.ts';
import { ping } from '${project}/steps/ping.ts';

export default defineLab(
  {
    title: 'Two machines in one network',
    summary: 'One virtual network, two machines, one ping.',
    stack: () => import('./stack.ts'),
  },
  ({ md, step, stack, handles: { vm1, vm2 } }) => {
    md\`
      # Two machines in one network

      Machines in one virtual network reach each other without any route of ours: Azure's system
      routes cover the network's whole address space.
    \`;
    step(deploy(stack, { addressSpace: '10.1.0.0/16' }));
    step(ping(vm1, { to: vm2 }));

    md\`Nothing else answers in this network.\`;
    step(ping(vm1, { to: '10.1.0.99', reachable: false }));
  },
);
`;
}

/** The stack beside it. */
export function stackTemplate(parameters: {
  readonly name: string;
  readonly project: string;
}): string {
  const { name, project } = parameters;
  return `import { azureScope, machine, subnet, virtualNetwork } from '${project}/stacks/azure/index.ts';
import { defineStack } from '${project}/stacks/define-stack.ts';

/** What the lab may change from one deployment to the next. */
export interface Props {
  readonly addressSpace: string;
}

export default defineStack('${name}', (scope, props: Props, environment) => {
  const azure = azureScope(scope, {
    resourceGroup: 'rg-${name}',
    location: 'West Europe',
    environment,
  });
  const network = virtualNetwork(azure, { name: 'vnet1', addressSpace: [props.addressSpace] });
  const machines = subnet(azure, { name: 'machines', network, prefix: '10.1.0.0/24' });

  // What is returned here are the lab's handles, typed: vm3 in lab.ts would not compile.
  return {
    vm1: machine(azure, { name: 'vm1', user: 'azureuser', cards: [{ subnet: machines }] }),
    vm2: machine(azure, { name: 'vm2', user: 'azureuser', cards: [{ subnet: machines }] }),
  };
});
`;
}
