import { execFile } from 'node:child_process';

/** Versions of the programs that give the local cloud its behaviour; a program that does not answer is left out. */
export async function versions(): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(
    Object.entries(probes).map(async ([name, { file, args, pattern }]) => {
      const version = pattern.exec(await output(file, args))?.[1];
      return version === undefined ? [] : [[name, version] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

const probes = {
  linux: { file: 'uname', args: ['-r'], pattern: /^(\S+)/ },
  FRR: { file: '/usr/lib/frr/bgpd', args: ['--version'], pattern: /version (\S+)/ },
  strongSwan: {
    file: '/usr/sbin/swanctl',
    args: ['--version'],
    pattern: /strongSwan (\S+) swanctl/,
  },
  OpenSSH: { file: 'ssh', args: ['-V'], pattern: /OpenSSH_([^\s,]+)/ },
} as const;

function output(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, [...args], { timeout: 5000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
