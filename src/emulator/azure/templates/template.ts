import { z } from 'zod';
import { sameId } from '../arm/id.ts';
import { templateError } from './error.ts';
import { evaluate, referencesIn } from './evaluate.ts';
import { inOrder } from './order.ts';
import { createScope } from './create-scope.ts';
import {
  givenParameter,
  isOfType,
  parameterDeclaration,
  showValue,
  valueType,
} from './parameters.ts';
import type { Scope } from './scope.ts';

type Body = Readonly<Record<string, unknown>>;
type Reference = NonNullable<Scope['reference']>;

/** A template with its parameters, checked as far as that goes before anything is there. */
export interface Plan {
  /** What others depend on comes first. */
  readonly resources: readonly PlannedResource[];
  /** The parameters as a deployment shows them, without secrets. */
  readonly parameters: Body;
  /** `{ name: { type, value } }` */
  outputs(reference: Reference): Body;
}

export interface PlannedResource {
  readonly id: string;
  readonly name: string;
  /** `Microsoft.Network/connections` */
  readonly type: string;
  /** Ids of resources of this template. */
  readonly dependsOn: readonly string[];
  /** What is put. */
  body(reference: Reference): Body;
}

/** Keys that say nothing of the resource itself. */
const ownKeys = ['type', 'name', 'apiVersion', 'dependsOn', 'comments', 'metadata'];

const resource = z.looseObject({
  type: z.string().includes('/'),
  name: z.string().min(1),
  apiVersion: z.string().min(1),
  dependsOn: z.array(z.string()).default([]),
});

const template = z.looseObject({
  $schema: z.string(),
  contentVersion: z.string(),
  parameters: z.record(z.string(), parameterDeclaration).default({}),
  variables: z.record(z.string(), z.unknown()).default({}),
  resources: z.array(resource),
  outputs: z
    .record(
      z.string(),
      z.strictObject({ type: valueType, value: z.unknown(), metadata: z.unknown().optional() }),
    )
    .default({}),
});

const emulated = {
  template: [...Object.keys(template.shape), 'metadata'],
  resource: [...ownKeys, 'location', 'tags', 'sku', 'zones', 'properties'],
};

export interface ReadTemplateParameters extends Pick<Scope, 'subscriptionId' | 'group'> {
  readonly template: unknown;
  /** `{ name: { value } }` */
  readonly parameters: unknown;
}

/**
 * Throws ARM's InvalidTemplate, which names what is wrong or what the local cloud lacks.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 */
export function readTemplate(input: ReadTemplateParameters): Plan {
  const read = parse(template, input.template, 'the template');
  refuseOthers(read, emulated.template, 'the template');
  const given = parse(
    z.record(z.string(), givenParameter).nullish(),
    input.parameters,
    'the parameters',
  );
  const { scope, values } = createScope({
    ...input,
    declared: read.parameters,
    given: given ?? {},
    variables: read.variables,
  });
  const resources = read.resources.map((one) => ({ ...place(one, scope), one }));
  const find = (text: string) =>
    resources.find(({ id, name, type }) =>
      [id, name, `${type}/${name}`, interleaved(id)].some((known) => sameId(known, text)),
    );
  const byName =
    (reference: Reference): Reference =>
    (text, full) =>
      reference(find(text)?.id ?? text, full);

  const planned = resources.map(({ id, name, type, one }): PlannedResource => {
    refuseOthers(one, emulated.resource, `the resource '${name}'`);
    const own = Object.fromEntries(Object.entries(one).filter(([key]) => !ownKeys.includes(key)));
    const named = one.dependsOn.map((text) => {
      const wanted = String(evaluate(text, scope));
      const found = find(wanted);
      if (found) return found.id;
      throw templateError(
        `The resource '${wanted}' that '${id}' depends on is not defined in the template`,
      );
    });
    const referenced = referencesIn(own, scope);
    // What needs no other resource is worked out now, so that its errors come before anything is made.
    const body = referenced.length === 0 ? (evaluate(own, scope) as Body) : undefined;
    const dependsOn = [...named, ...referenced.flatMap((text) => find(text)?.id ?? [])];
    return {
      id,
      name,
      type,
      dependsOn: [...new Set(dependsOn)],
      body: (reference) =>
        body ?? (evaluate(own, { ...scope, reference: byName(reference) }) as Body),
    };
  });
  const twin = planned.find(({ id }, at) => planned.some((o, i) => i < at && sameId(o.id, id)));
  if (twin) {
    throw templateError(`The resource '${twin.id}' is defined multiple times in a template`);
  }

  return {
    resources: inOrder(planned),
    parameters: Object.fromEntries(
      Object.entries(read.parameters).map(([name, { type }]) => [
        name,
        showValue(type, values(name)),
      ]),
    ),
    outputs: (reference) =>
      Object.fromEntries(
        Object.entries(read.outputs).map(([name, { type, value: text }]) => {
          const value = evaluate(text, { ...scope, reference: byName(reference) });
          if (isOfType(type, value)) return [name, showValue(type, value)];
          throw templateError(`The template output '${name}' is not valid: it is not a '${type}'`);
        }),
      ),
  };
}

function place(one: z.infer<typeof resource>, scope: Scope) {
  const name = String(evaluate(one.name, scope));
  const type = one.type;
  const [provider = '', ...types] = type.split('/');
  const names = name.split('/');
  if (names.length !== types.length || names.includes('')) {
    throw templateError(
      `The template resource '${name}' for type '${type}' has incorrect segment lengths. A resource name must have as many segments as its type has behind the provider`,
    );
  }
  const path = types.map((part, index) => `/${part}/${names[index]}`).join('');
  return { id: `${scope.group.id}/providers/${provider}${path}`, name, type };
}

/** `Microsoft.Network/virtualNetworks/vnet1/subnets/sub1` */
function interleaved(id: string): string {
  return id.slice(id.indexOf('/providers/') + '/providers/'.length);
}

function refuseOthers(value: object, known: readonly string[], of: string): void {
  const other = Object.entries(value).find(
    ([key, part]) => !known.includes(key) && !saysNothing(part),
  );
  if (other) throw templateError(`The local cloud does not emulate '${other[0]}' of ${of}`);
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, of: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw templateError(`'${where}' of ${of}: ${issue?.message ?? 'invalid'}`);
}
