import { noObservations } from '../../fabric/observations.ts';
import type { Observations } from '../../fabric/observations.ts';
import { alreadyExists, invalidField, notFound, requiredField } from '../compute/error.ts';
import { numericId } from '../compute/digest.ts';
import { formatPath, selfLink } from '../compute/link.ts';
import type { ScopePath } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import { refuseUnknownPlace } from './catalogue.ts';
import type { AddressPool } from './external-addresses.ts';
import { assignExternalAddresses, heldAddresses } from './external-addresses.ts';
import type { Body, Context, Make } from './kind.ts';
import { kindNamed } from './kinds.ts';
import type { KindName, Properties } from './kinds.ts';
import { merge } from './merge.ts';
import { textIn } from './read.ts';
import { createStore } from './store.ts';
import type { Draft, Resource, Resources } from './store.ts';

/** The one way in: REST and Terraform both put bodies through it. Every refusal is a {@link ComputeError}. */
export interface FrontDoor {
  readonly project: string;
  readonly resources: Resources;
  /** Throws Google's 404 when it is not there. */
  get<K extends KindName>(kind: K, scope: ScopePath, name: string): Resource<K>;
  insert<K extends KindName>(kind: K, scope: ScopePath, body: Body): Resource<K>;
  /** Merges the body into what is there. */
  patch<K extends KindName>(resource: Resource<K>, body: Body): Resource<K>;
  /** Puts the body in the place of what is there. */
  replace<K extends KindName>(resource: Resource<K>, body: Body): Resource<K>;
  /** Changes properties directly (a machine's status). */
  change<K extends KindName>(resource: Resource<K>, properties: Properties[K]): Resource<K>;
  remove(resource: Resource): void;
  /** Its whole body as a GET shows it. */
  show(resource: Resource, observations: Observations): Body;
}

export interface FrontDoorParameters extends AddressPool {
  readonly project: string;
  releasePublicAddress(address: string): void;
  /** Something changed. */
  changed(): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

const validName = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

export function createFrontDoor(parameters: FrontDoorParameters): FrontDoor {
  const { project } = parameters;
  const store = createStore();
  let made = 0;

  function commit<T>(work: (draft: Draft) => T): T {
    const before = heldAddresses(store.current);
    const result = store.transaction((draft) => {
      const value = work(draft);
      assignExternalAddresses(draft, parameters);
      return value;
    });
    const after = heldAddresses(store.current);
    [...before].filter((address) => !after.has(address)).forEach(parameters.releasePublicAddress);
    parameters.changed();
    return result;
  }

  function maker(draft: Draft): Make {
    return (kind, name, scope, properties) => {
      const path = formatPath({ project, scope, collection: kind, name });
      if (draft.find(kind, path)) throw alreadyExists(path);
      const createdAt = parameters.now();
      const resource = {
        kind,
        path,
        name,
        scope,
        id: numericId(`${path} ${made++}`),
        createdAt,
        properties,
      };
      draft.set(resource);
      return resource;
    };
  }

  function contextOf<K extends KindName>(
    draft: Draft,
    place: Pick<Context<K>, 'path' | 'name' | 'scope'>,
    existing: Resource<K> | undefined,
  ): Context<K> {
    return { project, ...place, existing, resources: draft, make: maker(draft) };
  }

  function replaceWith<K extends KindName>(resource: Resource<K>, body: Body): Resource<K> {
    return commit((draft) => {
      const context = contextOf<K>(draft, resource, resource);
      const properties = kindNamed<K>(resource.kind).prepare(body, context);
      const next = { ...resource, properties };
      draft.set(next);
      return next;
    });
  }

  function show(resource: Resource, observations: Observations): Body {
    const { kind, id, path, name, createdAt } = resource;
    const definition = kindNamed(kind);
    return {
      kind: `compute#${definition.noun}`,
      id,
      creationTimestamp: timestamp(createdAt),
      name,
      ...definition.view(resource, { resources: store.current, observations }),
      selfLink: selfLink(path),
    };
  }

  const current = <K extends KindName>(resource: Resource<K>): Resource<K> =>
    store.current.find(resource.kind, resource.path) ?? resource;

  return {
    project,
    get resources() {
      return store.current;
    },
    get(kind, scope, name) {
      refuseUnknownPlace(project, scope);
      const path = formatPath({ project, scope, collection: kind, name });
      const found = store.current.find(kind, path);
      if (!found) throw notFound(path);
      return found;
    },
    insert(kind, scope, body) {
      refuseUnknownPlace(project, scope);
      const name = textIn(body, 'name');
      if (name === undefined) throw requiredField('resource.name');
      if (!validName.test(name)) {
        throw invalidField(
          'resource.name',
          name,
          "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'",
        );
      }
      return current(
        commit((draft) => {
          const path = formatPath({ project, scope, collection: kind, name });
          if (draft.find(kind, path)) throw alreadyExists(path);
          const definition = kindNamed(kind);
          const context = contextOf<typeof kind>(draft, { path, name, scope }, undefined);
          const resource = context.make(kind, name, scope, definition.prepare(body, context));
          definition.created?.(resource, draft, context.make);
          return resource;
        }),
      );
    },
    patch(resource, body) {
      return current(replaceWith(resource, merge(show(resource, noObservations), body)));
    },
    replace: (resource, body) => current(replaceWith(resource, body)),
    change(resource, properties) {
      return current(
        commit((draft) => {
          const next = { ...resource, properties };
          draft.set(next);
          return next;
        }),
      );
    },
    remove(resource) {
      commit((draft) => {
        const definition = kindNamed(resource.kind);
        definition.refuseDelete?.(resource, draft);
        draft.remove(resource.kind, resource.path);
        definition.deleted?.(resource, draft);
      });
    },
    show,
  };
}
