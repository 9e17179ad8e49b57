import { templateError } from './error.ts';
import type { Scope } from './scope.ts';

type TemplateFunction = (args: readonly unknown[], scope: Scope) => unknown;

/**
 * The functions of template expressions that the local cloud has, by name in lower case.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['parameters', (args, scope) => scope.parameter(text('parameters', args, 0))],
  ['variables', (args, scope) => scope.variable(text('variables', args, 0))],
  ['concat', concat],
  ['resourceid', resourceId],
  ['reference', reference],
  ['resourcegroup', (_, { group }) => group],
  ['subscription', (_, { subscriptionId }) => subscription(subscriptionId)],
  ['tolower', (args) => text('toLower', args, 0).toLowerCase()],
  ['toupper', (args) => text('toUpper', args, 0).toUpperCase()],
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
]);

/** Texts (and numbers) to one text, arrays to one array. */
function concat(args: readonly unknown[]): unknown {
  if (args.length > 0 && args.every(Array.isArray)) return args.flat();
  return args.map((_, index) => text('concat', args, index)).join('');
}

/** `resourceId([subscription], [group], type, name, …)`: the type is the first with a slash in it. */
function resourceId(args: readonly unknown[], { subscriptionId, group }: Scope): string {
  const words = args.map((_, index) => text('resourceId', args, index));
  const at = words.findIndex((word) => word.includes('/'));
  const [provider = '', ...types] = (words[at] ?? '').split('/');
  const names = words.slice(at + 1).flatMap((name) => name.split('/'));
  if (at < 0 || at > 2 || names.length !== types.length) {
    throw templateError(
      `Unable to evaluate template language function 'resourceId': the type '${words[at] ?? ''}' needs ${types.length} resource name(s), not '${names.join(', ')}'`,
    );
  }
  const ofSubscription = at === 2 ? words[0] : subscriptionId;
  const ofGroup = at === 0 ? group.name : words[at - 1];
  const path = types.map((type, index) => `/${type}/${names[index]}`).join('');
  return `/subscriptions/${ofSubscription}/resourceGroups/${ofGroup}/providers/${provider}${path}`;
}

/** `reference(nameOrId, [apiVersion], ['Full'])` */
function reference(args: readonly unknown[], scope: Scope): unknown {
  if (!scope.reference) {
    throw templateError(
      "The template function 'reference' is not expected at this location: it works in properties of resources and in outputs only",
    );
  }
  const full = args[2] !== undefined && text('reference', args, 2).toLowerCase() === 'full';
  return scope.reference(text('reference', args, 0), full);
}

function subscription(subscriptionId: string): unknown {
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: subscriptionId,
    displayName: 'Local cloud',
  };
}

function text(name: string, args: readonly unknown[], index: number): string {
  const value = args[index];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw templateError(
    `Unable to evaluate template language function '${name}': its argument ${index + 1} is not a text`,
  );
}
