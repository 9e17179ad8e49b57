import type { CloudCheck } from '../../targets/cloud/preflight/check.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { showChecks } from '../cloud-plan.ts';
import { findLab } from '../find-lab.ts';
import { loadLab } from '../load-lab.ts';
import type { VerbCall } from '../verb.ts';

/** `lab doctor --on cloud [lab]`: 0 when real clouds can be used, by that lab or by any. Makes nothing there. */
export async function doctorCloud(
  { screen, json, verbs }: CliContext,
  { operands }: VerbCall,
): Promise<ExitCode> {
  const checks = await checksFor(operands[0], verbs);
  if (json) screen.out(JSON.stringify(checks));
  else showChecks(screen, checks);
  return checks.every(({ ok }) => ok) ? 0 : 3;
}

async function checksFor(
  text: string | undefined,
  verbs: readonly string[],
): Promise<readonly CloudCheck[]> {
  if (text !== undefined) {
    const { name, file } = findLab(text, verbs);
    const { planOnCloud } = await import('../../targets/cloud/plan.ts');
    return (await planOnCloud({ lab: await loadLab({ name, file }), name, file })).checks;
  }
  const [{ preflight }, { needsNothingOf }] = await Promise.all([
    import('../../targets/cloud/preflight/preflight.ts'),
    import('../../targets/cloud/preflight/needs.ts'),
  ]);
  return await preflight({ needs: needsNothingOf(['azure', 'aws', 'google', 'oci']) });
}
