import type { ProviderTypes } from '../provider.ts';
import { createNullProvider } from './null.ts';
import { createRandom } from './random-source.ts';

/** Providers that need no cloud. */
export function createBuiltinProviders(
  bytes?: (size: number) => Uint8Array,
): readonly ProviderTypes[] {
  const random = createRandom(bytes);
  return [createNullProvider(random)];
}
