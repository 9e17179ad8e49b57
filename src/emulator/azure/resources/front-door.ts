import { isDeepStrictEqual } from 'node:util';
import type { Observations } from '../../fabric/observations.ts';
import { guidOf } from '../arm/digest.ts';
import {
  ArmError,
  badRequest,
  childNotFound,
  notEmulated,
  resourceGroupNotFound,
  resourceNotFound,
} from '../arm/error.ts';
import { armPath, armType, formatArmId, parentId, parseArmId, sameId } from '../arm/id.ts';
import type { Body } from './kind.ts';
import { kindNamed, kindOfType, kinds } from './kinds.ts';
import type { KindName, Properties } from './kinds.ts';
import type { AddressPool } from './public-addresses.ts';
import { assignPublicAddresses, heldAddresses } from './public-addresses.ts';
import { envelope } from './envelope.ts';
import { createStore } from './store.ts';
import type { Draft, Resource, Resources } from './store.ts';

/** The one way in: REST and Terraform both put bodies through it. Every refusal is an {@link ArmError}. */
export interface FrontDoor {
  readonly resources: Resources;
  /** The kind of resource an id names. Throws for ids and types that are not known. */
  kindOf(id: string): KindName;
  find(id: string): Resource | undefined;
  /** Throws ARM's 404 when it is not there. */
  get(id: string): Resource;
  /** Creates or replaces. `ifMatch`: only if its ETag is this one. */
  put(id: string, body: Body, options?: { readonly ifMatch?: string }): PutResult;
  /** False when there was nothing to delete. */
  remove(id: string, options?: { readonly ifMatch?: string }): boolean;
  /** Changes a resource's own properties directly (a machine's power). */
  change<K extends KindName>(resource: Resource<K>, properties: Properties[K]): void;
  /** Its whole body as a GET shows it. */
  show(resource: Resource, observations: Observations): Body;
}

export interface PutResult {
  readonly resource: Resource;
  readonly created: boolean;
}

export interface FrontDoorParameters extends AddressPool {
  readonly subscriptionId: string;
  releasePublicAddress(address: string): void;
  /** What a provider ordered by a circuit's service key. @default nothing */
  circuitOrder?: Resources['circuitOrder'];
  /** Something changed. */
  changed(): void;
}

const validName = /^\w([\w.()-]{0,88}[\w()-])?$/;

export function createFrontDoor(parameters: FrontDoorParameters): FrontDoor {
  const store = createStore(parameters.circuitOrder);

  function commit<T>(work: (draft: Draft) => T): T {
    const before = heldAddresses(store.current);
    const result = store.transaction((draft) => {
      const value = work(draft);
      assignPublicAddresses(draft, parameters);
      return value;
    });
    const after = new Set(heldAddresses(store.current));
    before.filter((address) => !after.has(address)).forEach(parameters.releasePublicAddress);
    parameters.changed();
    return result;
  }

  function kindOf(id: string): KindName {
    const parsed = parseArmId(id);
    if (!parsed) throw badRequest('LinkedInvalidPropertyId', `'${id}' is not a resource id.`);
    if (!sameId(parsed.subscription, parameters.subscriptionId)) {
      throw new ArmError(
        404,
        'SubscriptionNotFound',
        `The subscription '${parsed.subscription}' could not be found.`,
      );
    }
    const kind = kindOfType(armType(parsed));
    if (kind === undefined) throw notEmulated(`resources of type ${armType(parsed)}`);
    return kind;
  }

  function find(id: string): Resource | undefined {
    return store.current.find(kindOf(id), id);
  }

  function get(id: string): Resource {
    const kind = kindOf(id);
    return store.current.find(kind, id) ?? refuseMissing(id, kind, store.current);
  }

  return {
    get resources() {
      return store.current;
    },
    kindOf,
    find,
    get,
    put(id, body, options) {
      const kind = kindOf(id);
      return commit((draft) => put(draft, kind, id, body, options?.ifMatch));
    },
    remove(id, options) {
      const resource = find(id);
      if (!resource) {
        refuseMissingParents(id, kindOf(id), store.current);
        return false;
      }
      refuseStale(resource, options?.ifMatch);
      commit((draft) =>
        resource.kind === 'resourceGroups'
          ? removeGroup(draft, resource.id)
          : remove(draft, resource),
      );
      return true;
    },
    change(resource, properties) {
      commit((draft) => draft.set({ ...resource, version: resource.version + 1, properties }));
    },
    show(resource, observations) {
      const show = (target: Resource): Body => {
        const reading = { resources: store.current, observations, show };
        return showEnvelope(target, kindNamed(target.kind).view(target, reading));
      };
      return show(resource);
    },
  };
}

