import { defineLab } from '../../src/lab/define-lab.ts';
import {
  bgpPeers,
  breakLink,
  connections,
  customerGateways,
  deploy,
  effectiveRoutes,
  failover,
  localGateways,
  ping,
  repairLink,
  routerStatus,
  securityRule,
  vpcRoutes,
  vpnTelemetry,
  vpnTunnels,
} from '../../steps/index.ts';
import * as expected from './expected.ts';

export default defineLab(
  {
    title: 'Tunnels between Azure, AWS and Google Cloud',
    summary: 'The clouds’ own VPN gateways joined by IPsec and BGP, first two of them, then three.',
    stack: () => import('../../stacks/azure-aws-google/stack.ts'),
  },
  ({ md, step, stack, handles }) => {
    const { gateway, testvm, awsVm, googleVm, vpn0, vpn1, routeTable, router } = handles;
    const [instance0, instance1] = expected.instances;

    md`
      An organisation that has workloads in several clouds will want them to talk to each other. The
      cheapest way is an encrypted tunnel over the Internet, and every cloud rents out a gateway for
      that. The gateways speak the same protocols, IPsec and BGP, and yet no two are built alike. This
      lab joins Azure with AWS, then adds Google Cloud, and looks at every table on the way.

      It retells _Tunnels Between Clouds_ by Jose Moreno, from [his blog](https://blog.cloudtrooper.net),
      with the topology and the addresses of [his script](https://github.com/erjosito/mcloudcli).

      |                                 | Azure                     | AWS                 | Google Cloud    |
      | ------------------------------- | ------------------------- | ------------------- | --------------- |
      | network                         | 192.168.0.0/16            | 172.16.0.0/16       | 10.0.1.0/24     |
      | AS number                       | 65001                     | 65002               | 65003           |
      | machine                         | testvm                    | awsvm, 172.16.1.223 | gcpvm, 10.0.1.2 |
      | tunnel addresses, to instance 0 | 169.254.21.2, .6 and .130 | 169.254.21.1 and .5 | 169.254.21.129  |
      | tunnel addresses, to instance 1 | 169.254.22.2, .6 and .130 | 169.254.22.1 and .5 | 169.254.22.129  |

      Azure is in the middle: AWS and Google Cloud have no tunnel to each other, and reach each other
      all the same.
    `;

    md`
      ## Azure and AWS

      Both gateways are two machines behind the scenes. Azure shows them: with both instances active,
      each has a public address of its own, one for all its tunnels. AWS hides them, and gives an address
      to each tunnel instead.

      So AWS needs two customer gateways, one for each instance of Azure, and a VPN connection to each.
      A VPN connection is two tunnels, which makes four, with four addresses on AWS's side. Azure needs
      a local network gateway, and a connection, for each of these four.

      Inside the tunnels they differ as well. AWS numbers every tunnel: it takes the first address of a
      /30 and expects the second at the other end. Azure thinks of one BGP address an instance, on a
      loopback, so to speak; each instance is given as many more as AWS and Google will ask for, and each
      connection is told which of them to use.
    `;
    step(deploy(stack, {}), { title: 'Deploy Azure and AWS' });

    md`
      AWS knows Azure's gateway as two customers with one AS number.
    `;
    step(
      customerGateways([handles.cgw0, handles.cgw1], {
        expect: [
          { name: 'vpngw-0', bgpAsn: 65001, state: 'available' },
          { name: 'vpngw-1', bgpAsn: 65001, state: 'available' },
        ],
      }),
      { title: 'The two customer gateways' },
    );

    md`
      Four tunnels, four addresses, all up. One route has come over each of them, that of Azure's network.
    `;
    step(vpnTelemetry([vpn0, vpn1], { expect: expected.tunnelsOfAws(1) }), {
      title: 'The four tunnels, as AWS sees them',
    });

    md`
      The same four, as Azure knows them. The column of address prefixes is empty: which networks are
      behind a gateway is left to BGP. The first digit of a name is the tunnel, the second is the
      instance of Azure's gateway that it leads to.
    `;
    step(localGateways(gateway, { expect: expected.localGatewaysOfAws }), {
      title: 'The four local network gateways',
    });

    md`
      ## Eight attempts, four sessions

      There is a catch. Azure does not know which of its instances a local network gateway is meant
      for. Both instances dial all four, which makes eight attempts, and AWS only answers the one that
      it knows as its customer. Half of the attempts never come to anything.

      The BGP peers of the first instance show it. The two peers in 169.254.21.0 are its own, and
      connected. The two in 169.254.22.0 belong to the other instance; they will be \`Connecting\` for
      ever, and there is nothing to repair.

      The last two rows are the gateway itself. An instance cannot have a session with its own address,
      so that one is \`Unknown\`. With the other instance it speaks iBGP, and has three routes from it:
      the network of AWS, and the addresses of the other instance's two peers.
    `;
    step(bgpPeers(gateway, { localAddress: instance0, expect: expected.peersWithAws(0) }), {
      title: 'BGP peers of instance 0 with AWS',
    });
    step(bgpPeers(gateway, { localAddress: instance1, expect: expected.peersWithAws(1) }), {
      title: 'BGP peers of instance 1 with AWS',
    });

    md`
      If every connection has one tunnel that works and one that does not, what is its state? The portal
      says \`Connected\`, for one is enough. The list on the command line goes by tunnels, and often shows
      none of them. Whoever wants to know asks BGP.
    `;
    step(connections(gateway, { expect: expected.connected('aws00', 'aws01', 'aws10', 'aws11') }), {
      title: 'The four connections',
    });

    md`
      ## Routes between Azure and AWS

      AWS puts what its gateway has learned into the route table of the VPC, because propagation was
      asked for.
    `;
    step(vpcRoutes(routeTable, { expect: expected.vpcRoutesWithAzure }), {
      title: 'Routes of the VPC with Azure',
    });

    md`
      In Azure there is nothing to ask for. Every machine of the network has the route to AWS, with both
      instances as next hops, and beside it the address of each BGP peer.
    `;
    step(effectiveRoutes(testvm, { expect: expected.azureRoutesWithAws }), {
      title: 'Effective routes of testvm with AWS',
    });

    md`
      And sure enough, the machines reach each other. (In the original the TTL was 254; that machine ran
      Amazon Linux, which begins at 255. This one begins at 64, and AWS's gateway is the one hop.)
    `;
    step(ping(testvm, { to: awsVm, ttl: 63 }), { title: 'testvm reaches awsvm' });
    step(ping(awsVm, { to: testvm, ttl: 63 }), { title: 'awsvm reaches testvm' });

    md`
      ## Google Cloud joins

      Google's gateway is built differently again. It has two addresses, like Azure's, and a peer with
      two addresses is one object, an external VPN gateway: so Google knows which of its interfaces talks
      to which of Azure's instances, and makes two tunnels and no more. The tunnels have no opinion
      about routes. BGP is the business of another object, the Cloud Router.

      The stack is deployed again, with Google in it. Nothing of Azure and AWS is touched, except that
      Azure gets two more connections.
    `;
    step(deploy(stack, { google: true }), { title: 'Add Google Cloud' });
    step(vpnTunnels([handles.tunnel0, handles.tunnel1], { expect: expected.googleTunnels }), {
      title: 'The two tunnels, as Google sees them',
    });

    md`
      The Cloud Router has a session over each. From each it has learned two networks: Azure's own, and
      that of AWS, which Azure passes on. The AS path tells them apart. No path is better than its twin,
      so all four routes are best routes, and traffic is spread over both tunnels.
    `;
    step(
      routerStatus(router, {
        peers: expected.googlePeers,
        bestRoutes: expected.googleBestRoutes,
      }),
      { title: 'Sessions and best routes of the Cloud Router' },
    );

    md`
      Azure has two more local network gateways, one for each of Google's addresses, and four more
      attempts, of which again half are in vain.
    `;
    step(
      localGateways(gateway, {
        expect: [...expected.localGatewaysOfAws, ...expected.localGatewaysOfGoogle],
      }),
      { title: 'The six local network gateways' },
    );

    md`
      Each instance now has three peers of its own and calls three in vain. Over iBGP come five routes
      instead of three: one more network, and one more peer.
    `;
    step(
      bgpPeers(gateway, { localAddress: instance0, expect: expected.peersWithAwsAndGoogle(0) }),
      { title: 'BGP peers of instance 0 with AWS and Google' },
    );
    step(
      bgpPeers(gateway, { localAddress: instance1, expect: expected.peersWithAwsAndGoogle(1) }),
      { title: 'BGP peers of instance 1 with AWS and Google' },
    );

    md`
      Azure passes Google's network on to AWS, too. Each of AWS's tunnels now has two routes, and so has
      the VPC. (In the original the tunnels still show one route at this point, though both networks are
      in the route table. What is counted here is what BGP has accepted at this moment.)
    `;
    step(vpnTelemetry([vpn0, vpn1], { expect: expected.tunnelsOfAws(2) }), {
      title: 'The four tunnels of AWS with Google',
    });
    step(vpcRoutes(routeTable, { expect: expected.vpcRoutesWithGoogle }), {
      title: 'Routes of the VPC with Azure and Google',
    });
    step(effectiveRoutes(testvm, { expect: expected.azureRoutesWithGoogle }), {
      title: 'Effective routes of testvm with AWS and Google',
    });

    md`
      ## A ping that fails first

      All routes are in their places, and yet there is no answer.
    `;
    step(ping(testvm, { to: googleVm, reachable: false }), {
      title: 'testvm does not reach gcpvm yet',
    });

    md`
      A new network of Google Cloud lets nothing in but what a firewall rule allows, and so far the only
      rule is for SSH. (Jose might or might not have forgotten it on his first try.)
    `;
    step(
      securityRule(handles.googleNetwork, {
        name: 'multicloud-allow-icmp-192-168',
        protocol: 'icmp',
        from: '192.168.0.0/16',
      }),
      { title: 'Let Azure ping Google Cloud' },
    );
    step(ping(testvm, { to: googleVm, ttl: 63 }), { title: 'testvm reaches gcpvm' });

    md`
      ## From AWS to Google Cloud, by way of Azure

      AWS and Google Cloud know each other's networks through Azure only. With a rule for 172.16.0.0/16
      they reach each other as well; the packet leaves two clouds on its way, and each of their gateways
      is a hop.
    `;
    step(
      securityRule(handles.googleNetwork, {
        name: 'multicloud-allow-icmp-172-16',
        protocol: 'icmp',
        from: '172.16.0.0/16',
      }),
      { title: 'Let AWS ping Google Cloud' },
    );
    step(ping(awsVm, { to: googleVm }), { title: 'awsvm reaches gcpvm through Azure' });
    step(ping(googleVm, { to: awsVm }), { title: 'gcpvm reaches awsvm through Azure' });

    md`
      ## One instance of Azure's gateway goes away

      The original ends here. What is all the redundancy good for? Azure restarts the instances of a
      gateway now and then, one at a time, to maintain them. The same can be asked for by hand. While
      testvm pings awsvm, instance 0 is restarted: two of AWS's four tunnels and one of Google's end in
      the middle of things, and the iBGP session with them.
    `;
    step(
      failover({
        from: testvm,
        to: awsVm,
        during: breakLink(gateway, { instance: 0 }),
      }),
      { title: 'Restart instance 0 under traffic' },
    );

    md`
      Whatever was lost, it has come back: all sessions are there again.
    `;
    step(
      bgpPeers(gateway, { localAddress: instance0, expect: expected.peersWithAwsAndGoogle(0) }),
      { title: 'BGP peers of instance 0 after its restart' },
    );

    md`
      ## One tunnel of AWS goes away

      Now a tunnel, for longer. The first tunnel of the first VPN connection gets a key that Azure does
      not have. AWS takes that tunnel down to change it, and it does not come up again. Traffic that
      went through it has to find another, and the steady ping tells how long that takes.
    `;
    const broken = step(
      failover({
        from: testvm,
        to: awsVm,
        during: breakLink(vpn0, { tunnel: '169.254.21.0/30' }),
      }),
      { title: 'Give one tunnel of AWS a wrong key under traffic' },
    );
    step(ping(testvm, { to: awsVm, ttl: 63 }), { title: 'testvm reaches awsvm by another tunnel' });

    md`
      AWS sees three tunnels up and one down, and so does Azure: instance 0 has lost its session with
      169.254.21.1 and has the network of AWS from 169.254.21.5 alone. No route of a machine has changed.
    `;
    step(vpnTelemetry([vpn0, vpn1], { expect: expected.tunnelsOfAwsWithOneDown }), {
      title: 'The four tunnels of AWS, one of them down',
    });
    step(bgpPeers(gateway, { localAddress: instance0, expect: expected.peersWithOneTunnelDown }), {
      title: 'BGP peers of instance 0 with one tunnel down',
    });

    md`
      The right key brings the tunnel back. A steady ping tells what the return costs.
    `;
    step(failover({ from: testvm, to: awsVm, during: repairLink(broken) }), {
      title: 'Repair the tunnel under traffic',
    });
    step(vpnTelemetry([vpn0, vpn1], { expect: expected.tunnelsOfAws(2) }), {
      title: 'The four tunnels of AWS after the repair',
    });

    md`
      ## In the end

      Three clouds, and each reaches both of the others.
    `;
    step(ping(testvm, { to: awsVm, ttl: 63 }), { title: 'In the end testvm reaches awsvm' });
    step(ping(testvm, { to: googleVm, ttl: 63 }), { title: 'In the end testvm reaches gcpvm' });
    step(ping(awsVm, { to: googleVm }), { title: 'In the end awsvm reaches gcpvm' });
  },
);
