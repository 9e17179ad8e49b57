import { Ec2Error } from '../query/error.ts';
import { applyFilters, readFilters } from '../query/filters.ts';
import { pageOf } from '../query/paging.ts';
import type { Image } from '../resources/images.ts';
import { getImage, images, instanceTypes } from '../resources/images.ts';
import { zoneId, zonesOf } from '../resources/subnet.ts';
import { defaultVpc } from '../resources/vpc-blocks.ts';
import type { Actions } from './action.ts';
import { imageFilters } from './catalogue-filters.ts';

/** What the account can use without making it: zones, regions, images, types. */
export const catalogueActions: Actions = {
  DescribeAvailabilityZones({ parameters, resources }) {
    const names = parameters.texts('ZoneName');
    const zones = zonesOf(resources).map((zoneName) => ({
      zoneName,
      zoneState: 'available',
      zoneId: zoneId(zoneName),
      zoneType: 'availability-zone',
      regionName: resources.region,
      groupName: resources.region,
      networkBorderGroup: resources.region,
      optInStatus: 'opt-in-not-required',
      messageSet: [],
    }));
    const unknown = names.find((name) => !zones.some(({ zoneName }) => zoneName === name));
    if (unknown !== undefined) {
      throw new Ec2Error('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
    }
    const named = zones.filter(({ zoneName }) => names.length === 0 || names.includes(zoneName));
    const tagged = named.map((zone) => ({ ...zone, tags: {} }));
    const found = applyFilters(tagged, readFilters(parameters), {
      'group-name': ({ groupName }) => [groupName],
      'opt-in-status': ({ optInStatus }) => [optInStatus],
      'region-name': ({ regionName }) => [regionName],
      state: ({ zoneState }) => [zoneState],
      'zone-id': (zone) => [zone.zoneId],
      'zone-name': ({ zoneName }) => [zoneName],
      'zone-type': ({ zoneType }) => [zoneType],
    });
    return { availabilityZoneInfo: found.map(({ tags: _, ...zone }) => zone) };
  },
  DescribeRegions({ parameters, resources }) {
    const names = parameters.texts('RegionName');
    const unknown = names.find((name) => name !== resources.region);
    if (unknown !== undefined) {
      throw new Ec2Error('InvalidParameterValue', `Invalid region: [${unknown}]`);
    }
    const region = {
      regionName: resources.region,
      regionEndpoint: `ec2.${resources.region}.amazonaws.com`,
      optInStatus: 'opt-in-not-required',
      tags: {},
    };
    const found = applyFilters([region], readFilters(parameters), {
      endpoint: ({ regionEndpoint }) => [regionEndpoint],
      'region-name': ({ regionName }) => [regionName],
      'opt-in-status': ({ optInStatus }) => [optInStatus],
    });
    return { regionInfo: found.map(({ tags: _, ...shown }) => shown) };
  },
  DescribeImages({ parameters }) {
    parameters.texts('ImageId').forEach(getImage);
    const ids = parameters.texts('ImageId');
    const owners = parameters.texts('Owner');
    const listed = images
      .filter(({ id }) => ids.length === 0 || ids.includes(id))
      .filter(
        ({ ownerId, ownerAlias }) =>
          owners.length === 0 || owners.some((it) => it === ownerId || it === ownerAlias),
      );
    const tagged = listed.map((image) => ({ ...image, tags: {} }));
    const { items, nextToken } = pageOf(
      applyFilters(tagged, readFilters(parameters), imageFilters),
      parameters,
    );
    return { imagesSet: items.map(showImage), nextToken };
  },
  DescribeInstanceTypes({ parameters }) {
    const wanted = parameters.texts('InstanceType');
    const unknown = wanted.find((name) => !Object.hasOwn(instanceTypes, name));
    if (unknown !== undefined) {
      throw new Ec2Error(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${unknown}]`,
      );
    }
    const all = Object.entries(instanceTypes)
      .filter(([name]) => wanted.length === 0 || wanted.includes(name))
      .map(([instanceType, [vcpus, memory]]) => ({ instanceType, vcpus, memory, tags: {} }));
    const found = applyFilters(all, readFilters(parameters), {
      'instance-type': ({ instanceType }) => [instanceType],
      'current-generation': () => ['true'],
    });
    const { items, nextToken } = pageOf(found, parameters);
    return {
      instanceTypeSet: items.map(({ instanceType, vcpus, memory }) => ({
        instanceType,
        currentGeneration: true,
        vCpuInfo: { defaultVCpus: vcpus },
        memoryInfo: { sizeInMiB: memory },
        networkInfo: { maximumNetworkInterfaces: 3, ipv4AddressesPerInterface: 10 },
      })),
      nextToken,
    };
  },
  DescribeAccountAttributes({ parameters, resources }) {
    const values: Readonly<Record<string, readonly string[]>> = {
      'supported-platforms': ['VPC'],
      'default-vpc': [defaultVpc(resources)?.id ?? 'none'],
      'max-instances': ['20'],
      'vpc-max-security-groups-per-interface': ['5'],
      'max-elastic-ips': ['5'],
      'vpc-max-elastic-ips': ['5'],
    };
    const names = parameters.texts('AttributeName');
    return {
      accountAttributeSet: Object.entries(values)
        .filter(([name]) => names.length === 0 || names.includes(name))
        .map(([attributeName, list]) => ({
          attributeName,
          attributeValueSet: list.map((attributeValue) => ({ attributeValue })),
        })),
    };
  },
};

function showImage(image: Image) {
  return {
    imageId: image.id,
    imageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    imageState: 'available',
    imageOwnerId: image.ownerId,
    imageOwnerAlias: image.ownerAlias,
    creationDate: image.createdAt,
    isPublic: true,
    architecture: image.architecture,
    imageType: 'machine',
    name: image.name,
    description: image.description,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDevice,
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    platformDetails: 'Linux/UNIX',
    enaSupport: true,
    blockDeviceMapping: [],
  };
}
