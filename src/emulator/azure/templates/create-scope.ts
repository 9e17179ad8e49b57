import type { z } from 'zod';
import { templateError } from './error.ts';
import { evaluate } from './evaluate.ts';
import type { givenParameter, ParameterDeclaration } from './parameters.ts';
import { refuseValue } from './parameters.ts';
import type { Scope } from './scope.ts';

export interface CreateScopeParameters extends Pick<Scope, 'subscriptionId' | 'group'> {
  readonly declared: Readonly<Record<string, ParameterDeclaration>>;
  readonly given: Readonly<Record<string, z.infer<typeof givenParameter>>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Parameters and variables of a template, all worked out and checked. Names are compared without regard to case. */
export function createScope({
  subscriptionId,
  group,
  declared,
  given,
  variables,
}: CreateScopeParameters): { readonly scope: Scope; values(name: string): unknown } {
  const stray = Object.keys(given).find((name) => entry(declared, name) === undefined);
  if (stray !== undefined) {
    throw templateError(
      `The template parameters '${stray}' in the parameters file are not valid; they are not present in the original template`,
    );
  }
  const parameter = onceEach('parameter', declared, (name, declaration) => {
    const found = entry(given, name);
    if (!found && declaration.defaultValue === undefined) {
      throw templateError(`The value for the template parameter '${name}' is not provided`);
    }
    const value = found ? found[1].value : evaluate(declaration.defaultValue, scope);
    refuseValue(name, declaration, value);
    return value;
  });
  const variable = onceEach('variable', variables, (_, value) => evaluate(value, scope));
  const scope: Scope = { subscriptionId, group, parameter, variable };
  Object.keys(declared).forEach(parameter);
  Object.keys(variables).forEach(variable);
  return { scope, values: parameter };
}

/** Works each out when it is first asked for; one that needs itself is refused. */
function onceEach<T>(
  kind: string,
  entries: Readonly<Record<string, T>>,
  work: (name: string, value: T) => unknown,
): (name: string) => unknown {
  const done = new Map<string, unknown>();
  const underWay = new Set<string>();
  return (wanted) => {
    const found = entry(entries, wanted);
    if (!found) throw templateError(`The template ${kind} '${wanted}' is not found`);
    const [name, value] = found;
    if (done.has(name)) return done.get(name);
    if (underWay.has(name)) throw templateError(`The template ${kind} '${name}' needs itself`);
    underWay.add(name);
    const result = work(name, value);
    done.set(name, result);
    return result;
  };
}

function entry<T>(
  entries: Readonly<Record<string, T>>,
  name: string,
): readonly [string, T] | undefined {
  return Object.entries(entries).find(([key]) => key.toLowerCase() === name.toLowerCase());
}
