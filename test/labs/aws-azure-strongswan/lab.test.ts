import lab from '../../../labs/aws-azure-strongswan/lab.ts';
import stack from '../../../stacks/aws-azure-strongswan/stack.ts';
import { testLab } from '../support.ts';

testLab({
  lab,
  stack,
  props: {},
  order: [
    'deploy route securityRule strongswan ping ping',
    'breakLink ping ping repairLink',
    'breakLink vpcRoutes ping repairLink',
    'breakLink run ipsecStatus repairLink ping ping',
  ],
});
