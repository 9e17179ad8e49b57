import { notFound } from '../protocol/error.ts';
import { ocid } from '../protocol/ocid.ts';
import type { Body } from '../resources/kind.ts';
import { requiredText } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';
import type { Call, Route } from './routes.ts';

/** Ephemeral public IPs: each is a VNIC's and goes with it. */
export const publicIpRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/publicIps/actions/getByPrivateIpId',
    answer(call) {
      const id = requiredText(call.body, 'privateIpId');
      return answerOne(call, ({ privateIpId }) => privateIpId === id, id);
    },
  },
  {
    method: 'POST',
    path: '/publicIps/actions/getByIpAddress',
    answer(call) {
      const address = requiredText(call.body, 'ipAddress');
      return answerOne(call, ({ ipAddress }) => ipAddress === address, address);
    },
  },
  {
    method: 'GET',
    path: '/publicIps/{publicIpId}',
    answer(call) {
      const wanted = call.parameter('publicIpId');
      return answerOne(call, ({ id }) => id === wanted, wanted);
    },
  },
  {
    method: 'GET',
    path: '/publicIps',
    answer: (call) => ({ kind: 'list', items: publicIps(call) }),
  },
];

function answerOne(call: Call, matches: (body: Body) => boolean, what: string) {
  const body = publicIps(call).find(matches);
  if (!body) throw notFound(what);
  return { kind: 'body', body } as const;
}

function publicIps({ door }: Call): readonly Body[] {
  const { resources, account } = door;
  return resources.all('privateIps').flatMap((address: Resource<'privateIps'>): readonly Body[] => {
    const vnic = resources.find('vnics', address.properties.vnicId);
    if (vnic?.properties.publicIp === undefined) return [];
    return [
      {
        id: ocid('publicip', account.region, vnic.id),
        compartmentId: vnic.compartmentId,
        displayName: vnic.displayName,
        ipAddress: vnic.properties.publicIp,
        lifecycleState: 'ASSIGNED',
        lifetime: 'EPHEMERAL',
        scope: 'AVAILABILITY_DOMAIN',
        availabilityDomain: vnic.properties.availabilityDomain,
        privateIpId: address.id,
        assignedEntityId: address.id,
        assignedEntityType: 'PRIVATE_IP',
        timeCreated: new Date(vnic.timeCreated).toISOString(),
        freeformTags: {},
        definedTags: {},
      },
    ];
  });
}
