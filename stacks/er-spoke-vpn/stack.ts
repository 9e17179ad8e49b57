import { azureScope, expressRouteConnection, privatePeering } from '../azure/index.ts';
import { defineStack } from '../define-stack.ts';
import { site } from '../onprem/index.ts';
import { hub00 } from './hub.ts';
import { spoke } from './spoke.ts';
import { routerAtTokyo, siteAsn, vlan } from './tokyo.ts';

export interface ErSpokeVpnProps {
  /** A second spoke with a VPN gateway, and a second router of the site on the circuit's secondary link. @default false */
  readonly second?: boolean;
}

const provider = 'Equinix';

/**
 * A hub with an ExpressRoute gateway, a Route Server and a Linux router; a spoke with a VPN gateway of its own, whose
 * tunnels have private addresses; a circuit, and a site with a router at its end.
 *
 * Names and addresses follow the templates of skmkzyk,
 * https://github.com/skmkzyk/bicep-templates/tree/main/20221202_er-spoke-vpn.
 */
export default defineStack('er-spoke-vpn', (scope, props: ErSpokeVpnProps, environment) => {
  const azure = azureScope(scope, {
    resourceGroup: 'er-spoke-vpn',
    location: 'East Asia',
    environment,
  });
  const hub = hub00(azure, { provider });
  const tokyo = site(scope, { name: 'tokyo', serviceProvider: provider, environment });

  const first = () => ({
    spoke: spoke(azure, hub, {
      number: 10,
      asn: 65155,
      onprem: { name: 'onprem01', loopback: '10.100.20.1', asn: siteAsn },
    }),
    ...routerAtTokyo(tokyo, {
      number: 1,
      loopback: '10.100.20.1',
      circuit: hub.circuit,
      link: { link: 'primary', address: '172.16.0.1/30' },
    }),
  });
  const second = () => ({
    spoke: spoke(azure, hub, {
      number: 20,
      asn: 65156,
      onprem: { name: 'onprem02', loopback: '10.100.20.2', asn: siteAsn },
    }),
    ...routerAtTokyo(tokyo, {
      number: 2,
      loopback: '10.100.20.2',
      circuit: hub.circuit,
      link: { link: 'secondary', address: '172.16.0.5/30' },
    }),
  });

  const pair01 = first();
  const peered = privatePeering(azure, {
    circuit: hub.circuit,
    asn: siteAsn,
    vlan,
    primary: '172.16.0.0/30',
    secondary: '172.16.0.4/30',
    // A peering needs a circuit that its provider has provisioned.
    dependsOn: pair01.ordered,
  });
  const connHub00 = expressRouteConnection(azure, {
    name: 'conn-hub00',
    gateway: hub.gateway,
    circuit: hub.circuit,
    dependsOn: [peered],
  });
  const pair02 = props.second === true ? second() : undefined;

  return {
    circuit: hub.circuit,
    ergw00: hub.gateway,
    connHub00,
    routeServer00: hub.routeServer,
    vmHub00: hub.vm,
    vpngw10: pair01.spoke.gateway,
    conn10: pair01.spoke.connection,
    vmSpoke10: pair01.spoke.vm,
    tky01: pair01.router,
    client01: pair01.client,
    // Their names are known to the lab from the beginning; using one before it is there is an error that says so.
    ...((pair02 && handlesOf(pair02)) as ReturnType<typeof handlesOf>),
  };

  function handlesOf(pair: ReturnType<typeof second>) {
    return {
      vpngw20: pair.spoke.gateway,
      conn20: pair.spoke.connection,
      vmSpoke20: pair.spoke.vm,
      tky02: pair.router,
      client02: pair.client,
    };
  }
});
