import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct, TerraformResource } from '../cdktf.ts';
import { hasOwnEquipment } from '../equipment.ts';
import { onpremResource, type OnpremScope } from './resource.ts';

/** A customer site: what stands there is made by the local target, and the user's own on a real cloud. */
export interface OnpremSite extends OnpremScope {
  readonly name: string;
  /** Absent where sites are the user's own. */
  readonly resource?: TerraformResource;
}

export interface SiteParameters {
  /** Up to 24 letters, digits and hyphens. */
  readonly name: string;
  readonly environment: StackEnvironment;
  /** Who brings private circuits to the site, as a cloud shows it. @default Wirebook Exchange */
  readonly serviceProvider?: string;
}

export function site(scope: Construct, parameters: SiteParameters): OnpremSite {
  const { name, environment, serviceProvider } = parameters;
  if (hasOwnEquipment(environment)) return { scope, environment, name };
  const resource = onpremResource(scope, {
    type: 'onprem_site',
    name,
    arguments: { name, service_provider: serviceProvider },
  });
  return { scope, environment, name, resource };
}

/** A switched network of a site. */
export interface Lan {
  readonly site: OnpremSite;
  readonly name: string;
  readonly cidr: string;
  readonly resource?: TerraformResource;
}

export interface LanParameters {
  readonly name: string;
  /** Such as `10.100.10.0/24`. */
  readonly cidr: string;
}

export function lan(at: OnpremSite, { name, cidr }: LanParameters): Lan {
  if (!at.resource) return { site: at, name, cidr };
  const resource = onpremResource(at.scope, {
    type: 'onprem_lan',
    name: `${at.name}-${name}`,
    arguments: { site_id: idOf(at.resource), name, cidr },
  });
  return { site: at, name, cidr, resource };
}

export function idOf(made: TerraformResource): string {
  return made.getStringAttribute('id');
}
