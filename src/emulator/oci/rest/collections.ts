import type { Kind, Operation } from '../resources/kind.ts';
import { kindNamed, kindNames } from '../resources/kinds.ts';
import type { KindName } from '../resources/kinds.ts';
import { demandParameters, selected } from './lists.ts';
import type { Route } from './routes.ts';

/** Each collection's own paths, as its kind serves them. */
export const collectionRoutes: readonly Route[] = kindNames.flatMap((name) =>
  kindNamed(name).operations.map((operation) => routeFor(name, operation)),
);

function routeFor(name: KindName, operation: Operation): Route {
  const collection = `/${name}`;
  const one = `/${name}/{id}`;
  switch (operation) {
    case 'list':
      return { method: 'GET', path: collection, answer: (call) => list(name, call) };
    case 'create':
      return {
        method: 'POST',
        path: collection,
        answer: ({ door, body }) => ({ kind: 'resource', resource: door.create(name, body) }),
      };
    case 'get':
      return {
        method: 'GET',
        path: one,
        answer: ({ door, parameter }) => ({
          kind: 'resource',
          resource: door.get(name, parameter('id')),
        }),
      };
    case 'update':
      return {
        method: 'PUT',
        path: one,
        answer({ door, parameter, body, demandMatch }) {
          const resource = door.get(name, parameter('id'));
          demandMatch(resource);
          return { kind: 'resource', resource: door.update(resource, body) };
        },
      };
    case 'delete':
      return {
        method: 'DELETE',
        path: one,
        answer({ door, parameter, demandMatch }) {
          const resource = door.get(name, parameter('id'));
          demandMatch(resource);
          door.remove(resource);
          return { kind: 'nothing' };
        },
      };
    default:
      return operation satisfies never;
  }
}

async function list(
  name: KindName,
  { door, services, query }: Parameters<Route['answer']>[0],
): Promise<{ readonly kind: 'list'; readonly items: ReturnType<typeof selected> }> {
  const {
    filters,
    requiredFilters = ['compartmentId'],
  }: Pick<Kind<KindName>, 'filters' | 'requiredFilters'> = kindNamed(name);
  demandParameters(query, requiredFilters);
  const observations = await services.observe();
  const bodies = door.resources.all(name).map((resource) => door.show(resource, observations));
  return { kind: 'list', items: selected(bodies, query, filters) };
}
