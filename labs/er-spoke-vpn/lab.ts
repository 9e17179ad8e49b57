import { defineLab } from '../../src/lab/define-lab.ts';
import {
  bgpPeers,
  bgpTable,
  capture,
  connections,
  deploy,
  effectiveRoutes,
  expressRoute,
  frr,
  ping,
  reachability,
  routeServer,
  strongswanPeers,
  traceroute,
} from '../../steps/index.ts';
import * as expected from './expected.ts';
import * as routers from './routers.ts';

export default defineLab(
  {
    title: 'A VPN gateway in a spoke, reached over ExpressRoute',
    summary:
      'A site reaches a hub over ExpressRoute, and the spoke behind it only through IPsec over that same circuit.',
    stack: () => import('../../stacks/er-spoke-vpn/stack.ts'),
  },
  ({ md, step, stack, handles }) => {
    const { circuit, routeServer00, vpngw10, vmHub00, vmSpoke10, tky01, client01 } = handles;
    const { vpngw20, vmSpoke20, tky02, client02 } = handles;

    md`
      A company has a site in Tokyo and an ExpressRoute circuit to Azure. Some of what it runs in Azure
      may be reached over the circuit as it is; some only encrypted. The usual way is a VPN gateway next
      to the ExpressRoute gateway, in the same hub, and IPsec over the circuit's private peering. Here
      the VPN gateway stands elsewhere: in the spoke that it protects. The hub then needs no say in what
      is encrypted, and two spokes can have two VPN gateways that know nothing of each other.

      The catch is the first packet. For a tunnel, the site has to reach the spoke's VPN gateway; yet
      the spoke must not become reachable as a whole, or nobody would need the tunnel. So the spoke does
      not use the hub's gateway. A small router in the hub announces just one subnet of it.

      It retells an article by skmkzyk,
      [Rearranging ExpressRoute + VPN](https://zenn.dev/skmkzyk/articles/er-spoke-vpn) (in Japanese),
      with the names, addresses and settings of
      [his templates](https://github.com/skmkzyk/bicep-templates/tree/main/20221202_er-spoke-vpn).

      | where            | network                              | in it                                                                                                             |
      | ---------------- | ------------------------------------ | ----------------------------------------------------------------------------------------------------------------- |
      | hub              | 10.0.0.0/16                          | ExpressRoute gateway; Route Server 10.0.210.4 and .5 (AS 65515); vm-hub00, 10.0.0.4, a router with FRR (AS 65001) |
      | spoke10          | 10.10.0.0/16                         | VPN gateway with two instances (AS 65155) in 10.10.200.0/24; vm-spoke10, 10.10.0.4                                |
      | circuit, primary | 172.16.0.0/30                        | tky01 at .1, Microsoft's edge (AS 12076) at .2                                                                    |
      | site             | 10.100.10.0/24, loopback 10.100.20.1 | tky01, a router (AS 65150); client01, 10.100.10.10                                                                |

      In the article tky01 is a Cisco router. Here it is a Linux machine with FRR and strongSwan; what it
      tells whom, and by which algorithms it encrypts, is as in the article.
    `;

    md`
      ## What is deployed

      Terraform makes both networks with all their gateways, the circuit, and the site. Four settings
      carry the design:

      - The peering between hub and spoke10 has **no remote gateways**: the ExpressRoute gateway learns
        nothing of spoke10, and spoke10 nothing of the site.
      - The VPN gateway has **private addresses** for its tunnels, and its connection uses them. The
        local network gateway on the other side is 10.100.20.1, the loopback of tky01: a private address,
        too.
      - A **route table on the spoke's GatewaySubnet** sends 10.100.20.1/32 to vm-hub00. Without it the
        VPN gateway would have no way to answer, for the spoke has no route to the site.
      - The Route Server lets **branch-to-branch** traffic pass: what it learns from vm-hub00 it tells
        the ExpressRoute gateway, and the other way round.
    `;
    step(deploy(stack, {}), { title: 'Deploy hub, spoke, circuit and site' });

    md`
      The site's provider has connected the circuit, and its private peering is set up. Nobody speaks
      BGP to it yet.
    `;
    step(expressRoute(circuit, { expect: expected.circuit }), { title: 'The circuit' });

    md`
      ## The router in the hub

      vm-hub00 is an ordinary Linux machine with FRR. It speaks BGP with both instances of the Route
      Server, and all it has to tell is a static route, 10.10.200.0/24: the GatewaySubnet of spoke10. A
      prefix list sees to it that nothing else gets out. The two static routes point at 10.0.0.1, the
      gateway of its subnet, where in Azure every packet goes anyway; the one to 10.0.210.0/24 is there
      because FRR accepts routes only if it has a way to their next hop.

      Two filters keep the AS paths clean, inbound against AS numbers that should never be seen, and
      outbound so that nothing of Azure's is told to Azure.
    `;
    step(frr(vmHub00, routers.vmHub00({ gatewaySubnets: ['10.10.200.0/24'] })), {
      title: 'Configure FRR on vm-hub00',
    });
    step(routeServer(routeServer00, { peers: true, expect: expected.peersOfRouteServer }), {
      title: 'Peers of the Route Server',
    });

    md`
      ## ExpressRoute alone

      tky01 gets one BGP session, with Microsoft's edge at the other end of the circuit. It announces
      its LAN and its loopback.
    `;
    step(frr(tky01, routers.tky01({ vpn: false })), {
      title: 'Configure FRR on tky01 for the circuit',
    });
    step(
      bgpTable(tky01, {
        advertised: '172.16.0.2',
        expect: expected.toldBySite('10.100.10.0/24', '10.100.20.1/32'),
      }),
      { title: 'What tky01 tells the circuit' },
    );

    md`
      Two networks come back. 10.0.0.0/16 is the hub, with the origin \`i\`. 10.10.200.0/24 is what
      vm-hub00 has told the Route Server: a redistributed static route, hence \`?\`. Both have the same
      path, 12076 and nothing else. Microsoft's edge takes private AS numbers out of what it tells a
      customer, so 65515 is gone, and so is the 65001 of vm-hub00.

      Of the rest of spoke10 there is no trace.
    `;
    step(
      bgpTable(tky01, {
        received: '172.16.0.2',
        expect: expected.heardFromCircuit('172.16.0.2', '10.10.200.0/24'),
      }),
      { title: 'What tky01 hears from the circuit' },
    );

    md`
      The same exchange as vm-hub00 sees it, at the other end. It tells the Route Server one network
      and gets three: the hub, and what tky01 has announced, with a path that leads through the Route
      Server (65515), Microsoft's edge (12076) and the site (65150). Towards Azure nothing is taken out.
    `;
    step(
      bgpTable(vmHub00, { advertised: '10.0.210.4', expect: expected.toldByHub('10.10.200.0/24') }),
      { title: 'What vm-hub00 tells the Route Server' },
    );
    step(
      bgpTable(vmHub00, {
        received: '10.0.210.4',
        expect: expected.heardFromRouteServer('10.0.210.4', '10.100.10.0/24', '10.100.20.1/32'),
      }),
      { title: 'What vm-hub00 hears from the Route Server' },
    );

    md`
      So this is what a machine at the site reaches now: the hub, and of spoke10 the GatewaySubnet,
      where no machine is. The TTL of 63 is tky01's doing; neither Microsoft's edge nor the gateway
      counts as a hop.
    `;
    step(ping(client01, { to: vmHub00, ttl: 63 }), {
      title: 'Over ExpressRoute, client01 reaches vm-hub00',
    });
    step(ping(client01, { to: vmSpoke10, reachable: false }), {
      title: 'Over ExpressRoute, client01 does not reach vm-spoke10',
    });

    md`
      vm-spoke10, for its part, knows its own network, the hub, and the Internet. No gateway has told it
      anything.
    `;
    step(effectiveRoutes(vmSpoke10, { expect: expected.routesOfSpokeWithoutVpn }), {
      title: 'Effective routes of vm-spoke10 without VPN',
    });

    md`
      ## IPsec over the circuit

      Now the tunnels. tky01 dials both instances of the VPN gateway, 10.10.200.4 and 10.10.200.5, from
      its loopback. The configuration that the portal offers for download names the gateway's public
      addresses here, and is wrong in this design, as the article warns.

      The key is read from Azure and goes to the machine without ever being written here.
    `;
    step(
      strongswanPeers(
        tky01,
        routers.tunnels({ left: '10.100.20.1', gateway: vpngw10, key: handles.conn10 }),
      ),
      {
        title: 'Set up both tunnels on tky01',
      },
    );

    md`
      BGP runs inside the tunnels, to yet other addresses: 10.10.200.6 and .7. That a gateway has one
      address for IKE and another for BGP is the second trap of the article. tky01 needs a route to each
      through its tunnel; otherwise 10.10.200.0/24, learned over the circuit, would carry BGP past it.

      A prefix list keeps the loopback out of these sessions: the VPN gateway must not learn the way to
      the tunnel's far end through the tunnel itself.
    `;
    step(frr(tky01, routers.tky01({ vpn: true })), {
      title: 'Configure FRR on tky01 for the VPN gateway, too',
    });
    step(
      bgpTable(tky01, { advertised: '10.10.200.6', expect: expected.toldBySite('10.100.10.0/24') }),
      { title: 'What tky01 tells the VPN gateway' },
    );

    md`
      And here is the whole of spoke10. The AS number 65155 is the gateway's own; no edge stands
      between the two that could take it out.
    `;
    step(
      bgpTable(tky01, {
        received: '10.10.200.6',
        expect: expected.heardFromVpnGateway('10.10.200.6', '10.10.0.0/16', 65155),
      }),
      { title: 'What tky01 hears from the VPN gateway' },
    );
    step(connections(vpngw10, { expect: [expected.connected('conn-spoke10-onprem01')] }), {
      title: 'The connection, as Azure sees it',
    });
    step(bgpPeers(vpngw10, { localAddress: '10.10.200.6', expect: expected.peersOfVpnGateway }), {
      title: 'BGP peers of the VPN gateway, first instance',
    });

    md`
      The site is among the effective routes of vm-spoke10 now, by both instances of the gateway. Both
      directions work.
    `;
    step(effectiveRoutes(vmSpoke10, { expect: expected.routesOfSpokeWithVpn }), {
      title: 'Effective routes of vm-spoke10 with VPN',
    });
    step(ping(client01, { to: vmSpoke10, ttl: 63 }), {
      title: 'Through the tunnel, client01 reaches vm-spoke10',
    });
    step(ping(vmSpoke10, { to: client01, ttl: 63 }), {
      title: 'Through the tunnel, vm-spoke10 reaches client01',
    });
    step(traceroute(client01, { to: vmSpoke10, expect: ['10.100.10.1', vmSpoke10] }), {
      title: 'The way from client01 to vm-spoke10',
    });

    md`
      ## What the circuit carries

      A reply says that a packet arrived, not how. So somebody listens on the circuit's primary link
      while client01 pings vm-spoke10. What passes there is ESP between the loopback of tky01 and the
      VPN gateway. A packet that shows 10.10.0.4 would be one too many.
    `;
    step(
      capture(circuit, {
        link: 'primary',
        during: ping(client01, { to: vmSpoke10 }),
        expect: { some: ['ESP'], only: ['ESP', 'NAT keepalive', 'IKE', 'BGP', 'ARP'] },
        instead: { machine: tky01 },
      }),
      { title: 'On the circuit, the ping to vm-spoke10 is ESP' },
    );

    md`
      A ping to the hub, by way of contrast, can be read by anyone who listens.
    `;
    step(
      capture(circuit, {
        link: 'primary',
        filter: 'icmp',
        during: ping(client01, { to: vmHub00 }),
        expect: { some: ['ICMP'] },
        instead: { machine: tky01 },
      }),
      { title: 'On the circuit, the ping to vm-hub00 is in the clear' },
    );

    md`
      ## Two spokes, two routers, one circuit

      The article ends with a sketch: a second router at the site and a second spoke, each router with
      a tunnel to its own spoke, all over the one circuit. Whoever sits behind the one router then reaches
      the one spoke and not the other.

      | where              | network                              | in it                                                |
      | ------------------ | ------------------------------------ | ---------------------------------------------------- |
      | spoke20            | 10.20.0.0/16                         | VPN gateway (AS 65156) in 10.20.200.0/24; vm-spoke20 |
      | circuit, secondary | 172.16.0.4/30                        | tky02 at .5, Microsoft's edge at .6                  |
      | site               | 10.100.11.0/24, loopback 10.100.20.2 | tky02 (AS 65150); client02, 10.100.11.10             |

      The circuit has had its secondary link all along; now a router is at its end. Nothing that stands
      is touched.
    `;
    step(deploy(stack, { second: true }), { title: 'Deploy the second spoke and router' });

    md`
      vm-hub00 has one more GatewaySubnet to announce. FRR takes the new configuration without
      dropping a session.
    `;
    step(frr(vmHub00, routers.vmHub00({ gatewaySubnets: ['10.10.200.0/24', '10.20.200.0/24'] })), {
      title: 'Announce the second GatewaySubnet',
    });
    step(frr(tky02, routers.tky02({ vpn: false })), {
      title: 'Configure FRR on tky02 for the circuit',
    });
    step(
      bgpTable(tky02, {
        received: '172.16.0.6',
        expect: expected.heardFromCircuit('172.16.0.6', '10.10.200.0/24', '10.20.200.0/24'),
      }),
      { title: 'What tky02 hears from the circuit' },
    );
    step(
      strongswanPeers(
        tky02,
        routers.tunnels({ left: '10.100.20.2', gateway: vpngw20, key: handles.conn20 }),
      ),
      {
        title: 'Set up both tunnels on tky02',
      },
    );
    step(frr(tky02, routers.tky02({ vpn: true })), {
      title: 'Configure FRR on tky02 for the VPN gateway, too',
    });
    step(
      bgpTable(tky02, {
        received: '10.20.200.6',
        expect: expected.heardFromVpnGateway('10.20.200.6', '10.20.0.0/16', 65156),
      }),
      { title: 'What tky02 hears from its VPN gateway' },
    );

    md`
      Each client reaches the machine in its own spoke and not the one in the other; and the same from
      the other end. Of spoke20, tky01 knows the GatewaySubnet and no more; tky02 has no more of spoke10;
      and neither spoke has a route to the other's LAN. It takes no filter: nobody has told them.
    `;
    step(
      reachability({
        from: [client01, client02],
        to: [vmSpoke10, vmSpoke20],
        expect: expected.eachItsOwn([
          ['client01', 'vm-spoke10'],
          ['client02', 'vm-spoke20'],
        ]),
      }),
      { title: 'What the clients reach' },
    );
    step(
      reachability({
        from: [vmSpoke10, vmSpoke20],
        to: [client01, client02],
        expect: expected.eachItsOwn([
          ['vm-spoke10', 'client01'],
          ['vm-spoke20', 'client02'],
        ]),
      }),
      { title: 'What the machines in the spokes reach' },
    );

    md`
      The hub, which asks for no tunnel, is there for both.
    `;
    step(ping(client01, { to: vmHub00, ttl: 63 }), {
      title: 'client01 reaches vm-hub00 as before',
    });
    step(ping(client02, { to: vmHub00, ttl: 63 }), { title: 'client02 reaches vm-hub00' });
  },
);
