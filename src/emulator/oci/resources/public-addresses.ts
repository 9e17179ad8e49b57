import type { Kind } from './kind.ts';
import { kindNamed, kindNames } from './kinds.ts';
import type { KindName } from './kinds.ts';
import type { Draft, Resource, Resources } from './store.ts';

/** Gives a public address to everything that is to have one. */
export function assignPublicAddresses(draft: Draft, allocate: () => string): void {
  for (const kind of kindNames) {
    for (const resource of draft.all(kind)) assignTo(resource, draft, allocate);
  }
}

function assignTo<K extends KindName>(
  resource: Resource<K>,
  draft: Draft,
  allocate: () => string,
): void {
  const { publicAddresses }: Kind<K> = kindNamed<K>(resource.kind);
  if (!publicAddresses) return;
  const properties = publicAddresses.assign(resource.properties, allocate, resource, draft);
  if (properties !== resource.properties) draft.set({ ...resource, properties });
}

/** All public addresses in use, each once. */
export function heldAddresses(resources: Resources): ReadonlySet<string> {
  return new Set(
    kindNames.flatMap((kind) => resources.all(kind).flatMap((resource) => heldBy(resource))),
  );
}

function heldBy<K extends KindName>({ kind, properties }: Resource<K>): readonly string[] {
  return kindNamed<K>(kind).publicAddresses?.held(properties) ?? [];
}
