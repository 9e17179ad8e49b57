import type { XmlObject } from '../query/xml.ts';
import type { InternetGateway } from '../resources/internet-gateway.ts';
import {
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  detachInternetGateway,
} from '../resources/internet-gateway.ts';
import type { ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

function showGateway({ resources }: ActionRequest): (gateway: InternetGateway) => XmlObject {
  return ({ id, vpcId, tags }) => ({
    internetGatewayId: id,
    ownerId: resources.accountId,
    attachmentSet: vpcId === undefined ? [] : [{ vpcId, state: 'available' }],
    tagSet: tagSet(tags),
  });
}

export const internetGatewayActions: Actions = {
  CreateInternetGateway(request) {
    const tags = tagsFor(request.parameters, 'internet-gateway');
    const gateway = request.change((draft) => createInternetGateway(draft, tags));
    return { internetGateway: showGateway(request)(gateway) };
  },
  AttachInternetGateway({ parameters, change }) {
    change((draft) =>
      attachInternetGateway(
        draft,
        parameters.required('InternetGatewayId'),
        parameters.required('VpcId'),
      ),
    );
    return done;
  },
  DetachInternetGateway({ parameters, change }) {
    change((draft) =>
      detachInternetGateway(
        draft,
        parameters.required('InternetGatewayId'),
        parameters.required('VpcId'),
      ),
    );
    return done;
  },
  DeleteInternetGateway({ parameters, change }) {
    change((draft) => deleteInternetGateway(draft, parameters.required('InternetGatewayId')));
    return done;
  },
  DescribeInternetGateways: describe<InternetGateway>({
    set: 'internetGatewaySet',
    ids: { parameter: 'InternetGatewayId', prefix: 'igw' },
    all: ({ resources }) => resources.all('internetGateways'),
    filters: () => ({
      'attachment.vpc-id': ({ vpcId }) => [vpcId],
      'attachment.state': ({ vpcId }) => (vpcId === undefined ? [] : ['available']),
      'internet-gateway-id': ({ id }) => [id],
    }),
    show: showGateway,
  }),
};
