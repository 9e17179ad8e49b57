/**
 * Which labs tonight's matrix runs: those whose clouds, equipment and circuits the repository's settings offer. Writes
 * `labs=<JSON>` to GITHUB_OUTPUT, and who is left out and why to GITHUB_STEP_SUMMARY.
 */
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { LabNeeds } from './choice.ts';
import { choose, cloudsOf, offerOf } from './choice.ts';

const run = promisify(execFile);
const main = join(resolve(import.meta.dirname, '../..'), 'src/cli/main.ts');

async function lab<T>(...args: readonly string[]): Promise<T> {
  const options = ['--disable-warning=ExperimentalWarning', main, ...args, '--json'];
  const { stdout } = await run(process.execPath, options, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as T;
}

interface Plan {
  readonly estimate: {
    readonly items: readonly { readonly type: string }[];
    readonly deployMinutes: number;
    readonly destroyMinutes: number;
  };
  readonly equipment: LabNeeds['equipment'];
}

async function needsOf(name: string): Promise<LabNeeds> {
  try {
    return await plannedNeedsOf(name);
  } catch (error) {
    // One lab that cannot be planned is no reason for a night without the others.
    const [why] = String((error as { readonly stderr?: string }).stderr ?? error).split('\n');
    const nothing = { clouds: [], deployMinutes: 0, destroyMinutes: 0, equipment: [] };
    return { lab: name, ...nothing, unplanned: why ?? '' };
  }
}

async function plannedNeedsOf(name: string): Promise<LabNeeds> {
  const { estimate, equipment } = await lab<Plan>('run', name, '--on', 'cloud', '--plan');
  const { items, deployMinutes, destroyMinutes } = estimate;
  return {
    lab: name,
    clouds: cloudsOf(items.map(({ type }) => type)),
    deployMinutes,
    destroyMinutes,
    equipment,
  };
}

const offer = offerOf(process.env);
const needs: LabNeeds[] = [];
for (const { name } of await lab<readonly { readonly name: string }[]>('list')) {
  needs.push(await needsOf(name));
}
const { chosen, leftOut } = choose(needs, offer);
const lines = [
  ...chosen.map((one) => `- ${one.lab}: runs, at most ${one.runMinutes} minutes`),
  ...leftOut.map((one) => `- ${one.lab}: left out, ${one.why}`),
];
write('GITHUB_OUTPUT', `labs=${JSON.stringify(chosen)}\n`);
write('GITHUB_STEP_SUMMARY', `### Labs of this night\n\n${lines.join('\n')}\n`);
process.stdout.write(`${lines.join('\n')}\n`);

function write(variable: string, text: string): void {
  const file = process.env[variable];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}
