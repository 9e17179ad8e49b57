import { ProviderError } from './provider.ts';

/** A failure in one line: a cloud's refusal with its own code. */
export function describeFailure(error: unknown): string {
  if (error instanceof ProviderError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
