import { formatDuration } from '../lab/duration.ts';
import type { PlannedChange } from '../lab/events.ts';
import type { ResourceModel } from './model.ts';
import { count, oneLine } from './text.ts';

/** Terraform's own signs. */
const signs: { readonly [A in PlannedChange['action']]: string } = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
};

type Words = { readonly [A in PlannedChange['action']]: string };

const planned: Words = {
  create: 'to create',
  update: 'to change',
  replace: 'to replace',
  delete: 'to delete',
};

const past: Words = {
  create: 'created',
  update: 'changed',
  replace: 'replaced',
  delete: 'deleted',
};

const actions = ['create', 'update', 'replace', 'delete'] as const;

/** `2 to create, 1 to change`; `nothing to change`. */
export const planCounts = (changes: readonly PlannedChange[]): string =>
  counts(changes, planned) || 'nothing to change';

/** Of changes made outside Terraform: `1 changed, 1 deleted`. */
export const driftCounts = (drift: readonly PlannedChange[]): string => counts(drift, past);

function counts(changes: readonly PlannedChange[], words: Words): string {
  return actions
    .map((action) => ({ action, n: changes.filter((change) => change.action === action).length }))
    .filter(({ n }) => n > 0)
    .map(({ action, n }) => `${n} ${words[action]}`)
    .join(', ');
}

/** One line a change, by address as Terraform sorts them, attributes below, before → after. */
export function planLines(changes: readonly PlannedChange[]): readonly string[] {
  // A whole topology's attributes are the stack's business; a few resources' are worth reading.
  const created = changes.filter(({ action }) => action === 'create').length;
  const isShown = ({ action }: PlannedChange) => action !== 'create' || created <= fewCreated;
  return changes
    .toSorted((a, b) => (a.address < b.address ? -1 : 1))
    .flatMap((change) => [
      `${signs[change.action]} ${oneLine(change.address)}`,
      ...(isShown(change) ? attributeLines(change) : []),
    ]);
}

/** So many new resources are shown with their attributes. */
const fewCreated = 8;

function attributeLines({ action, attributes = [] }: PlannedChange): readonly string[] {
  const width = Math.max(0, ...attributes.map(({ path }) => path.length));
  return attributes.map(
    ({ path, before, after, forcesReplacement }) =>
      `      ${path.padEnd(width)}  ${action === 'create' ? '' : `${shown(before)} → `}${shown(after)}` +
      (forcesReplacement === true ? '  # forces replacement' : ''),
  );
}

const shown = (value: string): string => oneLine(value) || '(none)';

/** `34 resources created, the slowest azurerm_virtual_network_gateway.vng1 in 4.2s`. */
export function resourceSummary(resources: readonly ResourceModel[]): string {
  const done = resources.filter(({ status }) => status === 'done');
  const slowest = done.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))[0];
  const parts = [`${count(done.length, 'resource')} ${pastTense(done)}`];
  if (slowest?.durationMs !== undefined && done.length > 1) {
    parts.push(`the slowest ${slowest.address} in ${formatDuration(slowest.durationMs)}`);
  }
  return parts.join(', ');
}

function pastTense(resources: readonly ResourceModel[]): string {
  const used = new Set(resources.map(({ action }) => action));
  return (
    actions
      .filter((action) => used.has(action))
      .map((action) => past[action])
      .join(' or ') || 'done'
  );
}
