import type { Cloud, CloudServices } from '../cloud.ts';
import { compile } from './fabric/compile.ts';
import { createFrontDoor } from './resources/front-door.ts';
import { createRest } from './rest/handle.ts';
import type { SigningKey } from './rest/signature.ts';
import { circuitEnds } from './routing/circuit-ends.ts';
import { createTerraformTypes } from './terraform/provider.ts';

export interface OciOptions {
  readonly credentials: SigningKey & {
    /** `us-ashburn-1` */
    readonly region: string;
    /** The one compartment beside the tenancy's root. */
    readonly compartmentId: string;
  };
}

/** The emulated Oracle Cloud Infrastructure: Core Services of one compartment in one region, empty at first. */
export function createOci(services: CloudServices, { credentials }: OciOptions): Cloud {
  const { tenancyId, compartmentId, region } = credentials;
  const door = createFrontDoor({ ...services, account: { tenancyId, compartmentId, region } });
  return {
    name: 'oci',
    handle: createRest({ door, services, key: credentials }),
    terraform: createTerraformTypes({ door, observe: services.observe }),
    compile: (observations) =>
      compile({ resources: door.resources, observations, timers: services.timers }),
    circuits: () => circuitEnds(door.resources),
  };
}
