import type { GoogleClients } from '../lab/target.ts';
import { findInProject } from './google-find.ts';
import { createRemover } from './google-remove.ts';
import type { Sweeper, Verdict } from './leftover.ts';

/** Compute Engine in all regions and zones of a project. */
export function googleSweeper(clients: GoogleClients): Sweeper {
  const others = clients.others();
  return {
    cloud: 'google',
    account: clients.project,
    find: async () => ({ found: await findInProject(clients, others), unseen: [] }),
    remove: createRemover(clients, others),
    verdict,
  };
}

/** What Google says of something that is still used, that is being changed, or that too many ask for. */
const passing =
  /being used by|in use|not ready|conditionNotMet|does not match current|rate ?limit|quota exceeded for quota metric|try again/i;

function verdict(error: unknown): Verdict {
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: string };
  // 5: NOT_FOUND of gRPC, which the client translates HTTP's 404 to.
  if (code === 404 || code === 5 || /\bwas not found\b/.test(message)) return 'gone';
  return passing.test(message) ? 'busy' : 'refused';
}
