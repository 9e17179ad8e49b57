import { sameId } from '../arm/id.ts';
import { templateError } from './error.ts';

/** What others depend on first, otherwise as given. Throws ARM's InvalidTemplate for a circle. */
export function inOrder<T extends { readonly id: string; readonly dependsOn: readonly string[] }>(
  resources: readonly T[],
): readonly T[] {
  const ordered: T[] = [];
  let waiting = resources;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn }) =>
      dependsOn.every((id) => ordered.some((done) => sameId(done.id, id))),
    );
    if (ready.length === 0) {
      throw templateError(
        `Circular dependency detected on resource: '${waiting.map(({ id }) => id).join("', '")}'`,
      );
    }
    ordered.push(...ready);
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return ordered;
}
