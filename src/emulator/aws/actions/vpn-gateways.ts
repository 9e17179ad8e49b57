import type { XmlObject } from '../query/xml.ts';
import type { CustomerGateway } from '../resources/customer-gateway.ts';
import { createCustomerGateway, deleteCustomerGateway } from '../resources/customer-gateway.ts';
import type { VpnGateway } from '../resources/vpn-gateway.ts';
import {
  attachVpnGateway,
  createVpnGateway,
  deleteVpnGateway,
  detachVpnGateway,
} from '../resources/vpn-gateway.ts';
import type { Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showGateway(gateway: VpnGateway): XmlObject {
  return {
    vpnGatewayId: gateway.id,
    state: 'available',
    type: 'ipsec.1',
    availabilityZone: gateway.availabilityZone,
    amazonSideAsn: gateway.amazonSideAsn,
    attachments: gateway.attachment ? [{ ...gateway.attachment, state: 'attached' }] : [],
    tagSet: tagSet(gateway.tags),
  };
}

function showCustomer(gateway: CustomerGateway): XmlObject {
  // Above 2 147 483 647 the ASN has an element of its own.
  const isExtended = gateway.bgpAsn > 2_147_483_647;
  return {
    customerGatewayId: gateway.id,
    state: 'available',
    type: 'ipsec.1',
    ipAddress: gateway.ipAddress,
    bgpAsn: isExtended ? undefined : gateway.bgpAsn,
    bgpAsnExtended: isExtended ? gateway.bgpAsn : undefined,
    deviceName: gateway.deviceName,
    tagSet: tagSet(gateway.tags),
  };
}

export const vpnGatewayActions: Actions = {
  CreateVpnGateway({ parameters, change }) {
    parameters.required('Type');
    const gateway = change((draft) =>
      createVpnGateway(draft, {
        amazonSideAsn: parameters.number('AmazonSideAsn'),
        availabilityZone: parameters.text('AvailabilityZone'),
        tags: tagsFor(parameters, 'vpn-gateway'),
      }),
    );
    return { vpnGateway: showGateway(gateway) };
  },
  DeleteVpnGateway({ parameters, change }) {
    change((draft) => deleteVpnGateway(draft, parameters.required('VpnGatewayId')));
    return done;
  },
  AttachVpnGateway({ parameters, change }) {
    const vpcId = parameters.required('VpcId');
    change((draft) => attachVpnGateway(draft, parameters.required('VpnGatewayId'), vpcId));
    return { attachment: { vpcId, state: 'attaching' } };
  },
  DetachVpnGateway({ parameters, change }) {
    change((draft) =>
      detachVpnGateway(draft, parameters.required('VpnGatewayId'), parameters.required('VpcId')),
    );
    return done;
  },
  DescribeVpnGateways: describe<VpnGateway>({
    set: 'vpnGatewaySet',
    ids: { parameter: 'VpnGatewayId', prefix: 'vgw' },
    all: ({ resources }) => resources.all('vpnGateways'),
    filters: () => ({
      'amazon-side-asn': ({ amazonSideAsn }) => [String(amazonSideAsn)],
      'attachment.state': ({ attachment }) => (attachment ? ['attached'] : []),
      'attachment.vpc-id': ({ attachment }) => [attachment?.vpcId],
      'availability-zone': ({ availabilityZone }) => [availabilityZone],
      state: () => ['available'],
      type: () => ['ipsec.1'],
      'vpn-gateway-id': ({ id }) => [id],
    }),
    show: () => showGateway,
  }),
  CreateCustomerGateway({ parameters, change }) {
    parameters.required('Type');
    const gateway = change((draft) =>
      createCustomerGateway(draft, {
        ipAddress: parameters.text('IpAddress') ?? parameters.required('PublicIp'),
        bgpAsn: parameters.number('BgpAsn') ?? parameters.number('BgpAsnExtended'),
        deviceName: parameters.text('DeviceName'),
        tags: tagsFor(parameters, 'customer-gateway'),
      }),
    );
    return { customerGateway: showCustomer(gateway) };
  },
  DeleteCustomerGateway({ parameters, change }) {
    change((draft) => deleteCustomerGateway(draft, parameters.required('CustomerGatewayId')));
    return done;
  },
  DescribeCustomerGateways: describe<CustomerGateway>({
    set: 'customerGatewaySet',
    ids: { parameter: 'CustomerGatewayId', prefix: 'cgw' },
    all: ({ resources }) => resources.all('customerGateways'),
    filters: () => ({
      'bgp-asn': ({ bgpAsn }) => [String(bgpAsn)],
      'customer-gateway-id': ({ id }) => [id],
      'device-name': ({ deviceName }) => [deviceName],
      'ip-address': ({ ipAddress }) => [ipAddress],
      state: () => ['available'],
      type: () => ['ipsec.1'],
    }),
    show: () => showCustomer,
  }),
};
