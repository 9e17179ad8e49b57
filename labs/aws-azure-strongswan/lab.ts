import { defineLab } from '../../src/lab/define-lab.ts';
import {
  breakLink,
  connections,
  deploy,
  effectiveRoutes,
  ipsecStatus,
  localGateways,
  ping,
  repairLink,
  route,
  run,
  securityRule,
  strongswan,
  vpcRoutes,
} from '../../steps/index.ts';
import * as expected from './expected.ts';

/** `ipsec restart` returns before the daemon takes commands. */
const restart = {
  script: `
    sudo ipsec restart
    timeout 10 sh -c 'until sudo ipsec statusall | grep -q uptime; do sleep 0.2; done'
  `,
};

export default defineLab(
  {
    title: 'A VPN between AWS and Azure with strongSwan',
    summary:
      'A Linux machine on EC2 is the VPN gateway of a VPC; on the other side Azure’s own, without BGP.',
    stack: () => import('../../stacks/aws-azure-strongswan/stack.ts'),
  },
  ({ md, step, stack, handles }) => {
    const { gateway, azureToAws, azureVm, awsVm, routeTable, vpcGroup } = handles;
    const vpn = handles.strongswan;

    md`
      A company runs on AWS and wants to use Azure beside it, and the machines of the two are to talk
      to each other over private addresses. AWS has VPN gateways of its own to rent. This lab does
      without: a small Linux machine in the VPC runs strongSwan and is the gateway. On the Azure side
      stands an ordinary VPN gateway, with static routes and no BGP.

      It retells a walk-through by [Steven Edouard](http://www.stevenedouard.com), _Connecting an AWS
      VPC to Azure VNet via Resource Manager_ (2015), written after he had done this with the start-up
      [Taplytics](https://taplytics.com). His
      [template and code](https://github.com/sedouard/aws-vpc-to-azure-vnet) are on GitHub; addresses
      and settings here are his.

      |                       | AWS                                        | Azure                        |
      | --------------------- | ------------------------------------------ | ---------------------------- |
      | network               | VPC 10.0.0.0/16                            | VNet 10.3.0.0/16             |
      | subnet of the machine | 10.0.0.0/24                                | 10.3.0.0/24                  |
      | VPN gateway           | strongSwan, 10.0.0.28 behind an Elastic IP | VPN gateway in 10.3.200.0/29 |
      | machine behind it     | aws-vm, 10.0.0.232                         | azure-vm, 10.3.0.123         |

      The list of what has to be right is short: the same key on both sides, two UDP ports open, one
      route, and one check switched off. At the end each of the last three is taken away again, to see
      how its absence looks.
    `;

    md`
      ## Both networks

      Terraform makes both networks and what is in them. Three things are worth a look.

      - The machine that is to be the gateway has its **source/destination check** switched off.
        Otherwise EC2 drops every packet that is neither from nor to the machine's own address, and a
        gateway's packets are of just that kind.
      - It is behind an **Elastic IP**. Azure knows it by that address; the machine itself only knows
        10.0.0.28.
      - Azure's **local network gateway** says what is on the other side: the Elastic IP, and
        10.0.0.0/24 behind it. Without BGP this is all that Azure will ever know.
    `;
    step(deploy(stack, {}), { title: 'Deploy both networks' });
    step(localGateways(gateway, { expect: [expected.localGateway] }), {
      title: 'What Azure knows of AWS',
    });

    md`
      ## A route in the VPC

      Machines in the VPC have to be told that Azure is behind 10.0.0.28. A route table of AWS takes a
      machine as next hop.
    `;
    step(route({ table: routeTable, prefix: '10.3.0.0/24', to: vpn }), {
      title: 'Route 10.3.0.0/24 to the strongSwan machine',
    });
    step(vpcRoutes(routeTable, { expect: expected.vpcRoutes }), {
      title: 'Routes of the VPC',
    });

    md`
      ## Two ports, for one address

      IKE speaks on UDP port 500, and on 4500 as soon as the two sides notice a NAT between them. The
      Elastic IP is one, so ESP travels in UDP on 4500 as well, and the protocol ESP itself need not
      be let in. The source is the one address of Azure's gateway.
    `;
    step(securityRule(vpcGroup, { protocol: 'udp', ports: [500, 4500], from: gateway }), {
      title: 'Let IKE and NAT traversal in from Azure',
    });

    md`
      ## strongSwan

      The configuration is Steven's. \`left\` is the private address, for the machine has no other; its
      identity follows from it. \`leftsubnet\` and \`rightsubnet\` are what the tunnel carries. Azure's
      gateway would carry anything, 0.0.0.0/0 to 0.0.0.0/0, and gives in to the narrower wish.

      The key was made by this deployment. It is read from Azure and goes to \`ipsec.secrets\` without
      ever being written here.

      A file about ESP in user space is written only where the kernel has none, as on the local cloud;
      on EC2 the kernel does it. The packets on the wire are the same.
    `;
    step(
      strongswan(vpn, {
        connection: 'azure',
        leftSubnet: '10.0.0.0/24',
        right: gateway,
        rightSubnet: '10.3.0.0/24',
        key: azureToAws,
        settings: {
          ikelifetime: '10800s',
          keylife: '57m',
          keyingtries: 1,
          rekeymargin: '3m',
          compress: 'no',
        },
        expect: { protocol: 'ESP in UDP' },
      }),
      { title: 'Set strongSwan up and wait for the tunnel' },
    );

    md`
      \`ESTABLISHED\` is the IKE security association, by which the two sides agree on keys; \`INSTALLED\`
      is its child, which carries the packets: in a tunnel, ESP in UDP, from 10.0.0.0/24 to
      10.3.0.0/24. Azure sees the same from its side.
    `;
    step(connections(gateway, { expect: [expected.connected] }), {
      title: 'The connection, as Azure sees it',
    });

    md`
      And now that the tunnel is up, every machine of the VNet has the prefix of the local network
      gateway among its effective routes. Azure needs no route besides.
    `;
    step(effectiveRoutes(azureVm, { expect: expected.azureRoutes }), {
      title: 'Effective routes of azure-vm',
    });

    md`
      ## Through the tunnel

      The machines behind the two gateways reach each other, in both directions. The TTL has gone down
      by one: strongSwan's machine is a router like any other. (In 2015 the answer came with 62; Azure's
      gateway counted as a hop then. Today it does not.)
    `;
    step(ping(awsVm, { to: azureVm, ttl: 63 }), { title: 'aws-vm reaches azure-vm' });
    step(ping(azureVm, { to: awsVm, ttl: 63 }), { title: 'azure-vm reaches aws-vm' });

    md`
      ## Without the check off

      Now the walk-through goes on where the original ends: each thing that had to be right is made
      wrong, alone.

      First the source/destination check, switched on as it is for every new machine.
    `;
    const check = step(breakLink(vpn, { sourceDestCheck: 'on' }), {
      title: 'Switch the source/destination check on',
    });

    md`
      The tunnel does not notice: it runs between the machine's own address and Azure's, and such
      packets pass. So does a ping from the gateway itself. But nothing that it forwards gets through,
      whichever way. A gateway that works for itself and for nobody else is the mark of this mistake.
    `;
    step(ipsecStatus(vpn, { expect: [expected.associationUp] }), {
      title: 'The tunnel is up with the check on',
    });
    step(ping(vpn, { to: azureVm, ttl: 64 }), { title: 'The gateway itself reaches azure-vm' });
    step(ping(awsVm, { to: azureVm, reachable: false }), {
      title: 'With the check on, aws-vm does not reach azure-vm',
    });
    step(ping(azureVm, { to: awsVm, reachable: false }), {
      title: 'With the check on, azure-vm does not reach aws-vm',
    });

    md`
      Switched off again, all is well at once.
    `;
    step(repairLink(check), { title: 'Switch the check off again' });
    step(ping(awsVm, { to: azureVm, ttl: 63 }), {
      title: 'With the check off, aws-vm reaches azure-vm again',
    });

    md`
      ## Without the route

      Next the route to 10.3.0.0/24 is taken out of the VPC.
    `;
    const missingRoute = step(breakLink(routeTable, { route: '10.3.0.0/24' }), {
      title: 'Take the route to Azure away',
    });

    md`
      Again the tunnel stands, and again the gateway itself reaches azure-vm: it has a route of its own,
      which strongSwan has put there. aws-vm, however, has only the default route left. Its packets for
      10.3.0.123 go to the internet gateway, and an internet gateway has no use for a private
      destination.

      From Azure it looks the same, for another reason. The ping arrives at aws-vm; it is the answer
      that has no way back.
    `;
    step(vpcRoutes(routeTable, { expect: expected.vpcRoutesWithoutAzure }), {
      title: 'Routes of the VPC without Azure',
    });
    step(ipsecStatus(vpn, { expect: [expected.associationUp] }), {
      title: 'The tunnel is up without the route',
    });
    step(ping(vpn, { to: azureVm, ttl: 64 }), {
      title: 'Without the route, the gateway itself reaches azure-vm',
    });
    step(ping(awsVm, { to: azureVm, reachable: false }), {
      title: 'Without the route, aws-vm does not reach azure-vm',
    });
    step(ping(azureVm, { to: awsVm, reachable: false }), {
      title: 'Without the route, azure-vm does not reach aws-vm',
    });

    md`
      With the route back in its place, so are the answers.
    `;
    step(repairLink(missingRoute), { title: 'Put the route back' });
    step(ping(azureVm, { to: awsVm, ttl: 63 }), {
      title: 'With the route, azure-vm reaches aws-vm again',
    });

    md`
      ## With a wrong key

      Last the key. Azure's connection gets another one, as after a typing error or a change that
      reached one side only.
    `;
    const key = step(breakLink(azureToAws, { sharedKey: 'wrong' }), {
      title: 'Give Azure a wrong key',
    });

    md`
      A security association that is up may live on for hours: keys prove an identity at the beginning
      only. So strongSwan is started anew. It gets as far as the proof of identity, and there it ends
      with \`AUTHENTICATION_FAILED\`. Ports that are closed would look different: no answer at all.
    `;
    step(run(vpn, restart), { title: 'Start strongSwan anew' });
    step(
      run(vpn, 'sudo ipsec up azure', {
        expect: { stdout: /AUTHENTICATION_FAILED/ },
      }),
      { title: 'Dial Azure by hand' },
    );
    step(ipsecStatus(vpn, { expect: [] }), { title: 'No security association is left' });
    step(ping(awsVm, { to: azureVm, reachable: false }), {
      title: 'With a wrong key, aws-vm does not reach azure-vm',
    });

    md`
      With the right key the same command brings the tunnel back.
    `;
    step(repairLink(key), { title: 'Give Azure the right key again' });
    step(run(vpn, restart), { title: 'Start strongSwan once more' });
    step(ipsecStatus(vpn, { expect: [expected.associationUp] }), {
      title: 'The tunnel is up again',
    });

    md`
      ## As at the start

      Both directions work, and nothing is left of the three mistakes.
    `;
    step(ping(awsVm, { to: azureVm, ttl: 63 }), { title: 'In the end aws-vm reaches azure-vm' });
    step(ping(azureVm, { to: awsVm, ttl: 63 }), { title: 'In the end azure-vm reaches aws-vm' });
  },
);
