import { Ec2Error } from '../query/error.ts';
import { nthId } from './ids.ts';

/** A machine image, and who logs in to machines made of it. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly user: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly createdAt: string;
  readonly rootDevice: string;
}

const amazon = '137112412989';
const canonical = '099720109477';

/** A few of the public images, under names that the real ones have. All run the same Linux here. */
export const images: readonly Image[] = [
  image(1, {
    name: 'al2023-ami-2023.6.20250203.1-kernel-6.1-x86_64',
    description: 'Amazon Linux 2023 AMI 2023.6.20250203.1 x86_64 HVM kernel-6.1',
    createdAt: '2025-02-04T17:55:10.000Z',
  }),
  image(2, {
    name: 'al2023-ami-2023.6.20250203.1-kernel-6.1-arm64',
    description: 'Amazon Linux 2023 AMI 2023.6.20250203.1 arm64 HVM kernel-6.1',
    architecture: 'arm64',
    createdAt: '2025-02-04T17:55:11.000Z',
  }),
  image(3, {
    name: 'amzn2-ami-hvm-2.0.20250123.4-x86_64-gp2',
    description: 'Amazon Linux 2 AMI 2.0.20250123.4 x86_64 HVM gp2',
    createdAt: '2025-01-24T19:03:44.000Z',
  }),
  ubuntu(4, 'noble-24.04', 'hvm-ssd-gp3', '2025-03-05T09:37:01.000Z'),
  ubuntu(5, 'jammy-22.04', 'hvm-ssd', '2025-03-04T08:21:33.000Z'),
  ubuntu(6, 'focal-20.04', 'hvm-ssd', '2025-02-25T11:12:29.000Z'),
];

export function getImage(id: string): Image {
  const found = images.find((it) => it.id === id);
  if (found) return found;
  throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
}

type Details = Pick<Image, 'name' | 'description' | 'createdAt'> & Partial<Image>;

function image(index: number, details: Details): Image {
  return {
    id: nthId('ami', index),
    ownerId: amazon,
    ownerAlias: 'amazon',
    user: 'ec2-user',
    architecture: 'x86_64',
    rootDevice: '/dev/xvda',
    ...details,
  };
}

function ubuntu(index: number, release: string, disk: string, createdAt: string): Image {
  const day = createdAt.slice(0, 10).replaceAll('-', '');
  return image(index, {
    name: `ubuntu/images/${disk}/ubuntu-${release}-amd64-server-${day}`,
    description: `Canonical, Ubuntu, ${release.split('-')[1]}, amd64 ${release.split('-')[0]} image`,
    ownerId: canonical,
    user: 'ubuntu',
    rootDevice: '/dev/sda1',
    createdAt,
  });
}

/** Virtual CPUs and MiB of memory, as DescribeInstanceTypes lists them. */
export const instanceTypes = {
  't2.micro': [1, 1024],
  't2.small': [1, 2048],
  't3.nano': [2, 512],
  't3.micro': [2, 1024],
  't3.small': [2, 2048],
  't3.medium': [2, 4096],
  't4g.micro': [2, 1024],
  'm5.large': [2, 8192],
  'c5.large': [2, 4096],
} as const satisfies Record<string, readonly [vcpus: number, memory: number]>;

export function isInstanceType(name: string): boolean {
  return /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal.*)$/.test(name);
}
