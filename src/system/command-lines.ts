import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Requirement } from './inspect.ts';

/** The clouds' own command lines: `lab shell` uses them where they are; no lab needs them. */
export async function inspectCommandLines(): Promise<readonly Requirement[]> {
  const programs = [
    {
      title: 'az',
      args: ['version', '-o', 'tsv'],
      pattern: /(\d+\.\d+\.\d+)/,
      package: 'azure-cli',
    },
    { title: 'aws', args: ['--version'], pattern: /aws-cli\/(\S+)/, package: 'awscli' },
    { title: 'gcloud', args: ['version'], pattern: /SDK (\S+)/, package: 'google-cloud-cli' },
  ] as const;
  const found = await Promise.all(
    programs.map(async ({ title, args, pattern, package: name }): Promise<Requirement> => {
      const requirement = { title, purpose: 'in `lab shell`, if you like', optional: true };
      const version = pattern.exec(await output(title, args))?.[1];
      if (version === undefined) {
        return {
          ...requirement,
          ok: false,
          detail: 'not installed',
          fix: `for example the package ${name}`,
        };
      }
      return { ...requirement, ok: true, detail: version };
    }),
  );
  return [...found, ...(await inspectAzureNetwork())];
}

const debianPackages = '/usr/lib/python3/dist-packages/azure';

/**
 * Debian's azure-cli 2.45 asks for version 2022-01-01 of the network API, and Debian's package of the SDK has no such
 * version: `az network` commands end with a Python traceback. Asking for the version that it has mends nearly all.
 */
async function inspectAzureNetwork(): Promise<readonly Requirement[]> {
  const profiles = join(debianPackages, 'cli/core/profiles/_shared.py');
  const text = await readFile(profiles, 'utf8').catch(() => '');
  const wanted = /ResourceType\.MGMT_NETWORK: '([\d-]+)'/.exec(text)?.[1];
  if (wanted === undefined) return [];
  const entries = await readdir(join(debianPackages, 'mgmt/network')).catch(() => []);
  const versions = entries.flatMap((name) => /^v(\d{4}_\d\d_\d\d)$/.exec(name)?.[1] ?? []);
  const newest = versions.toSorted().at(-1)?.replaceAll('_', '-');
  if (newest === undefined || versions.includes(wanted.replaceAll('-', '_'))) return [];
  return [
    {
      title: 'az network',
      purpose: 'in `lab shell`, if you like',
      optional: true,
      ok: false,
      detail: `asks for API version ${wanted}, which Debian's SDK package lacks: its commands end with a traceback`,
      fix: `sudo sed -i "s/MGMT_NETWORK: '${wanted}'/MGMT_NETWORK: '${newest}'/" ${profiles}`,
    },
  ];
}

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 15_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
