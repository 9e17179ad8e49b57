import type { XmlObject } from '../query/xml.ts';
import { publicAddressOf, publicDnsName } from '../resources/address.ts';
import { getImage } from '../resources/images.ts';
import type { Instance, InstanceState } from '../resources/instance.ts';
import { cardsOf } from '../resources/cards.ts';
import type { Resources } from '../resources/store.ts';
import { tagSet, time } from './action.ts';
import { groupSet, showInterface } from './network-interfaces.ts';

/** Codes that go with the names: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const stateCodes: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function showState(name: InstanceState): XmlObject {
  return { code: stateCodes[name], name };
}

export function showInstance(instance: Instance, resources: Resources): XmlObject {
  const cards = cardsOf(instance.id, resources);
  const [primary] = cards;
  const outside = primary && publicAddressOf(primary, resources);
  const image = getImage(instance.imageId);
  const isGone = instance.state === 'terminated';
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: showState(instance.state),
    privateDnsName: isGone ? '' : instance.privateDnsName,
    dnsName: outside === undefined ? '' : publicDnsName(outside, resources.region),
    reason: '',
    keyName: instance.keyName,
    amiLaunchIndex: instance.launchIndex,
    productCodes: [],
    instanceType: instance.instanceType,
    launchTime: time(instance.launchedAt),
    placement: {
      availabilityZone: resources.find('subnets', instance.subnetId)?.availabilityZone,
      groupName: '',
      tenancy: 'default',
    },
    monitoring: { state: instance.monitoring ? 'enabled' : 'disabled' },
    subnetId: isGone ? undefined : instance.subnetId,
    vpcId: isGone ? undefined : instance.vpcId,
    privateIpAddress: primary?.privateAddresses[0],
    ipAddress: outside,
    sourceDestCheck: primary?.sourceDestCheck,
    groupSet: primary ? groupSet(primary, resources) : [],
    architecture: image.architecture,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDevice,
    blockDeviceMapping: [],
    virtualizationType: 'hvm',
    clientToken: '',
    tagSet: tagSet(instance.tags),
    hypervisor: 'xen',
    networkInterfaceSet: cards.map(showInterface({ resources })),
    ebsOptimized: false,
    enaSupport: true,
    platformDetails: 'Linux/UNIX',
  };
}
