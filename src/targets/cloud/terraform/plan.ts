import { isDeepStrictEqual } from 'node:util';
import type { AttributeChange, PlanMade, PlannedChange } from '../../../lab/events.ts';

/** `terraform show -json <plan>`, as far as it is read here. */
export interface RawPlan {
  readonly resource_changes?: readonly RawChange[];
  readonly resource_drift?: readonly RawChange[];
}

interface RawChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: unknown;
    readonly after?: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/**
 * A plan as the journal tells it: what changes, attribute by attribute; sensitive values never leave here. Pure.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function planOf(plan: RawPlan): Omit<PlanMade, 'type' | 'cell'> {
  return {
    drift: (plan.resource_drift ?? []).flatMap(changeOf),
    changes: (plan.resource_changes ?? []).flatMap(changeOf),
  };
}

function changeOf(raw: RawChange): readonly PlannedChange[] {
  const { address, mode, type, change } = raw;
  const action = actionOf(change.actions);
  if (action === undefined || mode === 'data') return [];
  if (action === 'create' || action === 'delete') return [{ address, type, action }];
  return [{ address, type, action, attributes: attributesOf(change) }];
}

function actionOf(actions: readonly string[]): PlannedChange['action'] | undefined {
  if (actions.includes('create') && actions.includes('delete')) return 'replace';
  const [action] = actions;
  return action === 'create' || action === 'update' || action === 'delete' ? action : undefined;
}

function attributesOf(change: RawChange['change']): readonly AttributeChange[] {
  const replacing = new Set((change.replace_paths ?? []).map((path) => path.join('.')));
  return differences([], change.before, change.after, change.after_unknown).map(
    ({ path, before, after }) => {
      const hidden =
        isSensitive(change.before_sensitive, path) || isSensitive(change.after_sensitive, path);
      const name = path.join('.');
      return {
        path: name,
        before: hidden ? '(sensitive)' : before,
        after: hidden ? '(sensitive)' : after,
        ...(replacing.has(name) && { forcesReplacement: true }),
      };
    },
  );
}

interface Difference {
  readonly path: readonly string[];
  readonly before: string;
  readonly after: string;
}

function differences(
  path: readonly string[],
  before: unknown,
  after: unknown,
  unknown: unknown,
): readonly Difference[] {
  if (unknown === true) return [{ path, before: textOf(before), after: '(known after apply)' }];
  if (isBranch(before) || isBranch(after) || isBranch(unknown)) {
    const names = new Set([before, after, unknown].flatMap(keysOf));
    return [...names].flatMap((name) =>
      differences([...path, name], at(before, name), at(after, name), at(unknown, name)),
    );
  }
  if (isDeepStrictEqual(before ?? null, after ?? null)) return [];
  return [{ path, before: textOf(before), after: textOf(after) }];
}

/** Terraform marks a value, or anything above it, with `true`. */
function isSensitive(marks: unknown, path: readonly string[]): boolean {
  if (marks === true) return true;
  const [first, ...rest] = path;
  return first !== undefined && isBranch(marks) && isSensitive(at(marks, first), rest);
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
