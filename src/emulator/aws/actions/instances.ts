import { Ec2Error } from '../query/error.ts';
import type { FilterTable } from '../query/filters.ts';
import type { Parameters } from '../query/parameters.ts';
import { publicAddressOf } from '../resources/address.ts';
import type { CardInput, Instance, StateChange } from '../resources/instance.ts';
import {
  changeInstance,
  runInstance,
  startInstance,
  stopInstance,
  terminateInstance,
} from '../resources/instance.ts';
import { changeNetworkInterface } from '../resources/network-interface.ts';
import { cardsOf } from '../resources/cards.ts';
import type { Draft, Resources } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { Action, Actions } from './action.ts';
import { describe, done, missing, tagsFor } from './action.ts';
import { showInstance, showState } from './instance-view.ts';
import { groupSet, requestedAddresses } from './network-interfaces.ts';

const instanceFilters = (resources: Resources): FilterTable<Instance> => {
  const cards = ({ id }: Instance) => cardsOf(id, resources);
  return {
    'availability-zone': (it) => [resources.find('subnets', it.subnetId)?.availabilityZone],
    'image-id': (it) => [it.imageId],
    'instance-id': (it) => [it.id],
    'instance-state-name': (it) => [it.state],
    'instance-type': (it) => [it.instanceType],
    'instance.group-id': (it) => cards(it).flatMap(({ groupIds }) => groupIds),
    'instance.group-name': (it) =>
      cards(it).flatMap((card) => groupSet(card, resources).map(({ groupName }) => groupName)),
    'ip-address': (it) => cards(it).map((card) => publicAddressOf(card, resources)),
    'key-name': (it) => [it.keyName],
    'network-interface.network-interface-id': (it) => cards(it).map(({ id }) => id),
    'private-dns-name': (it) => [it.privateDnsName],
    'private-ip-address': (it) => [cards(it)[0]?.privateAddresses[0]],
    'reservation-id': (it) => [it.reservationId],
    'source-dest-check': (it) => [String(cards(it)[0]?.sourceDestCheck)],
    'subnet-id': (it) => [it.subnetId],
    'vpc-id': (it) => [it.vpcId],
  };
};

/** A request's interfaces, or one out of its other parameters. */
function readCards(parameters: Parameters): readonly CardInput[] {
  const listed = parameters
    .structures('NetworkInterface')
    .toSorted((a, b) => (a.number('DeviceIndex') ?? 0) - (b.number('DeviceIndex') ?? 0));
  if (listed.length > 0) return listed.map(readCard);
  return [
    {
      privateAddresses: requestedAddresses(parameters),
      groupIds: parameters.texts('SecurityGroupId'),
    },
  ];
}

function readCard(card: Parameters): CardInput {
  const networkInterfaceId = card.text('NetworkInterfaceId');
  const deleteOnTermination = card.flag('DeleteOnTermination');
  if (networkInterfaceId !== undefined) return { networkInterfaceId, deleteOnTermination };
  const subnetId = card.text('SubnetId');
  return {
    ...(subnetId !== undefined && { subnetId }),
    description: card.text('Description'),
    privateAddresses: requestedAddresses(card),
    furtherAddresses: card.number('SecondaryPrivateIpAddressCount'),
    groupIds: card.texts('SecurityGroupId'),
    autoPublic: card.flag('AssociatePublicIpAddress'),
    deleteOnTermination,
  };
}

