import { appendFileSync, readFileSync } from 'node:fs';
import type { Machine } from '../../lab/handle.ts';

/** Which host keys are a machine's own. */
export interface HostKeys {
  /** Asked before each connection. */
  isKeyOf(machine: Machine): Promise<(key: string) => boolean>;
}

export interface HostKeysParameters {
  /** OpenSSH's known_hosts of this run; machines stand in it by name. */
  readonly file: string;
  /**
   * Host keys by a channel that is not the network: the machine's console, read through the cloud's API. Empty: the cloud has
   * none, or the machine has not written them yet.
   */
  readonly fromConsole: (machine: Machine) => Promise<readonly string[]>;
  readonly onNotice: (text: string) => void;
}

/**
 * A machine's keys are learned once: from its console where the cloud offers that, else at the first connection, which is
 * said. From then on only these are accepted, in this run and whenever it is resumed.
 */
export function createHostKeys({ file, fromConsole, onNotice }: HostKeysParameters): HostKeys {
  return {
    async isKeyOf(machine) {
      const known = knownKeys(file, machine.name);
      if (known.length > 0) return (key) => known.some((line) => line.split(' ')[1] === key);
      const told = await fromConsole(machine).catch(() => []);
      if (told.length > 0) {
        remember(file, machine.name, told);
        onNotice(`host keys of ${machine.name}: read from its console`);
        return (key) => told.some((line) => line.split(' ')[1] === key);
      }
      return (key) => {
        remember(file, machine.name, [`${typeOf(key)} ${key}`]);
        onNotice(`host key of ${machine.name}: taken on trust at the first connection`);
        return true;
      };
    },
  };
}

function knownKeys(file: string, name: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1));
  } catch {
    return [];
  }
}

function remember(file: string, name: string, keys: readonly string[]): void {
  appendFileSync(file, keys.map((key) => `${name} ${key}\n`).join(''), { mode: 0o600 });
}

/** The first field of an SSH key says what it is (RFC 4253, 6.6). */
function typeOf(key: string): string {
  const bytes = Buffer.from(key, 'base64');
  return bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString();
}

/**
 * Public host keys in a machine's console output, where cloud-init writes them at the first boot.
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html#ssh
 */
export function hostKeysInConsole(output: string): readonly string[] {
  const block = /-----BEGIN SSH HOST KEY KEYS-----([\s\S]*?)-----END SSH HOST KEY KEYS-----/.exec(
    output,
  );
  return (block?.[1] ?? '')
    .split('\n')
    .map((line) => /(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) ([A-Za-z0-9+/=]+)/.exec(line))
    .flatMap((found) => (found === null ? [] : [`${found[1]} ${found[2]}`]));
}
