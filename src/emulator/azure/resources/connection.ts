import { z } from 'zod';
import { badRequest, notEmulated } from '../arm/error.ts';
import { guidOf } from '../arm/digest.ts';
import { circuitConnectionState } from '../routing/express-route.ts';
import { connectionState } from '../routing/tunnels.ts';
import {
  refuseBgp,
  refuseCustomAddresses,
  refuseEnds,
  refusePrivateTunnels,
  refuseSharedKey,
  refuseTwin,
} from './connection-checks.ts';
import { expressRouteConnection, refuseCircuitTwin } from './express-route-connection.ts';
import { defineKind } from './kind.ts';
import { address, caseless, parse, prefix, reference, shape } from './shape.ts';

export interface ConnectionProperties {
  readonly connectionType: 'IPsec' | 'Vnet2Vnet' | 'ExpressRoute';
  readonly connectionMode: 'Default' | 'InitiatorOnly' | 'ResponderOnly';
  readonly connectionProtocol: 'IKEv2';
  readonly virtualNetworkGateway1: { readonly id: string };
  readonly virtualNetworkGateway2?: { readonly id: string } | undefined;
  readonly localNetworkGateway2?: { readonly id: string } | undefined;
  readonly enableBgp: boolean;
  readonly routingWeight: number;
  readonly dpdTimeoutSeconds: number;
  readonly usePolicyBasedTrafficSelectors: boolean;
  /** Its tunnels leave from the gateway's private addresses, to a private address of the peer. */
  readonly useLocalAzureIpAddress: boolean;
  readonly ipsecPolicies: readonly IpsecPolicy[];
  readonly trafficSelectorPolicies: readonly {
    readonly localAddressRanges: readonly string[];
    readonly remoteAddressRanges: readonly string[];
  }[];
  readonly gatewayCustomBgpIpAddresses: readonly {
    readonly ipConfigurationId: string;
    readonly customBgpIpAddress: string;
  }[];
  /** An ExpressRoute connection's circuit. */
  readonly peer?: { readonly id: string } | undefined;
  readonly authorizationKey?: string | undefined;
  /** FastPath. */
  readonly expressRouteGatewayBypass: boolean;
  /** What the circuit's Microsoft edges have in the gateway's subnet, primary first. */
  readonly edgeAddresses?: readonly string[];
  /** Shown by `…/sharedkey` only. */
  readonly sharedKey: string;
}

export interface IpsecPolicy {
  readonly saLifeTimeSeconds: number;
  readonly saDataSizeKilobytes: number;
  readonly ipsecEncryption: string;
  readonly ipsecIntegrity: string;
  readonly ikeEncryption: string;
  readonly ikeIntegrity: string;
  readonly dhGroup: string;
  readonly pfsGroup: string;
}

const gcm = ['GCMAES128', 'GCMAES256'] as const;

const ipsecPolicy = shape({
  saLifeTimeSeconds: z.number().int().min(300),
  saDataSizeKilobytes: z.number().int().min(0),
  ipsecEncryption: z.enum([
    'None',
    'DES',
    'DES3',
    'AES128',
    'AES192',
    'AES256',
    'GCMAES192',
    ...gcm,
  ]),
  ipsecIntegrity: z.enum(['MD5', 'SHA1', 'SHA256', 'GCMAES192', ...gcm]),
  ikeEncryption: z.enum(['DES', 'DES3', 'AES128', 'AES192', 'AES256', ...gcm]),
  ikeIntegrity: z.enum(['MD5', 'SHA1', 'SHA256', 'SHA384', ...gcm]),
  dhGroup: z.enum([
    'None',
    'DHGroup1',
    'DHGroup2',
    'DHGroup14',
    'DHGroup2048',
    'DHGroup24',
    'ECP256',
    'ECP384',
  ]),
  pfsGroup: z.enum([
    'None',
    'PFS1',
    'PFS2',
    'PFS14',
    'PFS2048',
    'PFS24',
    'PFSMM',
    'ECP256',
    'ECP384',
  ]),
});

/** A connection's body. */
export type ConnectionInput = z.infer<typeof schema>;

