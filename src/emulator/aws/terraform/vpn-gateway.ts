import { createCustomerGateway, deleteCustomerGateway } from '../resources/customer-gateway.ts';
import { disablePropagation, enablePropagation } from '../resources/route-table.ts';
import type { Draft } from '../resources/store.ts';
import {
  attachVpnGateway,
  createVpnGateway,
  deleteVpnGateway,
  detachVpnGateway,
} from '../resources/vpn-gateway.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf, madeId } from './aws-resource.ts';
import {
  chosen,
  common,
  computed,
  fixed,
  forceNew,
  tagged,
  tagsOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const vpnGateway: AwsResource = {
  kind: 'vpnGateways',
  schema: {
    attributes: {
      ...tagged,
      amazon_side_asn: text(chosen),
      availability_zone: text(forceNew),
      vpc_id: text(computed),
    },
  },
  create(draft, config) {
    const asn = textOf(config, 'amazon_side_asn');
    const { id } = createVpnGateway(draft, {
      amazonSideAsn: asn === undefined ? undefined : Number(asn),
      availabilityZone: textOf(config, 'availability_zone'),
      tags: tagsOf(config),
    });
    const vpcId = textOf(config, 'vpc_id');
    if (vpcId !== undefined) attachVpnGateway(draft, id, vpcId);
    return id;
  },
  read(resources, id) {
    const found = resources.find('vpnGateways', id);
    return (
      found && {
        arn: arnOf(resources, 'vpn-gateway', id),
        amazon_side_asn: String(found.amazonSideAsn),
        vpc_id: found.attachment?.vpcId ?? '',
      }
    );
  },
  update(draft, id, { config }) {
    const wanted = textOf(config, 'vpc_id');
    const current = draft.find('vpnGateways', id)?.attachment?.vpcId;
    if (wanted === undefined || wanted === current) return;
    detach(draft, id);
    attachVpnGateway(draft, id, wanted);
  },
  delete(draft, id) {
    detach(draft, id);
    deleteVpnGateway(draft, id);
  },
};

export const vpnGatewayAttachment: AwsResource = {
  schema: { attributes: { ...common, vpc_id: text(fixed), vpn_gateway_id: text(fixed) } },
  create(draft, config) {
    const [id = '', vpcId = ''] = [textOf(config, 'vpn_gateway_id'), textOf(config, 'vpc_id')];
    attachVpnGateway(draft, id, vpcId);
    return madeId('vpn-attachment', id, vpcId);
  },
  read(resources, _id, previous) {
    const [id = '', vpcId = ''] = [textOf(previous, 'vpn_gateway_id'), textOf(previous, 'vpc_id')];
    return resources.find('vpnGateways', id)?.attachment?.vpcId === vpcId
      ? { vpn_gateway_id: id, vpc_id: vpcId }
      : undefined;
  },
  delete(draft, _id, state) {
    detach(draft, textOf(state, 'vpn_gateway_id') ?? '');
  },
};

/** The id is `vgw-…_rtb-…`. */
export const vpnGatewayRoutePropagation: AwsResource = {
  schema: {
    attributes: { ...common, route_table_id: text(fixed), vpn_gateway_id: text(fixed) },
    blocks: timeouts('create', 'delete'),
  },
  create(draft, config) {
    const [gateway = '', table = ''] = [
      textOf(config, 'vpn_gateway_id'),
      textOf(config, 'route_table_id'),
    ];
    enablePropagation(draft, table, gateway);
    return `${gateway}_${table}`;
  },
  read(resources, id) {
    const [gateway = '', table = ''] = id.split('_');
    return resources.find('routeTables', table)?.propagatingVgws.includes(gateway)
      ? { vpn_gateway_id: gateway, route_table_id: table }
      : undefined;
  },
  delete(draft, id) {
    const [gateway = '', table = ''] = id.split('_');
    disablePropagation(draft, table, gateway);
  },
};

export const customerGateway: AwsResource = {
  kind: 'customerGateways',
  schema: {
    attributes: {
      ...tagged,
      type: text(fixed),
      ip_address: text(forceNew),
      bgp_asn: text(forceNew),
      bgp_asn_extended: text(forceNew),
      certificate_arn: text(forceNew),
      device_name: text(forceNew),
    },
  },
  create(draft, config) {
    const asn = textOf(config, 'bgp_asn') ?? textOf(config, 'bgp_asn_extended');
    return createCustomerGateway(draft, {
      ipAddress: textOf(config, 'ip_address') ?? '',
      bgpAsn: asn === undefined ? undefined : Number(asn),
      deviceName: textOf(config, 'device_name'),
      tags: tagsOf(config),
    }).id;
  },
  read(resources, id) {
    const found = resources.find('customerGateways', id);
    return (
      found && {
        arn: arnOf(resources, 'customer-gateway', id),
        type: 'ipsec.1',
        ip_address: found.ipAddress,
        device_name: found.deviceName,
      }
    );
  },
  delete: deleteCustomerGateway,
};

function detach(draft: Draft, id: string): void {
  const vpcId = draft.find('vpnGateways', id)?.attachment?.vpcId;
  if (vpcId !== undefined) detachVpnGateway(draft, id, vpcId);
}