const run: Action = (request) => {
  const { parameters } = request;
  const least = Number(parameters.required('MinCount'));
  const most = Number(parameters.required('MaxCount'));
  if (!(least >= 1 && most >= least)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Value (${least}) for parameter minCount is invalid. It must be between 1 and maxCount.`,
    );
  }
  const { reservationId, ids } = request.change((draft) => {
    const id = draft.newId('r');
    const made = Array.from({ length: most }, (_, launchIndex) =>
      runInstance(draft, {
        imageId: parameters.required('ImageId'),
        instanceType: parameters.text('InstanceType'),
        keyName: parameters.text('KeyName'),
        userData: parameters.text('UserData'),
        subnetId: parameters.text('SubnetId'),
        cards: readCards(parameters),
        disableApiTermination: parameters.flag('DisableApiTermination'),
        monitoring: parameters.flag('Monitoring.Enabled'),
        reservationId: id,
        launchIndex,
        tags: tagsFor(parameters, 'instance'),
      }),
    );
    return { reservationId: id, ids: made.map((instance) => instance.id) };
  });
  const { resources } = request;
  return {
    reservationId,
    ownerId: resources.accountId,
    groupSet: [],
    instancesSet: ids.map((id) => showInstance(get(resources, 'instances', id), resources)),
  };
};

/** Instances are listed by reservation. */
const describeInstances: Action = async (request) => {
  const listed = await describe<Instance>({
    set: 'instances',
    ids: { parameter: 'InstanceId', prefix: 'i' },
    all: ({ resources }) => resources.all('instances'),
    filters: ({ resources }) => instanceFilters(resources),
    show: () => (instance) => instance.id,
  })(request);
  const { resources } = request;
  const instances = (listed['instances'] as readonly string[]).map((id) =>
    get(resources, 'instances', id),
  );
  const reservations = Map.groupBy(instances, ({ reservationId }) => reservationId);
  return {
    reservationSet: [...reservations].map(([reservationId, members]) => ({
      reservationId,
      ownerId: resources.accountId,
      groupSet: [],
      instancesSet: members.map((instance) => showInstance(instance, resources)),
    })),
    nextToken: listed['nextToken'],
  };
};

function moving(move: (draft: Draft, id: string) => StateChange): Action {
  return ({ parameters, change }) => {
    const ids = instanceIds(parameters);
    const changes = change((draft) =>
      ids.map((id) => {
        if (!draft.find('instances', id)) throw missing('i', id);
        return move(draft, id);
      }),
    );
    return {
      instancesSet: changes.map(({ id, before, now }) => ({
        instanceId: id,
        currentState: showState(now),
        previousState: showState(before),
      })),
    };
  };
}

function instanceIds(parameters: Parameters): readonly string[] {
  const ids = parameters.texts('InstanceId');
  if (ids.length > 0) return ids;
  throw new Ec2Error('MissingParameter', 'The request must contain the parameter InstanceId');
}

export const instanceActions: Actions = {
  RunInstances: run,
  DescribeInstances: describeInstances,
  StartInstances: moving(startInstance),
  StopInstances: moving(stopInstance),
  TerminateInstances: moving(terminateInstance),
  /** A machine here has no state that a restart would lose but its processes; they go on. */
  RebootInstances({ parameters, change }) {
    const ids = instanceIds(parameters);
    change((draft) => {
      for (const id of ids) {
        if (get(draft, 'instances', id).state === 'running') continue;
        throw new Ec2Error(
          'IncorrectInstanceState',
          `The instance '${id}' is not in a state from which it can be rebooted.`,
        );
      }
    });
    return done;
  },
  DescribeInstanceStatus: describe<Instance>({
    set: 'instanceStatusSet',
    ids: { parameter: 'InstanceId', prefix: 'i' },
    all: ({ resources, parameters }) =>
      resources
        .all('instances')
        .filter(({ state }) => state === 'running' || parameters.flag('IncludeAllInstances')),
    filters: ({ resources }) => instanceFilters(resources),
    show:
      ({ resources }) =>
      (instance) => {
        const status = instance.state === 'running' ? 'ok' : 'not-applicable';
        return {
          instanceId: instance.id,
          availabilityZone: resources.find('subnets', instance.subnetId)?.availabilityZone,
          instanceState: showState(instance.state),
          instanceStatus: { status, details: [{ name: 'reachability', status: 'passed' }] },
          systemStatus: { status, details: [{ name: 'reachability', status: 'passed' }] },
        };
      },
  }),
  ModifyInstanceAttribute({ parameters, change }) {
    const id = parameters.required('InstanceId');
    const groupIds = parameters.texts('GroupId');
    const sourceDestCheck = parameters.flag('SourceDestCheck.Value');
    change((draft) => {
      changeInstance(draft, id, {
        instanceType: parameters.text('InstanceType.Value'),
        disableApiTermination: parameters.flag('DisableApiTermination.Value'),
        userData: parameters.text('UserData.Value'),
      });
      if (sourceDestCheck === undefined && groupIds.length === 0) return;
      const [card, ...others] = cardsOf(id, draft);
      if (!card || others.length > 0) {
        throw new Ec2Error(
          'InvalidInstanceID',
          `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`,
        );
      }
      changeNetworkInterface(draft, card.id, {
        sourceDestCheck,
        ...(groupIds.length > 0 && { groupIds }),
      });
    });
    return done;
  },
  DescribeInstanceAttribute({ parameters, resources }) {
    const instance = get(resources, 'instances', parameters.required('InstanceId'));
    const attribute = parameters.required('Attribute');
    const [card] = cardsOf(instance.id, resources);
    const values: Readonly<Record<string, string | boolean | undefined>> = {
      instanceType: instance.instanceType,
      disableApiTermination: instance.disableApiTermination,
      disableApiStop: false,
      sourceDestCheck: card?.sourceDestCheck ?? true,
      userData: instance.userData,
      instanceInitiatedShutdownBehavior: 'stop',
      ebsOptimized: false,
    };
    if (attribute === 'groupSet') {
      return { instanceId: instance.id, groupSet: card ? groupSet(card, resources) : [] };
    }
    if (!Object.hasOwn(values, attribute)) {
      throw new Ec2Error('InvalidParameterValue', `Invalid value '${attribute}' for attribute.`);
    }
    const value = values[attribute];
    return { instanceId: instance.id, [attribute]: value === undefined ? {} : { value } };
  },
};
