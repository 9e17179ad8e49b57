import type { CloudServices } from '../../cloud.ts';
import { noObservations } from '../../fabric/observations.ts';
import type { Observations } from '../../fabric/observations.ts';
import { incorrectState, notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { ocid } from '../protocol/ocid.ts';
import type { Account, Body, Context, Make } from './kind.ts';
import { isGone } from './kind.ts';
import { kindNamed, kindNames } from './kinds.ts';
import type { KindName, Properties } from './kinds.ts';
import { assignPublicAddresses, heldAddresses } from './public-addresses.ts';
import { bodyIn, present, requiredText, textIn, textMapIn } from './read.ts';
import { createStore } from './store.ts';
import type { Draft, Resource, Resources } from './store.ts';

/** The one way in: REST and Terraform both put bodies through it. Every refusal is an {@link OciError}. */
export interface FrontDoor {
  readonly account: Account;
  readonly resources: Resources;
  /** Throws OCI's 404 when it is not there. */
  get<K extends KindName>(kind: K, id: Ocid): Resource<K>;
  create<K extends KindName>(kind: K, body: Body): Resource<K>;
  /** What the body does not hold stays. */
  update<K extends KindName>(resource: Resource<K>, body: Body): Resource<K>;
  /** Changes it directly: an action. */
  change<K extends KindName>(resource: Resource<K>, changes: Changes<K>): Resource<K>;
  remove(resource: Resource): void;
  /** Its whole body as a GET shows it. */
  show(resource: Resource, observations?: Observations): Body;
}

export interface Changes<K extends KindName> {
  readonly properties?: Properties[K];
  readonly lifecycleState?: string;
}

export interface FrontDoorParameters {
  readonly account: Account;
  readonly circuits: CloudServices['circuits'];
  allocatePublicAddress(): string;
  releasePublicAddress(address: string): void;
  /** Something changed. */
  changed(): void;
  /** Resolves when all changes so far are real. */
  settled(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

export function createFrontDoor(parameters: FrontDoorParameters): FrontDoor {
  const { account } = parameters;
  const store = createStore();
  let made = 0;

  function commit<T>(work: (draft: Draft) => T): T {
    const before = heldAddresses(store.current);
    const result = store.transaction((draft) => {
      const value = work(draft);
      assignPublicAddresses(draft, parameters.allocatePublicAddress);
      return value;
    });
    const after = heldAddresses(store.current);
    [...before].filter((address) => !after.has(address)).forEach(parameters.releasePublicAddress);
    parameters.changed();
    return result;
  }

  const freshId = (kind: KindName): Ocid =>
    ocid(kindNamed(kind).ocid, account.region, `${account.tenancyId} ${made++}`);

  function defaultName(kind: KindName): string {
    const time = new Date(parameters.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    return `${kindNamed(kind).ocid}${time}`;
  }

  function maker(draft: Draft, compartmentId: Ocid): Make {
    return (kind, given) => {
      const resource = {
        kind,
        id: freshId(kind),
        compartmentId: given.compartmentId ?? compartmentId,
        displayName: given.displayName ?? defaultName(kind),
        lifecycleState: given.lifecycleState ?? kindNamed(kind).states.initial,
        timeCreated: parameters.now(),
        freeformTags: {},
        definedTags: {},
        version: 0,
        properties: given.properties,
      };
      draft.set(resource);
      return resource;
    };
  }

  const current = <K extends KindName>(resource: Resource<K>): Resource<K> =>
    store.current.find(resource.kind, resource.id) ?? resource;

  /** When Linux refuses, the daemon says so, and the resource stays in the making. */
  function settleStates(): void {
    const waiting = settlingIn(store.current);
    if (waiting.length === 0) return;
    parameters.settled().then(
      () =>
        store.transaction((draft) => {
          waiting
            .map(({ kind, id, version }) => ({ version, now: draft.find(kind, id) }))
            .flatMap(({ version, now }) => (now?.version === version ? [now] : []))
            .forEach((resource) => draft.set({ ...resource, lifecycleState: nextState(resource) }));
        }),
      () => undefined,
    );
  }

  function contextOf(
    draft: Draft,
    place: Pick<Context, 'id' | 'compartmentId' | 'displayName'>,
  ): Context {
    return { ...place, account, draft, make: maker(draft, place.compartmentId) };
  }

  return {
    account,
    get resources() {
      return store.current;
    },
    get(kind, id) {
      const found = store.current.find(kind, id);
      if (!found) throw notFound(id);
      return found;
    },
    create(kind, body) {
      const definition = kindNamed(kind);
      const resource = commit((draft) => {
        const id = freshId(kind);
        const compartmentId =
          definition.compartmentOf?.(body, draft) ?? compartmentIn(body, account);
        const displayName = textIn(body, 'displayName') ?? defaultName(kind);
        const context = contextOf(draft, { id, compartmentId, displayName });
        const resource = {
          kind,
          id,
          compartmentId,
          displayName,
          lifecycleState: definition.states.initial,
          timeCreated: parameters.now(),
          freeformTags: textMapIn(body, 'freeformTags') ?? {},
          definedTags: tagsIn(body) ?? {},
          version: 0,
          properties: definition.create(body, context),
        };
        draft.set(resource);
        return resource;
      });
      settleStates();
      return current(resource);
    },
    update(resource, body) {
      if (isGone(resource)) {
        throw incorrectState(`${resource.id} is in the state ${resource.lifecycleState}.`);
      }
      const changed = commit((draft) => {
        const context = contextOf(draft, resource);
        const properties =
          kindNamed(resource.kind).update?.(body, resource, context) ?? resource.properties;
        const next = {
          ...resource,
          displayName: textIn(body, 'displayName') ?? resource.displayName,
          freeformTags: textMapIn(body, 'freeformTags') ?? resource.freeformTags,
          definedTags: tagsIn(body) ?? resource.definedTags,
          properties,
        };
        draft.set(next);
        return next;
      });
      settleStates();
      return current(changed);
    },
    change(resource, changes) {
      const changed = commit((draft) => {
        const next = { ...resource, ...changes };
        draft.set(next);
        return next;
      });
      settleStates();
      return current(changed);
    },
    remove(resource) {
      const definition = kindNamed(resource.kind);
      commit((draft) => {
        definition.refuseDelete?.(resource, draft);
        if (definition.listedWhenTerminated === true) {
          draft.set({ ...resource, lifecycleState: 'TERMINATED' });
        } else {
          draft.remove(resource.kind, resource.id);
        }
        definition.deleted?.(resource, draft);
      });
      settleStates();
    },
    show(resource, observations = noObservations) {
      const { id, compartmentId, displayName, lifecycleState, timeCreated } = resource;
      const reading = {
        resources: store.current,
        observations,
        circuits: parameters.circuits,
        now: parameters.now(),
      };
      return present({
        id,
        compartmentId,
        displayName,
        lifecycleState,
        timeCreated: new Date(timeCreated).toISOString(),
        freeformTags: resource.freeformTags,
        definedTags: resource.definedTags,
        ...kindNamed(resource.kind).view(resource, reading),
      });
    },
  };
}

function nextState({ kind, lifecycleState }: Resource): string {
  return kindNamed(kind).states.settling?.[lifecycleState] ?? lifecycleState;
}

function settlingIn(resources: Resources): readonly Resource[] {
  return kindNames
    .flatMap((kind): readonly Resource[] => resources.all(kind))
    .filter((resource) => nextState(resource) !== resource.lifecycleState);
}

/** Requests name the one compartment, or the tenancy, which is the root compartment. */
function compartmentIn(body: Body, account: Account): Ocid {
  const compartmentId = requiredText(body, 'compartmentId');
  if (compartmentId !== account.compartmentId && compartmentId !== account.tenancyId) {
    throw notFound(compartmentId);
  }
  return compartmentId;
}

function tagsIn(body: Body): Resource['definedTags'] | undefined {
  const tags = bodyIn(body, 'definedTags');
  return (
    tags &&
    Object.fromEntries(
      Object.keys(tags).map((namespace) => [namespace, bodyIn(tags, namespace) ?? {}]),
    )
  );
}
