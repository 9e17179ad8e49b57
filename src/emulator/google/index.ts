import type { Cloud, CloudServices } from '../cloud.ts';
import { compile } from './fabric/compile.ts';
import { createFrontDoor } from './resources/front-door.ts';
import { createRest } from './rest/handle.ts';
import { createTerraformTypes } from './terraform/provider.ts';

export interface GoogleOptions {
  /** The access token that every request must carry. */
  readonly token: string;
  /** The one project that exists. @default wirebook-local */
  readonly project?: string;
  /** Where Terraform's resources go that name no place. @default us-east1 */
  readonly region?: string;
}

/** The emulated Google Cloud: Compute Engine's networks and machines in one project, empty at first. */
export function createGoogle(services: CloudServices, options: GoogleOptions): Cloud {
  const { token, project = 'wirebook-local', region = 'us-east1' } = options;
  const door = createFrontDoor({ ...services, project });
  return {
    name: 'google',
    handle: createRest({ door, services, token }),
    terraform: createTerraformTypes({
      door,
      region,
      zone: `${region}-b`,
      observe: services.observe,
    }),
    compile: (observations) => compile(door.resources, observations, services.timers),
  };
}
