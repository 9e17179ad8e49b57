import type { Attributes } from '../../terraform/provider.ts';
import { numberOf, textOf } from '../../terraform/attributes.ts';
import { invalid } from '../resources/refusal.ts';

export * from '../../terraform/attributes.ts';

/** An argument that must be there: the engine asks for it, but empty text is none. */
export function neededText(config: Attributes, name: string): string {
  const value = textOf(config, name);
  if (value === undefined) throw invalid(`${name} is empty.`);
  return value;
}

export function neededNumber(config: Attributes, name: string): number {
  const value = numberOf(config, name);
  if (value === undefined) throw invalid(`${name} is not set.`);
  return value;
}
