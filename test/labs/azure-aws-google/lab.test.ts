import lab from '../../../labs/azure-aws-google/lab.ts';
import stack from '../../../stacks/azure-aws-google/stack.ts';
import { testLab } from '../support.ts';

testLab({
  lab,
  stack,
  props: { google: true },
  order: [
    'deploy customerGateways vpnTelemetry localGateways bgpPeers bgpPeers connections vpcRoutes effectiveRoutes ping',
    'deploy vpnTunnels routerStatus bgpPeers bgpPeers effectiveRoutes ping securityRule ping',
    'securityRule ping failover bgpPeers failover ping vpnTelemetry bgpPeers failover ping',
  ],
});
