import lab from '../../../labs/er-spoke-vpn/lab.ts';
import stack from '../../../stacks/er-spoke-vpn/stack.ts';
import { testLab } from '../support.ts';

testLab({
  lab,
  stack,
  props: { second: true },
  order: [
    'deploy expressRoute frr routeServer frr bgpTable bgpTable bgpTable bgpTable',
    'ping ping effectiveRoutes strongswanPeers frr bgpTable bgpTable effectiveRoutes ping ping traceroute',
    'capture capture deploy frr frr bgpTable strongswanPeers frr bgpTable',
    'reachability reachability ping ping',
  ],
});
