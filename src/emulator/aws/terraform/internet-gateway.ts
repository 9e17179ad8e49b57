import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  detachInternetGateway,
} from '../resources/internet-gateway.ts';
import type { Draft } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  computed,
  fixed,
  common,
  given,
  tagged,
  tagsOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const internetGateway: AwsResource = {
  kind: 'internetGateways',
  schema: {
    attributes: { ...tagged, vpc_id: text(computed), owner_id: text(given) },
    blocks: timeouts('create', 'update', 'delete'),
  },
  create(draft, config) {
    const { id } = createInternetGateway(draft, tagsOf(config));
    const vpcId = textOf(config, 'vpc_id');
    if (vpcId !== undefined) attachInternetGateway(draft, id, vpcId);
    return id;
  },
  read(resources, id) {
    const found = resources.find('internetGateways', id);
    return (
      found && {
        arn: arnOf(resources, 'internet-gateway', id),
        vpc_id: found.vpcId ?? '',
        owner_id: resources.accountId,
      }
    );
  },
  update(draft, id, { config }) {
    const wanted = textOf(config, 'vpc_id');
    const current = draft.find('internetGateways', id)?.vpcId;
    if (wanted === undefined || wanted === current) return;
    if (current !== undefined) detachInternetGateway(draft, id, current);
    attachInternetGateway(draft, id, wanted);
  },
  delete(draft, id) {
    detach(draft, id);
    deleteInternetGateway(draft, id);
  },
};

/** The id is `igw-…:vpc-…`. */
export const internetGatewayAttachment: AwsResource = {
  schema: {
    attributes: { ...common, internet_gateway_id: text(fixed), vpc_id: text(fixed) },
    blocks: timeouts('create', 'delete'),
  },
  create(draft, config) {
    const [id = '', vpcId = ''] = [textOf(config, 'internet_gateway_id'), textOf(config, 'vpc_id')];
    attachInternetGateway(draft, id, vpcId);
    return `${id}:${vpcId}`;
  },
  read(resources, id) {
    const [gateway = '', vpcId = ''] = id.split(':');
    if (resources.find('internetGateways', gateway)?.vpcId !== vpcId) return undefined;
    return { internet_gateway_id: gateway, vpc_id: vpcId };
  },
  delete(draft, id) {
    detach(draft, id.split(':')[0] ?? '');
  },
};

function detach(draft: Draft, id: string): void {
  const vpcId = draft.find('internetGateways', id)?.vpcId;
  if (vpcId !== undefined) detachInternetGateway(draft, id, vpcId);
}
