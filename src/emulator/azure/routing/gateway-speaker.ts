import type { BgpSpeaker } from '../../fabric/fabric.ts';
import { expressRouteBgp } from './express-route-bgp.ts';
import { gatewayBgp } from './gateway-bgp.ts';
import type { InsideParameters } from './inside-peers.ts';
import { isExpressRoute } from './networks.ts';

/** The BGP side of an instance of a gateway of either type; undefined while it speaks none. */
export function gatewaySpeaker(parameters: InsideParameters): BgpSpeaker | undefined {
  return isExpressRoute(parameters.gateway) ? expressRouteBgp(parameters) : gatewayBgp(parameters);
}
