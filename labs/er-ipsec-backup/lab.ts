import { defineLab } from '../../src/lab/define-lab.ts';
import {
  bgpPeers,
  breakLink,
  conntrack,
  deploy,
  diff,
  effectiveRoutes,
  failover,
  learnedRoutes,
  nat,
  ping,
  repairLink,
  snapshot,
  udr,
} from '../../steps/index.ts';
import * as expected from './expected.ts';

export default defineLab(
  {
    title: 'IPsec backup for a primary ExpressRoute',
    summary:
      'Three Azure hubs: the primary path fails, and traffic is moved by hand to an IPsec tunnel.',
    stack: () => import('../../stacks/er-ipsec-backup/stack.ts'),
  },
  ({ md, step, stack, handles }) => {
    const { vm1, vm2, vm3, vng1, vng2, lng1, vnet1Sub1 } = handles;
    const everything = {
      machines: [vm1],
      gateways: [vng1, vng2],
      connections: [handles.vng1ToVng3, handles.vng3ToVng1, handles.vng2ToVng3, handles.vng3ToVng2],
    };

    md`
      A company reaches its offices from Azure over ExpressRoute, and wants an IPsec tunnel to take
      over when that fails. In this design the take-over is made by hand: whoever is on duty changes
      two VNet peerings. The lab shows what to change, in which order, and why.

      It retells a lab by Hans,
      [IPsec based backup connection for primary ExpressRoute](https://github.com/hans-vvv/Azure/tree/main/Demo6),
      with his topology, names and addresses.

      | network            | stands for                                           | in it                               |
      | ------------------ | ---------------------------------------------------- | ----------------------------------- |
      | VNet1, 10.1.0.0/16 | production                                           | VM1                                 |
      | VNet2, 10.2.0.0/16 | the hub of the primary path                          | VNG1 (AS 65000), VM3 as NAT gateway |
      | VNet3, 10.3.0.0/16 | the hub of the backup path                           | VNG2 (AS 65010)                     |
      | VNet4, 10.4.0.0/16 | the hub of the SD-WAN provider, where both paths end | VNG3 (AS 65020)                     |
      | VNet5, 10.5.0.0/16 | an office on the SD-WAN                              | VM2                                 |

      The primary path is a VPN tunnel too, VNG1 to VNG3: a lab has no ExpressRoute circuit at hand,
      and for what is shown here only its BGP session matters.

      Two requirements have to hold, before and after the failure:

      1. VM1 reaches the Internet through the NAT gateway VM3.
      2. VM1 reaches VM2 in the office.
    `;

    md`
      ## The network

      Terraform makes the five networks, the three gateways with their tunnels, and the machines.
      VNet1 is peered with VNet2 and uses the gateway there. The tunnel VNG2 to VNG3 is set up as
      well, but VNet1 is no neighbour of VNet3 yet, so nothing of VNet1 can use it.
    `;
    step(deploy(stack, {}), { title: 'Deploy the network' });

    md`
      ## The Internet through VM3

      VM3 has one foot outside (eth0, 10.2.1.4) and one inside (eth1, 10.2.2.4). It hides what it
      forwards behind its outside address, lets only answers back in, and sends answers for 10.0.0.0/8
      back through the inside interface. In Azure, both of its interface cards have IP forwarding on:
      without it the fabric drops packets that are not for the card's own address.
    `;
    step(
      nat(vm3, { inside: 'eth1', outside: 'eth0', route: { to: '10.0.0.0/8', via: '10.2.2.1' } }),
      { title: 'Make VM3 the NAT gateway' },
    );

    md`
      A default route to VM3 would carry off the answers to our own SSH session as well, for VM1 is
      reached by its public address. So a single address stands for the Internet: 8.8.4.4 is routed to
      VM3, and everything else stays as it is.
    `;
    step(udr({ subnet: vnet1Sub1, prefix: '8.8.4.4/32', nextHop: '10.2.2.4' }), {
      title: 'Route 8.8.4.4/32 to VM3 in vnet1-sub1',
    });

    md`
      The effective routes of VM1 show how it all comes together: its own network, the peered hub, the
      new route, and, through the gateway of that hub, the networks that VNG1 knows by BGP.
    `;
    step(
      effectiveRoutes(vm1, {
        expect: [
          ...expected.steadyRoutesOfVm1,
          expected.byGateway('10.3.0.0/16'),
          expected.byGateway('10.4.0.0/16'),
          expected.byGateway('10.4.0.254/32'),
          expected.byGateway('10.5.0.0/16'),
        ],
      }),
      { title: 'Effective routes of VM1 while all is well' },
    );

    md`
      The first requirement: VM1 reaches the Internet.
    `;
    const outside = step(ping(vm1, { to: '8.8.4.4' }), { title: 'VM1 reaches 8.8.4.4' });

    md`
      An answer alone does not tell which way it came: VM1 could have gone out by its own public
      address. The connection table of VM3 tells. The packet came from 10.1.0.4, and the answer is
      addressed to 10.2.1.4, the outside address of VM3.
    `;
    step(
      conntrack(vm3, {
        match: '8.8.4.4',
        after: outside,
        expect: [
          {
            protocol: 'icmp',
            source: '10.1.0.4',
            destination: '8.8.4.4',
            replySource: '8.8.4.4',
            replyDestination: '10.2.1.4',
          },
        ],
      }),
      { title: 'VM3 translates 10.1.0.4 to 10.2.1.4' },
    );

    md`
      The second requirement: VM1 reaches the office. The TTL is still 64 on arrival, although the
      packet has crossed two gateways and three networks: none of them counts as a hop.
    `;
    step(ping(vm1, { to: vm2, ttl: 64 }), { title: 'VM1 reaches VM2' });

    md`
      ## BGP while all is well

      VNG1 has one BGP peer, VNG3. The session is up, and three routes came over it.
    `;
    step(bgpPeers(vng1, { expect: [expected.connectedToVng3(expected.vng1, 3)] }), {
      title: 'BGP peers of VNG1 while all is well',
    });

    md`
      The networks of all five VNets are there. Those of origin \`Network\` are VNG1's own: VNet2, the
      spoke VNet1, and what the local network gateway lng1 says of the other side (VNet4 and the
      address of its BGP speaker). Those of origin \`EBgp\` were learned from VNG3.

      10.3.0.0/16 comes with the AS path \`65020\`, and not by way of 65010: VNG3 has that prefix from
      its own local network gateway for VNG2, prefers it to the route learned by BGP, and announces it
      as its own.
    `;
    step(learnedRoutes(vng1, { expect: expected.healthyRoutesOfVng1 }), {
      title: 'Learned routes of VNG1 while all is well',
    });

    md`
      VNG2 at the other hub knows all of this from its own end. VNet1 it only knows the long way
      round: VNG1 has announced it to VNG3, and VNG3 passes it on.
    `;
    step(
      learnedRoutes(vng2, {
        expect: [
          ...expected.routesOfVng2,
          expected.fromVng3(expected.vng2, '10.1.0.0/16', '65020-65000'),
        ],
      }),
      { title: 'Learned routes of VNG2 while all is well' },
    );
    const healthy = step(snapshot(everything), { title: 'Keep the state before the failure' });

    md`
      ## The primary path fails

      An ExpressRoute circuit is two leased lines, yet one object in Azure, and it fails as one. Here
      its BGP session is taken away: lng1 gets 10.4.0.253 as the address of its peer, and nobody
      listens there. The tunnel itself stays up.
    `;
    const failure = step(
      breakLink(lng1, {
        peeringAddress: '10.4.0.253',
        stack,
        props: (lng1PeeringAddress) => ({ lng1PeeringAddress }),
      }),
      { title: 'Take the BGP session of the primary path away' },
    );
    step(
      bgpPeers(vng1, {
        expect: [
          {
            neighbor: '10.4.0.253',
            localAddress: expected.vng1,
            asn: 65020,
            state: 'Connecting',
            connectedDuration: null,
            routesReceived: 0,
          },
        ],
      }),
      { title: 'BGP peers of VNG1 after the failure' },
    );

    md`
      Everything learned by BGP is gone. What is left is what VNG1 has of its own, and 10.4.0.0/16 is
      still among it: the address space of lng1 is configured, not learned, and stays for as long as
      the tunnel does.
    `;
    step(
      learnedRoutes(vng1, {
        expect: [
          expected.own(expected.vng1, '10.2.0.0/16'),
          expected.own(expected.vng1, '10.1.0.0/16'),
          expected.own(expected.vng1, '10.4.0.0/16'),
          expected.own(expected.vng1, '10.4.0.253/32'),
        ],
      }),
      { title: 'Learned routes of VNG1 after the failure' },
    );

    md`
      VM1 has lost its route to the office, and with it the office. The Internet is untouched: the way
      to VM3 is a peering and a user-defined route, and neither asks a gateway.
    `;
    step(ping(vm1, { to: vm2, reachable: false }), { title: 'VM1 has lost VM2' });
    step(ping(vm1, { to: '8.8.4.4' }), { title: 'VM1 still reaches the Internet' });

    md`
      ## The backup path, as it stands

      The tunnel between VNG2 and VNG3 was there all the time, and its BGP session is up.
    `;
    step(bgpPeers(vng2, { expect: [expected.connectedToVng3(expected.vng2, 3)] }), {
      title: 'BGP peers of VNG2 after the failure',
    });

    md`
      VNG2 knows the way to the office, 10.5.0.0/16. What it lacks is 10.1.0.0/16: VNet1 is not peered
      with VNet3, so VNG2 has nothing of VNet1 to announce, and the office could not answer.
    `;
    step(learnedRoutes(vng2, { expect: expected.routesOfVng2 }), {
      title: 'Learned routes of VNG2 after the failure',
    });

    md`
      Side by side, this is all that the failure changed. VM1 and VNG1 have lost what came by BGP,
      VNG1 calls a peer in vain, and VNG2 has lost VNet1, which it knew only by way of VNG1. No tunnel
      is among it: all four ends are still connected.
    `;
    const failed = step(snapshot(everything), { title: 'Keep the state after the failure' });
    step(diff(healthy, failed), { title: 'What the failure changed' });

    md`
      ## Moving VNet1 to the backup path

      A VNet can use the gateway of one other VNet only. So before VNet1 may use the one in VNet3, it
      has to let go of the one in VNet2. Deleting the peering with VNet2 would be too much: the route
      to 8.8.4.4 needs its next hop, VM3, in a network that VNet1 reaches directly. The peering stays,
      without gateway transit and without remote gateway.
    `;
    step(deploy(stack, { lng1PeeringAddress: '10.4.0.253', hubPeering: 'plain' }), {
      title: 'Let go of the gateway in VNet2',
    });

    md`
      VM1 now has no route by any gateway. The office is still out of reach, and the Internet still
      within it. The peering does not take forwarded traffic any more either; but the answers of
      8.8.4.4 belong to connections that VM1 has opened, and they come through.
    `;
    step(effectiveRoutes(vm1, { expect: expected.steadyRoutesOfVm1 }), {
      title: 'Effective routes of VM1 without a gateway',
    });
    step(ping(vm1, { to: vm2, reachable: false }), { title: 'VM1 does not reach VM2 yet' });
    step(ping(vm1, { to: '8.8.4.4' }), {
      title: 'VM1 reaches the Internet over the plain peering',
    });

    md`
      Then VNet1 is peered with VNet3, this time with the right to use its gateway.
    `;
    step(
      deploy(stack, {
        lng1PeeringAddress: '10.4.0.253',
        hubPeering: 'plain',
        backupPeering: true,
      }),
      { title: 'Peer VNet1 with VNet3' },
    );

    md`
      That was the missing piece. 10.1.0.0/16 is a network of VNG2 now, and VNG2 announces it to VNG3.
    `;
    step(
      learnedRoutes(vng2, {
        expect: [...expected.routesOfVng2, expected.own(expected.vng2, '10.1.0.0/16')],
      }),
      { title: 'Learned routes of VNG2 with VNet1 behind it' },
    );
    step(
      effectiveRoutes(vm1, {
        expect: [
          ...expected.steadyRoutesOfVm1,
          expected.byPeering('10.3.0.0/16'),
          expected.byGateway('10.4.0.0/16'),
          expected.byGateway('10.4.0.254/32'),
          expected.byGateway('10.5.0.0/16'),
        ],
      }),
      { title: 'Effective routes of VM1 over the backup path' },
    );

    md`
      Both requirements are met again, with the primary path still down.
    `;
    step(ping(vm1, { to: vm2, ttl: 64 }), { title: 'VM1 reaches VM2 over the backup path' });
    step(ping(vm1, { to: '8.8.4.4' }), { title: 'VM1 reaches 8.8.4.4 as before' });

    md`
      ## The way back

      The walk-through ends here; whoever is on duty has one more thing to do. When the primary path
      is repaired, what does it cost to go back to it?

      The repair itself should cost nothing. VNet1 stays with VNG2, and VNG1 does not interfere: a
      steady ping from VM1 to VM2 goes on while the BGP session comes back.
    `;
    step(failover({ from: vm1, to: vm2, during: repairLink(failure), maxAwaySeconds: 0.5 }), {
      title: 'Repair the primary path under traffic',
    });
    step(bgpPeers(vng1, { expect: [expected.connectedToVng3(expected.vng1, 4)] }), {
      title: 'BGP peers of VNG1 after the repair',
    });

    md`
      One route more than at the start: now it is VNG1 that knows VNet1 the long way round, by way of
      VNG3 and VNG2.
    `;
    step(learnedRoutes(vng1, { expect: expected.routesOfVng1WithoutVnet1 }), {
      title: 'Learned routes of VNG1 after the repair',
    });

    md`
      Going back is a different matter. VNet1 has to leave the gateway in VNet3 before it may use the
      one in VNet2 again, and between the two it has none. The ping counts how long that takes.
    `;
    step(
      failover({
        from: vm1,
        to: vm2,
        during: [deploy(stack, { hubPeering: 'plain' }), deploy(stack, {})],
      }),
      { title: 'Move VNet1 back to the primary path under traffic' },
    );

    md`
      ## As at the start

      VNG1 knows what it knew in the beginning, and both requirements hold.
    `;
    step(learnedRoutes(vng1, { expect: expected.healthyRoutesOfVng1 }), {
      title: 'Learned routes of VNG1 at the end',
    });
    const requirement1 = step(ping(vm1, { to: '8.8.4.4' }), {
      title: 'Requirement 1: VM1 reaches the Internet',
    });
    step(
      conntrack(vm3, {
        match: '8.8.4.4',
        after: requirement1,
        expect: [{ source: '10.1.0.4', destination: '8.8.4.4', replyDestination: '10.2.1.4' }],
      }),
      { title: 'Requirement 1: through the NAT gateway VM3' },
    );
    step(ping(vm1, { to: vm2, ttl: 64 }), {
      title: 'Requirement 2: VM1 reaches VM2 in the office',
    });
  },
);