const schema = shape(
  {
    // Azure's command line writes IPSec.
    connectionType: caseless(['IPsec', 'Vnet2Vnet', 'ExpressRoute', 'VPNClient']),
    connectionMode: z.enum(['Default', 'InitiatorOnly', 'ResponderOnly']).default('Default'),
    connectionProtocol: z.enum(['IKEv2', 'IKEv1']).default('IKEv2'),
    virtualNetworkGateway1: reference,
    virtualNetworkGateway2: reference.optional(),
    localNetworkGateway2: reference.optional(),
    peer: reference.optional(),
    authorizationKey: z.string().min(1).optional(),
    expressRouteGatewayBypass: z.boolean().default(false),
    enableBgp: z.boolean().default(false),
    routingWeight: z.number().int().min(0).max(32000).optional(),
    dpdTimeoutSeconds: z.number().int().min(0).max(3600).default(0),
    sharedKey: z.string().optional(),
    usePolicyBasedTrafficSelectors: z.boolean().default(false),
    useLocalAzureIpAddress: z.boolean().default(false),
    ipsecPolicies: z.array(ipsecPolicy).max(1).default([]),
    trafficSelectorPolicies: z
      .array(
        shape({
          localAddressRanges: z.array(prefix).min(1),
          remoteAddressRanges: z.array(prefix).min(1),
        }),
      )
      .default([]),
    gatewayCustomBgpIpAddresses: z
      .array(shape({ ipConfigurationId: z.string(), customBgpIpAddress: address }))
      .default([]),
    authenticationType: z.literal('PSK').optional(),
  },
  [
    'connectionStatus',
    'tunnelConnectionStatus',
    'egressBytesTransferred',
    'ingressBytesTransferred',
    'packetCaptureDiagnosticState',
    'tunnelProperties',
  ],
);

export const connectionKind = defineKind<'connections'>({
  type: 'Microsoft.Network/connections',

  prepare(body, { id, name, resources, existing }) {
    const input = parse(schema, body['properties'], `connection ${name}`);
    const { connectionType, connectionProtocol } = input;
    if (connectionType === 'VPNClient') throw notEmulated(`connections of type ${connectionType}`);
    if (connectionProtocol === 'IKEv1') throw notEmulated('connections by IKEv1');
    if (connectionType === 'ExpressRoute') {
      return {
        ...input,
        ...expressRouteConnection(input, { id, existing, resources }),
        connectionType,
        connectionProtocol,
        sharedKey: '',
      };
    }
    refuseEnds({ ...input, connectionType }, id, resources);
    const sharedKey =
      input.sharedKey ?? existing?.properties.sharedKey ?? guidOf(`${id} psk`).replaceAll('-', '');
    refuseSharedKey(sharedKey, id);
    if (input.usePolicyBasedTrafficSelectors && input.ipsecPolicies.length === 0) {
      throw badRequest(
        'VirtualNetworkGatewayConnectionUsePolicyBasedTrafficSelectorsRequiresIpsecPolicies',
        `Connection ${id}: policy-based traffic selectors need an IPsec policy.`,
      );
    }
    return {
      ...input,
      connectionType,
      connectionProtocol,
      sharedKey,
      routingWeight: input.routingWeight ?? 10,
      dpdTimeoutSeconds: input.dpdTimeoutSeconds === 0 ? 45 : input.dpdTimeoutSeconds,
    };
  },

  stored(connection, draft) {
    if (connection.properties.connectionType === 'ExpressRoute') {
      refuseCircuitTwin(connection, draft);
      return;
    }
    refuseBgp(connection, draft);
    refuseCustomAddresses(connection, draft);
    refusePrivateTunnels(connection, draft);
    refuseTwin(connection, draft);
  },

  view(connection, { resources, observations }) {
    const { sharedKey: _, edgeAddresses: __, ...rest } = connection.properties;
    if (rest.connectionType === 'ExpressRoute') {
      return { ...rest, ...circuitConnectionState(connection, resources, observations) };
    }
    return {
      ...rest,
      ...connectionState(connection, resources, observations),
      authenticationType: 'PSK',
    };
  },
});
