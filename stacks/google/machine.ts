import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance/index.js';
import type { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork/index.js';
import type { Machine } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { GoogleScope } from './scope.ts';

export type ConstructedGoogleMachine = Constructed<Machine, ComputeInstance>;

export interface GoogleMachineParameters {
  /** Its name, and its host name. */
  readonly name: string;
  /** Login user: it has the run's SSH key and may use sudo. */
  readonly user: string;
  readonly subnetwork: ComputeSubnetwork;
  /** @default the lowest free one of the subnetwork */
  readonly address?: string;
  /** @default e2-micro */
  readonly size?: string;
}

/** A Compute Engine machine (Ubuntu 22.04) with an external address. */
export function googleMachine(
  google: GoogleScope,
  parameters: GoogleMachineParameters,
): ConstructedGoogleMachine {
  const { name, user, subnetwork, address, size = 'e2-micro' } = parameters;
  const instance = new ComputeInstance(google.scope, name, {
    name,
    machineType: size,
    zone: `${google.region}-b`,
    labels: google.labels,
    bootDisk: { initializeParams: { image: 'ubuntu-os-cloud/ubuntu-2204-lts' } },
    networkInterface: [
      {
        subnetwork: subnetwork.id,
        ...(address !== undefined && { networkIp: address }),
        accessConfig: [{}],
      },
    ],
    metadata: { 'ssh-keys': `${user}:${google.sshPublicKey}` },
  });
  const card = instance.networkInterface.get(0);
  return {
    kind: 'machine',
    cloud: 'google',
    name,
    user,
    id: instance.id,
    publicAddress: card.accessConfig.get(0).natIp,
    privateAddresses: [card.networkIp],
    // Compute Engine knows an interface by its name on its machine.
    networkInterfaces: [card.name],
    [resource]: instance,
  };
}
