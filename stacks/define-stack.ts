import { WirebookError } from '../src/lab/errors.ts';
import type { Handle, Handles } from '../src/lab/handle.ts';
import type { HandleTemplate, Stack, StackEnvironment, TemplateValue } from '../src/lab/stack.ts';
import { RootConstruct, TerraformOutput, TerraformStack, Token, type Construct } from './cdktf.ts';
import { equipmentOf, refuseMissingEquipment } from './equipment.ts';
import { withoutMetadata } from './terraform-json.ts';

/** Handles without what a construct added to them for other constructs. */
export type PlainHandles<Built extends Handles> = {
  readonly [Name in keyof Built]: Extract<Handle, { readonly kind: Built[Name]['kind'] }>;
};

export interface DefineStackOptions {
  /** Fields of handles whose outputs are sensitive: `['vpn.id']`. @default none */
  readonly sensitive?: readonly string[];
}

/**
 * Makes a stack of a function that builds constructs and returns handles. A handle's fields may be
 * Terraform tokens: each becomes an output, and its value is filled in after the deployment.
 * Nothing is written to disk and no program is started.
 *
 * @example
 * ```ts
 * export default defineStack('two-machines', (scope, props: { size?: string }, environment) => {
 *   const azure = azureStack(scope, { resourceGroup: 'rg', location: 'West Europe', environment });
 *   const vnet = virtualNetwork(azure, { name: 'vnet', addressSpace: ['10.1.0.0/16'] });
 *   const sub = subnet(azure, { name: 'sub', network: vnet, prefix: '10.1.0.0/24' });
 *   return {
 *     vm1: machine(azure, { name: 'vm1', user: 'ada', cards: [{ subnet: sub }] }),
 *     vm2: machine(azure, { name: 'vm2', user: 'ada', cards: [{ subnet: sub }] }),
 *   };
 * });
 * ```
 */
export function defineStack<Props extends object, Built extends Handles>(
  name: string,
  build: (scope: Construct, props: Props, environment: StackEnvironment) => Built,
  options: DefineStackOptions = {},
): Stack<Props, PlainHandles<Built>> {
  return {
    name,
    synth(props, given) {
      // One of its own, so that what this synthesis needs is told apart.
      const environment = { ...given };
      const scope = newScope(name);
      const built = build(scope, props, environment);
      refuseMissingEquipment(name, environment);
      const equipment = equipmentOf(environment);
      const handles = Object.fromEntries(
        Object.entries(built).map(([handle, fields]) => [
          handle,
          template(scope, handle, fields, options.sensitive ?? []),
        ]),
      );
      scope.prepareStack();
      return {
        terraform: withoutMetadata(scope.toTerraform()),
        handles: handles as Record<keyof Built & string, HandleTemplate>,
        ...(equipment.length > 0 && { equipment }),
      };
    },
  };
}

/**
 * A stack without an app around it: CDKTF's `App` makes a folder in the working directory as soon as
 * it is created. Resources keep the names given to them: no stack name before, no hash behind,
 * hyphens stay.
 */
function newScope(name: string): TerraformStack {
  const root = new RootConstruct();
  root.node.setContext('excludeStackIdFromLogicalIds', true);
  root.node.setContext('allowSepCharsInLogicalIds', true);
  return new TerraformStack(root, name);
}

function template(
  scope: Construct,
  handle: string,
  fields: object,
  sensitive: readonly string[],
): HandleTemplate {
  const toTemplate = (path: readonly (string | number)[], value: unknown): TemplateValue => {
    if (Token.isUnresolved(value) && !isPlainList(value)) {
      const output = [handle, ...path].join('_');
      new TerraformOutput(scope, output, {
        value,
        staticId: true,
        ...(sensitive.includes(`${handle}.${path[0]}`) ? { sensitive: true } : {}),
      });
      return { $output: output };
    }
    if (Array.isArray(value)) return value.map((item, index) => toTemplate([...path, index], item));
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return value;
    throw new WirebookError({
      code: 'handle-field-not-plain',
      message: `The handle "${handle}" has a field "${path.join('.')}" that is neither text, number, boolean nor a list of these.`,
      next: 'Give handles only literal values and attributes of resources.',
      exitCode: 2,
    });
  };
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, toTemplate([field], value)]),
  );
}

/** A list of our own, some of whose items may be tokens; a token that stands for a whole list is none. */
function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !(value.length === 1 && isListToken(value[0]));
}

function isListToken(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('#{TfToken[');
}
