import type { Machine } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource } from '../constructed.ts';
import { needEquipment, settingsOf } from '../equipment.ts';
import { onpremResource } from './resource.ts';
import { idOf, type Lan, type OnpremSite } from './site.ts';

/** A machine of a site; its resource is absent where it is the user's own. */
export type SiteMachine = Machine & {
  readonly [site]: OnpremSite;
  readonly [resource]?: TerraformResource;
};

/** Symbols are no fields of handles. */
const site: unique symbol = Symbol('site');
const lans: unique symbol = Symbol('LANs');

/** A site's router. */
export type SiteRouter = SiteMachine & { readonly [lans]: readonly LanAddress[] };

export interface LanAddress {
  readonly lan: Lan;
  readonly address: string;
}

export interface SiteRouterParameters {
  /** Host name: up to 24 letters, digits and hyphens. */
  readonly name: string;
  /** Login user: it has the run's SSH key and may use sudo. */
  readonly user: string;
  /** Its LANs, in order: `lan0`, `lan1` … */
  readonly lans: readonly LanAddress[];
  /** Addresses on `lo`. @default none */
  readonly loopbacks?: readonly string[];
  /** The AS number that the lab configures it with, for pictures. */
  readonly asn?: number;
}

/**
 * A Linux router: it forwards, and knows only what it is connected to. The step `frr` makes it speak BGP, the step
 * `strongswan` IPsec. Circuits come to it by {@link circuitLink}.
 */
export function siteRouter(at: OnpremSite, parameters: SiteRouterParameters): SiteRouter {
  const { name, user, asn, loopbacks = [] } = parameters;
  const plan: Plan = {
    name,
    user,
    addresses: [
      ...parameters.lans.map(({ address }, index) => [`lan${index}`, address] as const),
      ...loopbacks.map((address) => ['lo', address] as const),
    ],
    purpose: [
      asn === undefined ? 'a router' : `a router of AS ${asn}`,
      ...parameters.lans.map(({ lan, address }) => `${address} in ${lan.name} (${lan.cidr})`),
      ...loopbacks.map((address) => `${address} on its loopback`),
    ].join(', '),
  };
  const machine = siteMachine(at, plan, () =>
    onpremResource(at.scope, {
      type: 'onprem_router',
      name,
      arguments: {
        ...common(at, plan),
        asn,
        loopbacks: loopbacks.length > 0 ? loopbacks : undefined,
        lan: parameters.lans.map(({ lan, address }) => ({ lan_id: lanId(lan), address })),
      },
    }),
  );
  return { ...machine, [lans]: parameters.lans };
}

export interface SiteHostParameters {
  readonly name: string;
  readonly user: string;
  readonly lan: Lan;
  readonly address: string;
  /** Where it sends what is not of its LAN: a router of the LAN, or an address. */
  readonly gateway: SiteRouter | string;
}

/** A Linux machine in a LAN, behind its gateway. */
export function siteHost(at: OnpremSite, parameters: SiteHostParameters): SiteMachine {
  const { name, user, lan, address } = parameters;
  const gateway = gatewayAddress(parameters);
  const plan: Plan = {
    name,
    user,
    addresses: [['lan0', address]],
    purpose: `a host, ${address} in ${lan.name} (${lan.cidr}), behind ${gateway}`,
  };
  return siteMachine(at, plan, () =>
    onpremResource(at.scope, {
      type: 'onprem_host',
      name,
      arguments: { ...common(at, plan), lan_id: lanId(lan), address, gateway },
    }),
  );
}

interface Plan {
  readonly name: string;
  readonly user: string;
  /** Cards and their addresses. */
  readonly addresses: readonly (readonly [device: string, address: string])[];
  readonly purpose: string;
}

function siteMachine(at: OnpremSite, plan: Plan, make: () => TerraformResource): SiteMachine {
  const { name, purpose } = plan;
  const planned = plan.addresses.map(([, address]) => address);
  const common = { kind: 'machine', cloud: 'onprem', name, [site]: at } as const;
  needEquipment(at.environment, { name, kind: 'machine', purpose });
  if (!at.resource) {
    // Without settings there is no deployment: `refuseMissingEquipment` sees to it.
    const own = settingsOf(at.environment, name);
    return {
      ...common,
      id: name,
      user: own?.user ?? '',
      publicAddress: own?.address ?? '',
      privateAddresses: own?.privateAddresses ?? planned,
      networkInterfaces: [],
    };
  }
  const made = make();
  return {
    ...common,
    id: idOf(made),
    user: plan.user,
    publicAddress: made.getStringAttribute('public_address'),
    privateAddresses: planned,
    networkInterfaces: plan.addresses.map(([device]) => device),
    [resource]: made,
  };
}

function common(at: OnpremSite, { name, user }: Plan) {
  return {
    site_id: at.resource && idOf(at.resource),
    name,
    user,
    ssh_public_key: at.environment.sshPublicKey,
  };
}

function lanId({ resource: made }: Lan): string | undefined {
  return made && idOf(made);
}

function gatewayAddress({ name, lan, gateway }: SiteHostParameters): string {
  if (typeof gateway === 'string') return gateway;
  const found = gateway[lans].find((entry) => entry.lan === lan);
  if (found) return found.address;
  throw new Error(`${gateway.name} is not in ${lan.name}, so it cannot be the gateway of ${name}`);
}

/** Where a machine stands. */
export function siteOf(machine: SiteMachine): OnpremSite {
  return machine[site];
}
