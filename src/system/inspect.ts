import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { canEnclose } from '../emulator/linux/enclosure.ts';
import type { Component } from './requirements.ts';
import { components, rootlessComponents } from './requirements.ts';

/** One thing that the local cloud needs, and how it stands. */
export interface Requirement {
  readonly title: string;
  readonly purpose: string;
  readonly ok: boolean;
  /** Version or place when there; what is wrong when not. */
  readonly detail: string;
  /** The one command that mends it. */
  readonly fix?: string;
  /** Nothing needs it; it is nice to have. */
  readonly optional?: boolean;
  /** The package that has it, when a package is all that is missing. */
  readonly package?: string;
}

export interface InspectOptions {
  /** Also what an ordinary user needs, asked by root: the tests run labs as one. @default only when not root */
  readonly forOrdinaryUser?: boolean;
}

/** All requirements of the local cloud, in the order of `doctor`. Takes a fraction of a second; changes nothing. */
export async function inspect({ forOrdinaryUser = !isRoot() }: InspectOptions = {}): Promise<
  readonly Requirement[]
> {
  if (process.platform !== 'linux') return [notLinux()];
  const needed = forOrdinaryUser ? [...components, ...rootlessComponents] : components;
  const programs = await Promise.all(needed.map(inspectComponent));
  // Whether namespaces work can be told only once the programs that make them are there.
  const namespaces = programs.every(
    ({ ok, title }) => ok || !['unshare', 'newuidmap'].includes(title),
  )
    ? [inspectNamespaces()]
    : [];
  return [...programs, await inspectTun(), ...namespaces];
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function inspectComponent(component: Component): Promise<Requirement> {
  const { title, purpose, package: name } = component;
  const file = await firstThere(component.files);
  if (file !== undefined)
    return { title, purpose, ok: true, detail: await describe(component, file) };
  return {
    title,
    purpose,
    ok: false,
    detail: `missing: none of ${component.files.join(', ')}`,
    fix: installCommand([name]),
    package: name,
  };
}

/** The command a person would type. */
export function installCommand(packages: readonly string[]): string {
  return `${isRoot() ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

async function describe({ version }: Component, file: string): Promise<string> {
  if (version === undefined) return file;
  const output = await new Promise<string>((resolve) => {
    execFile(file, [...version.args], { timeout: 5000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  const found = version.pattern.exec(output)?.[1];
  return found === undefined ? file : `${found}, ${file}`;
}

/** The system's own folders only: administrators' are not on everybody's PATH, and a PATH may hold namesakes. */
const systemFolders = [
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
];

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  const candidates = files.flatMap((file) =>
    file.startsWith('/') ? [file] : systemFolders.map((folder) => join(folder, file)),
  );
  for (const candidate of candidates) {
    if (await isThere(candidate, constants.R_OK)) return candidate;
  }
  return undefined;
}

async function inspectTun(): Promise<Requirement> {
  const requirement = { title: '/dev/net/tun', purpose: 'devices of VPN tunnels' };
  if (await isThere('/dev/net/tun', constants.R_OK | constants.W_OK)) {
    return { ...requirement, ok: true, detail: 'readable and writable' };
  }
  const there = await isThere('/dev/net/tun', constants.F_OK);
  return {
    ...requirement,
    ok: false,
    detail: there
      ? 'no permission to open it'
      : 'missing: the kernel has no TUN driver, or the container hides it',
    fix: there
      ? 'sudo chmod 666 /dev/net/tun'
      : 'sudo modprobe tun (in a container: start it with --device /dev/net/tun)',
  };
}

function inspectNamespaces(): Requirement {
  const title = isRoot() ? 'namespaces' : 'user namespaces';
  const purpose = "the lab's own network, mounts and processes";
  const obstacle = canEnclose();
  if (obstacle === undefined) {
    return { title, purpose, ok: true, detail: isRoot() ? 'as root' : 'as an ordinary user' };
  }
  return { title, purpose, ok: false, detail: obstacle.reason, fix: obstacle.remedy };
}

async function isThere(file: string, mode: number): Promise<boolean> {
  return await access(file, mode).then(
    () => true,
    () => false,
  );
}

function notLinux(): Requirement {
  return {
    title: 'Linux',
    purpose: 'network namespaces, which only Linux has',
    ok: false,
    detail: `this is ${process.platform}`,
    fix: 'run it in a Linux virtual machine or a privileged Linux container',
  };
}
