import { azureScope, machine, subnet, virtualNetwork } from '../../stacks/azure/index.ts';
import { defineStack } from '../../stacks/define-stack.ts';

/** What the lab may change from one deployment to the next. */
export interface Props {
  readonly addressSpace: string;
}

export default defineStack('zz-try', (scope, props: Props, environment) => {
  const azure = azureScope(scope, {
    resourceGroup: 'rg-zz-try',
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
