import type { ResourceProgress } from '../../../lab/events.ts';

/**
 * What Terraform says while it works, by its machine-readable output.
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export type TerraformMessage =
  | { readonly kind: 'resource'; readonly progress: Omit<ResourceProgress, 'type' | 'cell'> }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'still'; readonly address: string; readonly elapsedMs: number };

export interface Problem {
  /** In one line: `azurerm_subnet.a: Error creating subnet: …`. */
  readonly text: string;
}

interface RawMessage {
  readonly type?: string;
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
  readonly diagnostic?: {
    readonly severity?: string;
    readonly summary?: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

const actions: Readonly<Record<string, ResourceProgress['action']>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
};

/** Reads one line; undefined for what nobody needs to know (versions, summaries, output of provisioners). */
export function parseMessage(line: string): TerraformMessage | undefined {
  const message = parse(line);
  if (message === undefined) return undefined;
  const { type, hook, diagnostic } = message;
  const address = hook?.resource?.addr ?? '';
  const action = actions[hook?.action ?? ''];
  const durationMs = (hook?.elapsed_seconds ?? 0) * 1000;
  switch (type) {
    case 'apply_start':
      return action && { kind: 'resource', progress: { address, action, status: 'started' } };
    case 'apply_complete':
      return (
        action && { kind: 'resource', progress: { address, action, status: 'done', durationMs } }
      );
    case 'apply_errored':
      return (
        action && { kind: 'resource', progress: { address, action, status: 'failed', durationMs } }
      );
    case 'apply_progress':
      return { kind: 'still', address, elapsedMs: durationMs };
    case 'diagnostic':
      return diagnostic?.severity === 'error'
        ? { kind: 'problem', problem: { text: textOf(diagnostic) } }
        : undefined;
    default:
      return undefined;
  }
}

function parse(line: string): RawMessage | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ address, summary, detail }: NonNullable<RawMessage['diagnostic']>): string {
  const parts = [address, summary, detail].filter((part) => part !== undefined && part !== '');
  return parts.join(': ').replaceAll(/\s+/g, ' ').trim();
}
