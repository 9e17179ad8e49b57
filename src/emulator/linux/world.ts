import type { Duplex, Readable } from 'node:stream';
import type { Fabric } from '../fabric/fabric.ts';
import type { Observations } from '../fabric/observations.ts';

/**
 * Makes Linux match a fabric, by difference, and says what FRR and strongSwan see.
 * Runs inside the lab's own namespaces (see `enclosure.ts`); `createLinux` is in `create-linux.ts`.
 */
export interface Linux {
  /**
   * Makes everything so. Level-triggered: give the whole fabric each time. Resolves when the data plane is
   * configured and daemons have their configuration (sessions may still be coming up). Calls must not overlap.
   * Throws `LinuxError` naming node and command when Linux refuses; a later call tries again.
   */
  reconcile(fabric: Fabric, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Reads all BGP tables and tunnel states afresh; parallel, a few milliseconds. */
  observe(): Promise<Observations>;
  /** Called (debounced) whenever routes or tunnels changed by themselves. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
  /** SSH host public keys of a running machine, OpenSSH lines. */
  hostKeys(machine: string): Promise<readonly string[]>;
  /** Runs a program in a node's namespace (in a machine: inside that machine). For diagnostics. */
  exec(
    node: string,
    argv: readonly string[],
  ): Promise<{ stdout: string; stderr: string; exitCode: number }>;
  /**
   * Opens a TCP connection from inside a node's network namespace, by default from whatever address its routes choose.
   */
  connect(node: string, address: string, port: number, from?: string): Promise<Duplex>;
  /**
   * Captures what passes a device of a node with tcpdump, in pcap on standard output, until `stop` is called. Resolves when
   * tcpdump listens; rejects with what tcpdump says of a wrong filter.
   */
  capture(
    node: string,
    device: string,
    filter: string,
  ): Promise<{ readonly pcap: Readable; stop(): Promise<void> }>;
  /**
   * Makes a router's console ready: an sshd that lets `user` (root by sudo) into a shell in the router's network namespace, with
   * the router's name as host name and `vtysh` talking to its zebra and bgpd. Reach it with `connect(node, '127.0.0.1', port)`.
   * It stays until the node goes. For machines, log in to the machine.
   */
  openConsole(
    node: string,
    who: { readonly authorizedKeys: readonly string[]; readonly user: string },
  ): Promise<{ readonly port: number; readonly hostKeys: readonly string[] }>;
  /** Ends every process and removes every namespace. */
  close(): Promise<void>;
}

export interface CreateLinuxParameters {
  /** A private writable folder (a tmpfs in the enclosure). */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export class LinuxError extends Error {
  override readonly name = 'LinuxError';
  readonly node: string;
  readonly command: string;
  constructor(node: string, command: string, message: string) {
    super(message);
    this.node = node;
    this.command = command;
  }
}
