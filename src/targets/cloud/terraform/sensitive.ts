import type { TerraformJson } from '../../../lab/stack.ts';

/** A value, and what of it is sensitive: Terraform marks a value, or anything above it, with `true`. */
interface Marked {
  readonly value: unknown;
  readonly marks: unknown;
}

/** `terraform show -json`, of a plan or a state, as far as secrets are concerned. */
export interface RawSecrets {
  readonly resource_changes?: readonly { readonly change: RawChange }[];
  readonly output_changes?: Readonly<Record<string, RawChange>>;
  readonly values?: {
    readonly outputs?: Readonly<
      Record<string, { readonly value?: unknown; readonly sensitive?: boolean }>
    >;
    readonly root_module?: {
      readonly resources?: readonly {
        readonly values?: unknown;
        readonly sensitive_values?: unknown;
      }[];
    };
  };
}

interface RawChange {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** Texts of all sensitive values in a plan or a state. */
export function secretsOf({
  resource_changes,
  output_changes,
  values,
}: RawSecrets): readonly string[] {
  const changes = [
    ...(resource_changes ?? []).map(({ change }) => change),
    ...Object.values(output_changes ?? {}),
  ];
  return [
    ...changes.flatMap((it) => [
      { value: it.before, marks: it.before_sensitive },
      { value: it.after, marks: it.after_sensitive },
    ]),
    ...Object.values(values?.outputs ?? {}).map((it) => ({ value: it.value, marks: it.sensitive })),
    ...(values?.root_module?.resources ?? []).map((it) => ({
      value: it.values,
      marks: it.sensitive_values,
    })),
  ].flatMap(marked);
}

/** Arguments that hold secrets in the providers of the clouds. */
const secretName =
  /(password|passphrase|secret|psk|token|credential)s?$|(shared|secret|private|access|auth|account|license)_?key$/i;

/**
 * Secrets that a configuration itself holds: known before the providers are, whose refusal may quote them. By the names of
 * the arguments, and by `sensitive("…")`.
 */
export function writtenSecrets(configuration: TerraformJson): readonly string[] {
  return inside(configuration['resource'] ?? {}, false);
}

function inside(value: unknown, secret: boolean): readonly string[] {
  if (typeof value === 'string') {
    const marked = [...value.matchAll(/sensitive\("((?:[^"\\]|\\.)+)"\)/g)].map(
      ([, text]) => text ?? '',
    );
    return [...marked, ...(secret && !value.includes('${') ? [value] : [])];
  }
  if (Array.isArray(value)) return value.flatMap((item) => inside(item, secret));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    inside(item, typeof item === 'string' && secretName.test(name)),
  );
}

function marked({ value, marks }: Marked): readonly string[] {
  if (marks === true) return texts(value);
  if (typeof marks !== 'object' || marks === null) return [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(marks).flatMap(([name, mark]) =>
    marked({ value: (value as Readonly<Record<string, unknown>>)[name], marks: mark }),
  );
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
