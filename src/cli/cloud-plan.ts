import { WirebookError } from '../lab/errors.ts';
import type { CloudPlan } from '../targets/cloud/plan.ts';
import type { CloudCheck } from '../targets/cloud/preflight/check.ts';
import { pricesOf } from '../targets/cloud/estimate/prices.ts';
import type { Screen } from './screen.ts';

/** A plan for people: what, how long, for how much, and what is missing. */
export function showPlan(
  screen: Screen,
  lab: string,
  { estimate, regions, checks, equipment }: CloudPlan,
): void {
  const { outStyle: style } = screen;
  const total = estimate.items.reduce((sum, { count }) => sum + count, 0);
  screen.out(style('bold', `${lab} on real clouds: nothing is made by looking`));
  screen.out('');
  screen.out(`Would make ${total} resources:`);
  const rows = estimate.items.map(({ type, size, count, hourly, minutes }) => [
    String(count).padStart(4),
    `${type}${size === '' ? '' : ` (${size})`}`,
    hourly === undefined ? '' : dollars(hourly),
    minutes === 0 ? '' : `${minutes} min`,
  ]);
  const width = Math.max(0, ...rows.map(([, name = '']) => name.length));
  for (const [count = '', name = '', cost = '', time = ''] of rows) {
    screen.out(`${count}  ${name.padEnd(width)}  ${cost.padStart(9)}  ${time}`.trimEnd());
  }
  screen.out('');
  screen.out(`Where   ${regions.map(inWords).join(', ')}`);
  screen.out(
    `Time    about ${estimate.deployMinutes} min to deploy, ${estimate.destroyMinutes} min to destroy`,
  );
  screen.out(
    `Cost    about ${dollars(estimate.hourly)} an hour, without traffic (list prices, ${pricesOf})`,
  );
  for (const type of estimate.unpriced) screen.out(`        and ${type}, which has no price here`);
  if (equipment.length > 0) {
    screen.out('');
    screen.out('Of your own, because no cloud has it:');
    for (const { name, purpose } of equipment) screen.out(`  ${name}: ${purpose}`);
  }
  screen.out('');
  showChecks(screen, checks);
}

const cloudNames = { azure: 'Azure', aws: 'AWS', google: 'Google Cloud', oci: 'OCI' } as const;

function inWords({ cloud, regions }: CloudPlan['regions'][number]): string {
  return `${cloudNames[cloud]} ${regions.join(' and ')}`.trimEnd();
}

/** Checks, those that did not pass with what mends them. */
export function showChecks(screen: Screen, checks: readonly CloudCheck[]): void {
  const { outStyle: style } = screen;
  const width = Math.max(0, ...checks.map(({ title }) => title.length));
  for (const { title, ok, detail, fix } of checks) {
    const sign = ok ? style('green', '✔') : style('red', '✘');
    screen.out(`${sign} ${title.padEnd(width)}  ${detail}`);
    if (!ok && fix !== undefined) screen.out(`  → ${fix}`);
  }
  const missing = checks.filter(({ ok }) => !ok).length;
  screen.out(missing === 0 ? 'Ready.' : `${missing} of ${checks.length} missing.`);
}

/** Throws `too-expensive` or `cloud-not-ready`: before the first resource is made. */
export function assertReady(plan: CloudPlan, maxCost: number | undefined): void {
  assertAffordable(plan, maxCost);
  const missing = plan.checks.filter(({ ok }) => !ok);
  if (missing.length === 0) return;
  throw new WirebookError({
    code: 'cloud-not-ready',
    message: 'The real clouds are not ready for this lab; nothing was made.',
    facts: Object.fromEntries(missing.map(({ title, detail }) => [title, detail])),
    next:
      missing.map(({ fix }) => fix).find((fix) => fix !== undefined) ??
      '`npm run lab -- doctor --on cloud` tells more.',
  });
}

export function assertAffordable({ estimate }: CloudPlan, maxCost: number | undefined): void {
  if (maxCost === undefined) return;
  if (estimate.hourly <= maxCost && estimate.unpriced.length > 0) {
    throw new WirebookError({
      code: 'cost-not-known',
      message: `--max-cost cannot be kept: what ${estimate.unpriced.join(', ')} costs is not known here. Nothing was made.`,
      next: 'Choose sizes that have a price (--plan shows them), or leave --max-cost out.',
      exitCode: 2,
    });
  }
  if (estimate.hourly <= maxCost) return;
  throw new WirebookError({
    code: 'too-expensive',
    message: `This lab costs about ${dollars(estimate.hourly)} an hour, and --max-cost allows ${dollars(maxCost)}. Nothing was made.`,
    next: 'Allow more, or choose smaller sizes in the stack’s props; --plan shows what costs what.',
    exitCode: 2,
  });
}

/** `1.50` dollars an hour. Throws `usage`. */
export function parseMaxCost(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const cost = Number(text.replace(/^\$/, ''));
  if (Number.isFinite(cost) && cost >= 0 && text.trim() !== '') return cost;
  throw new WirebookError({
    code: 'usage',
    message: `--max-cost is "${text}".`,
    next: 'Give US dollars an hour, such as 2.50.',
    exitCode: 2,
  });
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 3 : 2)}`;
}
