import type { Observations } from '../../fabric/observations.ts';
import { oracleAsn } from '../protocol/asn.ts';
import type { IpsecTunnel } from './ipsec-tunnel.ts';
import type { Body } from './kind.ts';
import { present } from './read.ts';
import type { Resource, Resources } from './store.ts';
import { tunnelState } from '../routing/tunnel-state.ts';

/** A tunnel as a GET shows it. AS numbers of tunnels are text. */
export function tunnelView(
  tunnel: IpsecTunnel,
  connection: Resource<'ipsecConnections'>,
  { resources, observations }: TunnelReading,
): Body {
  const { isUp, isBgpUp, establishedAt } = tunnelState(tunnel, observations);
  const { id, displayName, vpnIp, routing } = tunnel;
  const timeCreated = new Date(connection.timeCreated).toISOString();
  return present({
    id,
    compartmentId: connection.compartmentId,
    displayName,
    vpnIp,
    cpeIp: resources.find('cpes', connection.properties.cpeId)?.properties.ipAddress,
    status: isUp ? 'UP' : 'DOWN',
    lifecycleState: connection.lifecycleState,
    ikeVersion: 'V2',
    routing,
    bgpSessionInfo: bgpView(tunnel, isBgpUp),
    encryptionDomainConfig: {},
    oracleCanInitiate: tunnel.oracleCanInitiate,
    natTranslationEnabled: tunnel.natTranslationEnabled,
    dpdMode: tunnel.dpdMode,
    dpdTimeoutInSec: tunnel.dpdTimeoutInSec,
    phaseOneDetails: phaseOneView(tunnel, isUp),
    phaseTwoDetails: phaseTwoView(tunnel, isUp),
    associatedVirtualCircuits: [],
    timeCreated,
    timeStatusUpdated:
      establishedAt === undefined ? timeCreated : new Date(establishedAt).toISOString(),
  });
}

export interface TunnelReading {
  readonly resources: Resources;
  readonly observations: Observations;
}

function bgpView({ bgp, routing }: IpsecTunnel, isUp: boolean): Body {
  const { oracleInterfaceIp, customerInterfaceIp, customerBgpAsn } = bgp;
  return present({
    oracleInterfaceIp,
    customerInterfaceIp,
    oracleBgpAsn: String(oracleAsn),
    customerBgpAsn: customerBgpAsn === undefined ? undefined : String(customerBgpAsn),
    bgpState: routing === 'BGP' ? (isUp ? 'UP' : 'DOWN') : undefined,
  });
}

function phaseOneView({ phaseOne }: IpsecTunnel, isUp: boolean): Body {
  return present({
    isCustomPhaseOneConfig: phaseOne.isCustom,
    lifetime: phaseOne.lifetime,
    customAuthenticationAlgorithm: phaseOne.authentication,
    customEncryptionAlgorithm: phaseOne.encryption,
    customDhGroup: phaseOne.group,
    isIkeEstablished: isUp,
  });
}

function phaseTwoView({ phaseTwo }: IpsecTunnel, isUp: boolean): Body {
  return present({
    isCustomPhaseTwoConfig: phaseTwo.isCustom,
    lifetime: phaseTwo.lifetime,
    customAuthenticationAlgorithm: phaseTwo.authentication,
    customEncryptionAlgorithm: phaseTwo.encryption,
    dhGroup: phaseTwo.group ?? 'GROUP5',
    isPfsEnabled: phaseTwo.isPfsEnabled,
    isEspEstablished: isUp,
  });
}
