import { z } from 'zod';
import { badRequest, notEmulated } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { overlaps } from '../../net/prefix.ts';
import { defaultAsn, refuseReservedAsn } from './asn.ts';
import { defineKind } from './kind.ts';
import { address, parse, prefix, shape } from './shape.ts';

export interface LocalNetworkGatewayProperties {
  readonly localNetworkAddressSpace: { readonly addressPrefixes: readonly string[] };
  readonly gatewayIpAddress: string;
  readonly bgpSettings?:
    | {
        readonly asn: number;
        readonly bgpPeeringAddress: string;
        readonly peerWeight: number;
      }
    | undefined;
}

const schema = shape({
  localNetworkAddressSpace: shape({ addressPrefixes: z.array(prefix).default([]) }).optional(),
  gatewayIpAddress: address.optional(),
  fqdn: z.string().optional(),
  bgpSettings: shape(
    {
      asn: z.number().int(),
      bgpPeeringAddress: address,
      peerWeight: z.number().int().min(0).max(100).default(0),
    },
    ['bgpPeeringAddresses'],
  ).optional(),
});

export const localNetworkGatewayKind = defineKind<'localNetworkGateways'>({
  type: 'Microsoft.Network/localNetworkGateways',

  prepare(body, { id, name }) {
    const input = parse(schema, body['properties'], `local network gateway ${name}`);
    if (input.fqdn !== undefined) throw notEmulated(`local network gateways by FQDN (${name})`);
    if (input.gatewayIpAddress === undefined) {
      throw badRequest(
        'LocalNetworkGatewayMissingGatewayIpAddress',
        `Local network gateway ${id} must specify a gateway IP address or FQDN.`,
      );
    }
    const addressPrefixes = input.localNetworkAddressSpace?.addressPrefixes ?? [];
    if (addressPrefixes.length === 0 && !input.bgpSettings) {
      throw badRequest(
        'LocalNetworkGatewayAddressSpaceEmpty',
        `Local network gateway ${id} must have an address space when it has no BGP settings.`,
      );
    }
    const linkLocal = addressPrefixes.find((range) => overlaps('169.254.0.0/16', range));
    if (linkLocal !== undefined) {
      throw badRequest(
        'LocalNetworkGatewayAddressSpaceInvalid',
        `Address prefix ${linkLocal} of local network gateway ${id} overlaps with 169.254.0.0/16. Custom BGP addresses must not be part of its address space.`,
      );
    }
    const { bgpSettings } = input;
    if (bgpSettings) {
      refuseReservedAsn(bgpSettings.asn, id);
      if (bgpSettings.asn === defaultAsn) {
        throw badRequest(
          'BgpAsnReserved',
          `The BGP ASN ${defaultAsn} specified for ${id} is reserved by Azure and cannot be used.`,
        );
      }
    }
    return {
      localNetworkAddressSpace: { addressPrefixes },
      gatewayIpAddress: input.gatewayIpAddress,
      bgpSettings,
    };
  },

  refuseDelete(gateway, resources) {
    const user = resources
      .all('connections')
      .find(
        ({ properties }) =>
          properties.localNetworkGateway2 && sameId(properties.localNetworkGateway2.id, gateway.id),
      );
    if (!user) return;
    throw badRequest(
      'LocalNetworkGatewayCannotBeDeleted',
      `Local network gateway ${gateway.id} cannot be deleted because it is in use by connection ${user.id}.`,
    );
  },

  view: ({ properties }) => ({ ...properties }),
});
