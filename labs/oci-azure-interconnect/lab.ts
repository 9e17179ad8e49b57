import { defineLab } from '../../src/lab/define-lab.ts';
import {
  bgpPeers,
  breakLink,
  connections,
  deploy,
  drgRoutes,
  effectiveRoutes,
  expressRoute,
  failover,
  ociTunnels,
  ping,
  repairLink,
  virtualCircuit,
} from '../../steps/index.ts';
import * as expected from './expected.ts';

export default defineLab(
  {
    title: 'OCI–Azure Interconnect with IPsec as backup',
    summary:
      'FastConnect and ExpressRoute between Oracle and Azure, an IPsec tunnel beside them, and which of the two each cloud prefers.',
    stack: () => import('../../stacks/oci-azure-interconnect/stack.ts'),
  },
  ({ md, step, stack, handles }) => {
    const { azureVm, ociVm, circuit, interconnect, ipsec, vcnAttachment, vpnGateway } = handles;

    md`
      Oracle Cloud and Azure can be joined by a private circuit: ExpressRoute on the one side,
      FastConnect on the other, and nobody in between. A second way, for the day on which the circuit
      fails, is an IPsec tunnel over the Internet. What has to be configured so that both clouds use the
      circuit while it is there, and the tunnel when it is not? Nothing, is the answer of the article
      that this lab retells; the two have the same preference, for different reasons.

      The article is
      [OCI to Azure Interconnect with IPSEC backup](https://www.ateam-oracle.com)
      by Radu Nistor (2023). Its pictures do not tell the addresses, so those here are our own.

      |                      | Azure                                                   | Oracle Cloud (OCI)                                            |
      | -------------------- | ------------------------------------------------------- | ------------------------------------------------------------- |
      | network              | VNet 10.50.0.0/16                                       | VCN 10.40.0.0/16                                              |
      | subnet               | 10.50.1.0/24                                            | 10.40.1.0/24                                                  |
      | machine              | azure-vm, 10.50.1.4                                     | oci-vm, 10.40.1.10                                            |
      | where both paths end | ExpressRoute gateway and VPN gateway, in 10.50.255.0/26 | a dynamic routing gateway (DRG)                               |
      | circuit, primary     | Microsoft's edge (AS 12076), 192.168.100.2              | Oracle's edge (AS 31898), 192.168.100.1                       |
      | circuit, secondary   | 192.168.100.6                                           | 192.168.100.5                                                 |
      | IPsec                | VPN gateway (AS 65515), one instance                    | one tunnel, with a static route; the second one is left alone |
    `;

    md`
      ## Both paths

      Terraform makes both networks, the circuit and the tunnel. Azure sells the circuit, to a provider
      called \`Oracle Cloud FastConnect\`, and gives it a service key. The virtual circuit in OCI names
      that key; from there Oracle sets up the private peering on Azure's side, too.

      In Azure two gateways share one GatewaySubnet. For that it has to be a /27 or larger, the VPN
      gateway route-based, and its AS number 65515.

      In OCI both paths end at the same DRG. Machines in the VCN have one route for 10.50.0.0/16, to the
      DRG, and it decides the rest. OCI's default security list lets no pings in: one rule was added.
    `;
    step(deploy(stack, {}), { title: 'Deploy both clouds' });

    md`
      Both ends of the circuit agree that it is there: provisioned, and with BGP on both links.
    `;
    step(expressRoute(circuit, { expect: expected.circuit }), { title: 'The circuit in Azure' });
    step(expressRoute(circuit, { peering: true, expect: expected.peering }), {
      title: 'Its private peering, which Oracle has made',
    });
    step(virtualCircuit(interconnect, { expect: expected.virtualCircuitUp }), {
      title: 'The virtual circuit in OCI',
    });

    md`
      And so is the tunnel. An IPSec connection in OCI has two of them, always; the article uses one, and
      nobody dials the other.
    `;
    step(connections(vpnGateway, { expect: expected.connectionsUp }), {
      title: 'The tunnel in Azure',
    });
    step(ociTunnels(ipsec, { expect: expected.tunnels('STATIC') }), {
      title: 'The tunnels in OCI',
    });

    md`
      ## Which path each cloud prefers

      The DRG has learned 10.50.0.0/16 twice: by BGP over the circuit, and as the static route of the
      IPsec connection. In \`Get all routes\` one row is **Active**; the other is in **Conflict** with it,
      which is how OCI calls a backup.

      What decides is the length of the AS path. OCI counts a FastConnect route with the AS numbers that
      it came with, here one, 12076; a BGP route of an IPsec tunnel with one more than it came with; and
      a static route of a tunnel as three. Shorter wins: FastConnect, then IPsec with BGP, then IPsec
      with static routes.
    `;
    step(drgRoutes(vcnAttachment, { expect: expected.drgPrefersCircuit }), {
      title: 'Routes of the DRG while all is well',
    });

    md`
      Azure is simpler. Of the same prefix by both gateways, the one of the ExpressRoute gateway is
      taken, always. The effective routes of azure-vm do not say so outright: the next hops are addresses
      that are nobody's in this network. They are those of the two instances of the ExpressRoute
      gateway, inside Microsoft's own network; the VPN gateway would show its public address.
    `;
    step(effectiveRoutes(azureVm, { expect: expected.routesByExpressRoute }), {
      title: 'Effective routes of azure-vm while all is well',
    });
    step(ping(azureVm, { to: ociVm }), { title: 'azure-vm reaches oci-vm' });
    step(ping(ociVm, { to: azureVm }), { title: 'oci-vm reaches azure-vm' });

    md`
      ## Without the circuit

      In OCI a virtual circuit can be deactivated: it stays provisioned, and its BGP is switched off.
      azure-vm pings oci-vm all the while, five times a second, so that what is lost can be counted.

      BGP says good-bye when it is switched off, so both sides know at once. A circuit that is cut says
      nothing, and then its timers decide: the article expects no more than 180 seconds.
    `;
    const failure = step(
      failover({
        from: azureVm,
        to: ociVm,
        during: breakLink(interconnect, { deactivate: true }),
        maxAwaySeconds: 180,
      }),
      { title: 'Deactivate the virtual circuit under traffic' },
    );
    step(virtualCircuit(interconnect, { expect: expected.virtualCircuitDown }), {
      title: 'The virtual circuit, deactivated',
    });

    md`
      One row is left, and there is nothing any more that it could be in conflict with.
    `;
    step(drgRoutes(vcnAttachment, { expect: expected.drgWithTunnelOnly }), {
      title: 'Routes of the DRG without the circuit',
    });

    md`
      And azure-vm now names the VPN gateway, by its public address.
    `;
    step(effectiveRoutes(azureVm, { expect: expected.routesByVpn }), {
      title: 'Effective routes of azure-vm without the circuit',
    });
    step(ping(azureVm, { to: ociVm }), { title: 'Through the tunnel, azure-vm reaches oci-vm' });
    step(ping(ociVm, { to: azureVm }), { title: 'Through the tunnel, oci-vm reaches azure-vm' });

    md`
      ## The way back

      The article ends here. Activated again, the circuit takes over as by itself. How much is lost on
      the way back?
    `;
    step(failover({ from: azureVm, to: ociVm, during: repairLink(failure) }), {
      title: 'Activate the virtual circuit under traffic',
    });
    step(drgRoutes(vcnAttachment, { expect: expected.drgPrefersCircuit }), {
      title: 'Routes of the DRG with the circuit back',
    });
    step(effectiveRoutes(azureVm, { expect: expected.routesByExpressRoute }), {
      title: 'Effective routes of azure-vm with the circuit back',
    });

    md`
      ## BGP in the tunnel

      A static route stands for as long as its tunnel does, whether or not there is a network behind it.
      So the tunnel gets BGP: a pair of addresses inside of it, and at both ends the other's AS number.
      On Azure's side the local network gateway loses its address space and gets a BGP peer instead.
    `;
    step(deploy(stack, { tunnelRouting: 'bgp' }), { title: 'Give the tunnel BGP' });

    md`
      One session of the VPN gateway goes through the tunnel, to Oracle (AS 31898). The other two are
      with its neighbours in the GatewaySubnet, the instances of the ExpressRoute gateway: all of Azure's
      own have the AS number 65515, and tell each other what they know.
    `;
    step(bgpPeers(vpnGateway, { expect: expected.bgpPeers }), {
      title: 'BGP peers of the VPN gateway',
    });

    md`
      For the DRG the tunnel's route has moved up: its path counts as two now, not three. One is still
      shorter.
    `;
    step(drgRoutes(vcnAttachment, { expect: expected.drgPrefersCircuit }), {
      title: 'Routes of the DRG with BGP in the tunnel',
    });

    md`
      Azure goes on as before. That a BGP peer's own address, 169.254.21.1, is among the effective routes
      is Azure's habit with every connection that has BGP.
    `;
    step(effectiveRoutes(azureVm, { expect: expected.routesByExpressRouteAndPeer }), {
      title: 'Effective routes of azure-vm with BGP in the tunnel',
    });

    md`
      ## When the longer path loses

      Path lengths can be made. Suppose that the two clouds are not joined directly, but by an exchange
      provider whose router (AS 64496) stands between ExpressRoute and FastConnect. Then the path that
      OCI sees is \`64496 12076\`, two long: as long as the tunnel's. Between equals the DRG prefers a
      virtual circuit to a tunnel, and nothing changes. (Each of the clouds still has a circuit, and
      pays for it; only that the two are different ones now.)
    `;
    step(deploy(stack, { tunnelRouting: 'bgp', exchange: { prepend: 0 } }), {
      title: 'Put an exchange between the two clouds',
    });
    step(drgRoutes(vcnAttachment, { expect: expected.drgPrefersCircuit }), {
      title: 'Routes of the DRG with the exchange',
    });
    step(ping(azureVm, { to: ociVm }), {
      title: 'By way of the exchange, azure-vm reaches oci-vm',
    });

    md`
      The answers have one hop more behind them than before: the exchange is a router like any other.

      Now the provider puts its own AS number before the path, twice more. It does so towards OCI only.
      Seen from there, Azure is \`64496 64496 64496 12076\`: four, against two through the tunnel.
    `;
    step(deploy(stack, { tunnelRouting: 'bgp', exchange: { prepend: 2 } }), {
      title: 'Prepend twice towards OCI',
    });
    step(drgRoutes(vcnAttachment, { expect: expected.drgPrefersTunnel }), {
      title: 'Routes of the DRG with the longer path',
    });

    md`
      Azure has not noticed. It looks at no path before it prefers ExpressRoute, and so the two
      directions part: what azure-vm sends goes by the circuit, and what oci-vm sends comes by the
      tunnel. Pings are answered as ever.
    `;
    step(effectiveRoutes(azureVm, { expect: expected.routesByExpressRouteAndPeer }), {
      title: 'Effective routes of azure-vm with the longer path',
    });

    md`
      The counters of the tunnel tell. Forty pings of azure-vm are forty answers of oci-vm, 84 bytes
      each: they arrive in Azure through the tunnel, and nothing like it leaves by it. What does leave is
      BGP. And the answers are a hop nearer again.
    `;
    const before = step(connections(vpnGateway), { title: 'Bytes through the tunnel, before' });
    step(ping(azureVm, { to: ociVm, count: expected.pings }), {
      title: 'azure-vm pings oci-vm forty times',
    });
    step(
      ({ result }) =>
        connections(vpnGateway, { expect: expected.onlyAnswersSince(result(before)) }),
      { title: 'Bytes through the tunnel, after' },
    );

    md`
      A firewall on the way that keeps track of connections would see one half of each, and drop it.
      Whoever prepends on one side has to think of the other.
    `;
  },
);
