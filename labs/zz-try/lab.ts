import { defineLab } from '../../src/lab/index.ts';
import { deploy } from '../../steps/deploy.ts';
import { ping } from '../../steps/ping.ts';

export default defineLab(
  {
    title: 'Two machines in one network',
    summary: 'One virtual network, two machines, one ping.',
    stack: () => import('./stack.ts'),
  },
  ({ md, step, stack, handles: { vm1, vm2 } }) => {
    md`
      # Two machines in one network

      Machines in one virtual network reach each other without any route of ours: Azure's system
      routes cover the network's whole address space.
    `;
    step(deploy(stack, { addressSpace: '10.1.0.0/16' }));
    step(ping(vm1, { to: vm2 }));

    md`
Nothing else answers in this network.
    `;
    step(ping(vm1, { to: '10.1.0.99', reachable: false }));
  },
);
