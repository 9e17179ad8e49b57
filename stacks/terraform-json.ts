import type { TerraformJson } from '../src/lab/stack.ts';

/**
 * CDKTF's JSON without what only its own command line reads: the `//` comments, and the backend with
 * the path of this machine in it (where state is kept is the target's business).
 */
export function withoutMetadata(json: unknown): TerraformJson {
  const plain = withoutComments(json) as Record<string, unknown>;
  const { terraform, ...rest } = plain;
  const { backend: _, ...settings } = (terraform ?? {}) as Record<string, unknown>;
  return Object.keys(settings).length === 0 ? rest : { ...rest, terraform: settings };
}

function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, inner]) => [key, withoutComments(inner)]),
  );
}