function put(draft: Draft, name: KindName, id: string, body: Body, ifMatch?: string): PutResult {
  const kind = kindNamed(name);
  const canonical = refuseMissingParents(id, name, draft);
  const existing = draft.find(name, id);
  refuseStale(existing, ifMatch);
  const resourceName = existing?.name ?? canonical.slice(canonical.lastIndexOf('/') + 1);
  if (!existing && !validName.test(resourceName)) {
    throw badRequest(
      'InvalidResourceName',
      `Resource name ${resourceName} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
    );
  }
  const outer = envelope(body, canonical, kind.parent === undefined, existing);
  const context = {
    id: existing?.id ?? canonical,
    name: resourceName,
    location: outer.location ?? '',
    existing,
    resources: draft,
    ...(outer.sku && { sku: outer.sku }),
  };
  const properties = kind.prepare(body, context);
  const next: Resource = {
    kind: name,
    id: context.id,
    name: resourceName,
    ...outer,
    version: 1,
    properties,
  };
  const same = existing && isDeepStrictEqual({ ...existing, version: 1 }, next);
  const stored: Resource = { ...next, version: (existing?.version ?? 0) + (same ? 0 : 1) };
  draft.set(stored);
  putInline(draft, stored, body);
  kind.stored?.(stored, draft);
  return { resource: draft.find(name, id) ?? stored, created: existing === undefined };
}

/** Children that came inside their parent's body: those not named go, the others are put. */
function putInline(draft: Draft, parent: Resource, body: Body): void {
  const properties = (body['properties'] ?? {}) as Body;
  for (const { property, kind, absent } of kindNamed(parent.kind).inline ?? []) {
    const given = properties[property];
    if (!Array.isArray(given) && absent === 'keep') continue;
    const children = (Array.isArray(given) ? given : []) as readonly Body[];
    const named = children.map((child) => {
      if (typeof child?.['name'] === 'string') return { name: child['name'], child };
      throw badRequest(
        'InvalidRequestFormat',
        `Every one of '${property}' of ${parent.id} needs a name.`,
      );
    });
    for (const old of draft.inside(kind, parent.id)) {
      if (!named.some(({ name }) => sameId(name, old.name))) remove(draft, old);
    }
    const segment = kinds[kind].type.split('/').at(-1);
    for (const { name, child } of named) put(draft, kind, `${parent.id}/${segment}/${name}`, child);
  }
}

function remove(draft: Draft, resource: Resource): void {
  const kind = kindNamed(resource.kind);
  kind.refuseDelete?.(resource, draft);
  for (const inline of kind.inline ?? []) {
    for (const child of draft.inside(inline.kind, resource.id)) remove(draft, child);
  }
  draft.remove(resource.kind, resource.id);
  kind.deleted?.(resource, draft);
}

/** Everything in a group goes, users before what they use; what others outside use stops it. */
function removeGroup(draft: Draft, groupId: string): void {
  const names = (Object.keys(kinds) as KindName[]).filter(
    (name) => name !== 'resourceGroups' && kindNamed(name).parent === undefined,
  );
  let refusal: unknown;
  let progress = true;
  while (progress) {
    progress = false;
    refusal = undefined;
    for (const resource of names.flatMap((name): readonly Resource[] =>
      draft.inside(name, groupId),
    )) {
      try {
        remove(draft, resource);
        progress = true;
      } catch (error) {
        refusal = error;
      }
    }
  }
  if (refusal !== undefined) throw refusal;
  draft.remove('resourceGroups', groupId);
}

/** The id with its group and parent spelled as they were created. Throws when one of them is missing. */
function refuseMissingParents(id: string, name: KindName, resources: Resources): string {
  const parsed = parseArmId(id);
  if (!parsed || parsed.provider === undefined) return id;
  const groupId = formatArmId({
    subscription: parsed.subscription,
    group: parsed.group,
    types: [],
    names: [],
  });
  const group = resources.find('resourceGroups', groupId);
  if (!group) throw resourceGroupNotFound(parsed.group);
  const { parent, type } = kindNamed(name);
  if (parent === undefined) {
    const { type: _, ...rest } = { ...parsed, type };
    return formatArmId({
      ...rest,
      group: group.name,
      provider: type.split('/')[0] ?? '',
      types: type.split('/').slice(1),
    });
  }
  const owner = resources.find(parent, parentId(id));
  if (!owner) {
    const of = { ...parsed, types: parsed.types.slice(0, -1), names: parsed.names.slice(0, -1) };
    throw new ArmError(
      404,
      'ParentResourceNotFound',
      `Can not perform requested operation on nested resource. Parent resource '${armPath(of)}' not found.`,
    );
  }
  return `${owner.id}/${type.split('/').at(-1)}/${parsed.names.at(-1)}`;
}

function refuseMissing(id: string, name: KindName, resources: Resources): never {
  refuseMissingParents(id, name, resources);
  const parsed = parseArmId(id);
  if (!parsed || name === 'resourceGroups') throw resourceGroupNotFound(parsed?.group ?? id);
  if (kindNamed(name).parent !== undefined) throw childNotFound(id);
  throw resourceNotFound(armPath(parsed), parsed.group);
}

function refuseStale(existing: Resource | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined || (ifMatch === '*' && existing)) return;
  if (existing && ifMatch.replace(/^W\//, '') === etagOf(existing).replace(/^W\//, '')) return;
  throw new ArmError(
    412,
    'PreconditionFailed',
    'Precondition failed: the resource has another ETag than the one that If-Match gives.',
  );
}

/** `W/"…"`: changes with every change of the resource. */
export function etagOf(resource: Resource): string {
  return `W/"${guidOf(`${resource.id} ${resource.version}`)}"`;
}

function showEnvelope(resource: Resource, properties: Body): Body {
  const { type, label } = kindNamed(resource.kind);
  const group = resource.kind === 'resourceGroups';
  return {
    id: resource.id,
    name: resource.name,
    type,
    ...(label !== undefined && { kind: label }),
    ...(!group && { etag: etagOf(resource) }),
    ...(resource.location !== undefined && { location: resource.location }),
    ...(resource.tags && { tags: resource.tags }),
    ...(resource.sku && { sku: resource.sku }),
    ...(resource.zones && { zones: resource.zones }),
    properties: {
      provisioningState: 'Succeeded',
      ...(!group && { resourceGuid: guidOf(resource.id) }),
      ...properties,
    },
  };
}
