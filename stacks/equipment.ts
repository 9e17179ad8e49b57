import { WirebookError } from '../src/lab/errors.ts';
import type { EquipmentNeed, EquipmentSettings, StackEnvironment } from '../src/lab/stack.ts';

/** What one synthesis needed so far. By environment, which every construct of the synthesis has. */
const needs = new WeakMap<StackEnvironment, EquipmentNeed[]>();

/** Whether customer sites are the user's own equipment, so that there is nothing to deploy. */
export function hasOwnEquipment(environment: StackEnvironment): boolean {
  return environment.equipment !== undefined;
}

export function needEquipment(environment: StackEnvironment, need: EquipmentNeed): void {
  needs.set(environment, [...(needs.get(environment) ?? []), need]);
}

/** The user's settings of a machine. What is missing is told by {@link refuseMissingEquipment}, all at once. */
export function settingsOf(
  environment: StackEnvironment,
  name: string,
): EquipmentSettings | undefined {
  const { equipment = {} } = environment;
  return Object.hasOwn(equipment, name) ? equipment[name] : undefined;
}

/** All that was needed, machines first. */
export function equipmentOf(environment: StackEnvironment): readonly EquipmentNeed[] {
  const all = needs.get(environment) ?? [];
  return [
    ...all.filter(({ kind }) => kind === 'machine'),
    ...all.filter(({ kind }) => kind === 'other'),
  ];
}

/** Throws when the user was to have equipment and some of it has no settings, naming every one. */
export function refuseMissingEquipment(stack: string, environment: StackEnvironment): void {
  if (!hasOwnEquipment(environment)) return;
  const lacking = equipmentOf(environment).filter(
    ({ kind, name }) => kind === 'machine' && !isComplete(settingsOf(environment, name)),
  );
  if (lacking.length === 0) return;
  const names = lacking.map(({ name }) => `"${name}"`).join(', ');
  throw new WirebookError({
    code: 'equipment-missing',
    message: `The stack "${stack}" has customer sites, and clouds have none: there are no settings for ${names}.`,
    facts: Object.fromEntries(equipmentOf(environment).map(({ name, purpose }) => [name, purpose])),
    next: `Write into settings.json beside the lab: ${example(lacking)}. Or run it with --on local, which makes sites.`,
    exitCode: 2,
  });
}

/** Settings come from a file, so types do not vouch for them. */
function isComplete(settings: Partial<EquipmentSettings> | undefined): boolean {
  const filled = (value: unknown): boolean => typeof value === 'string' && value !== '';
  return settings !== undefined && filled(settings.address) && filled(settings.user);
}

function example(lacking: readonly EquipmentNeed[]): string {
  const settings = { address: 'where SSH reaches it', user: 'who logs in' };
  return JSON.stringify({
    equipment: Object.fromEntries(lacking.map(({ name }) => [name, settings])),
  });
}
