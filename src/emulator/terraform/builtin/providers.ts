import type { ProviderTypes } from '../provider.ts';
import { createNullProvider } from './null.ts';
import { createRandom } from './random-source.ts';
import { createRandomProvider } from './random/provider.ts';
import { createTerraformProvider } from './terraform-data.ts';
import { createTlsProvider } from './tls/provider.ts';

/** Providers that need no cloud. `bytes` gives so many random bytes. */
export function createBuiltinProviders(
  bytes?: (size: number) => Uint8Array,
): readonly ProviderTypes[] {
  const random = createRandom(bytes);
  return [
    createNullProvider(random),
    createRandomProvider(random),
    createTlsProvider(random),
    createTerraformProvider(random),
  ];
}
