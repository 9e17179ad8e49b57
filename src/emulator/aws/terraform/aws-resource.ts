import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attributes, ResourceType, Schema, Value } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { Ec2Error } from '../query/error.ts';
import type { Account } from '../resources/account.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Draft, Resources } from '../resources/store.ts';
import { defined, tagsOf, textOf } from './attributes.ts';

/** A Terraform type over the account's resources. */
export interface AwsResource {
  readonly schema: Schema;
  /** Makes it and gives its id. */
  create(draft: Draft, config: Attributes): string;
  /** What there is; undefined when it is gone. Attributes left out stay as `previous` has them. */
  read(
    resources: Resources,
    id: string,
    previous: Attributes,
  ): Readonly<Record<string, Value | undefined>> | undefined;
  update?(draft: Draft, id: string, change: ResourceChange): void;
  delete(draft: Draft, id: string, state: Attributes): void;
  /** Whose tags the `tags` argument sets. */
  readonly kind?: KindName;
}

export interface ResourceChange {
  readonly state: Attributes;
  readonly config: Attributes;
}

export function awsResource(definition: AwsResource, account: Account): ResourceType {
  const { schema, kind } = definition;
  const known = new Set([...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})]);
  const read = (id: string, previous: Attributes): Attributes | undefined => {
    const { resources } = account;
    const seen = definition.read(resources, id, previous);
    if (!seen) return undefined;
    const tags = kind && resources.find(kind, id)?.tags;
    const labels =
      tags && Object.keys(tags).length > 0 ? { tags, tags_all: tags } : { tags_all: {} };
    const { tags: _, ...rest } = previous;
    const all: Readonly<Record<string, Value | undefined>> = {
      ...rest,
      region: resources.region,
      ...(kind && labels),
      ...seen,
      id,
    };
    return defined(Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name))));
  };
  return {
    schema,
    create: (config) =>
      refusing(() => {
        const id = account.change((draft) => definition.create(draft, config));
        return read(id, config) ?? config;
      }),
    read: (state) => refusing(() => read(textOf(state, 'id') ?? '', state)),
    update: (state, config) =>
      refusing(() => {
        const id = textOf(state, 'id') ?? '';
        account.change((draft) => {
          if (kind) retag(draft, kind, id, tagsOf(config));
          definition.update?.(draft, id, { state, config });
        });
        return read(id, config) ?? config;
      }),
    delete: (state) =>
      patiently(() =>
        refusing(() => {
          const id = textOf(state, 'id') ?? '';
          if (definition.read(account.resources, id, state) === undefined) return;
          account.change((draft) => definition.delete(draft, id, state));
        }),
      ),
  };
}

/** The real provider tries for minutes; nothing here takes longer than the rest of the same run. */
const patienceMs = 3000;
const dependencyCodes = ['DependencyViolation', 'IncorrectState', 'InvalidParameterValue'];

/**
 * Tries a deletion again while something still depends on it, as the aws provider does: Terraform takes away at the
 * same time what AWS wants in an order, such as an internet gateway and the public addresses of its VPC.
 */
async function patiently(work: () => Promise<void>): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waits = error instanceof ProviderError && dependencyCodes.includes(error.code);
      if (!waits || performance.now() > until) throw error;
      await sleep(25);
    }
  }
}

/** EC2's refusals as Terraform shows them. */
export async function refusing<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof Ec2Error) throw new ProviderError(error.code, error.message);
    throw error;
  }
}

function retag(draft: Draft, kind: KindName, id: string, tags: Readonly<Record<string, string>>) {
  const resource = draft.find(kind, id);
  if (resource) draft.set(kind, { ...resource, tags });
}

/** `arn:aws:ec2:us-east-1:123456789012:vpc/vpc-…` */
export function arnOf(resources: Resources, type: string, id: string): string {
  return `arn:aws:ec2:${resources.region}:${resources.accountId}:${type}/${id}`;
}

/** An id for what is no resource of its own: stable, made of its parts. */
export function madeId(prefix: string, ...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join(' ')).digest();
  return `${prefix}-${hash.readUInt32BE(0)}`;
}
