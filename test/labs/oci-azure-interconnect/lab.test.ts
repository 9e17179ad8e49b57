import lab from '../../../labs/oci-azure-interconnect/lab.ts';
import stack from '../../../stacks/oci-azure-interconnect/stack.ts';
import { testLab } from '../support.ts';

testLab({
  lab,
  stack,
  props: { tunnelRouting: 'bgp', exchange: { prepend: 2 } },
  order: [
    'deploy expressRoute virtualCircuit connections drgRoutes effectiveRoutes ping ping',
    'failover virtualCircuit drgRoutes effectiveRoutes ping failover drgRoutes effectiveRoutes',
    'deploy bgpPeers drgRoutes deploy drgRoutes deploy drgRoutes effectiveRoutes connections ping',
  ],
});
