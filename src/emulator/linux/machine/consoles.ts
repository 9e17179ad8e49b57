import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineNode } from '../../fabric/fabric.ts';
import { namespaceFolder } from '../process/namespace.ts';
import { LinuxError } from '../world.ts';
import { createMachine, type Machine } from './machine.ts';

/** Shells in routers, for people: an sshd in the router's network namespace, started when first asked for. */
export interface Consoles {
  open(router: string, who: ConsoleUser): Promise<Console>;
  /** Closes the console of a router, if there is one. */
  stop(router: string): Promise<void>;
  close(): Promise<void>;
}

export interface ConsoleUser {
  /** OpenSSH public key lines. */
  readonly authorizedKeys: readonly string[];
  /** Who logs in; may become root with sudo. */
  readonly user: string;
}

export interface Console {
  /** On 127.0.0.1 of the router, where nobody else gets to. */
  readonly port: number;
  /** OpenSSH lines. */
  readonly hostKeys: readonly string[];
}

export interface CreateConsolesParameters {
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Resolves with the folder that `createTemplate` makes. */
  readonly template: () => Promise<string>;
}

interface Opened {
  readonly machine: Machine;
  /** Which folder of FRR's sockets it sees: the daemons make a new one when they are started again. */
  readonly sockets: string;
}

const sshAddress = '127.0.0.1';
const port = 22;

export function createConsoles({ folder, log, template }: CreateConsolesParameters): Consoles {
  const opened = new Map<string, Promise<Opened>>();

  const stop = async (router: string): Promise<void> => {
    const known = opened.get(router);
    opened.delete(router);
    await known?.then(({ machine }) => machine.remove()).catch(() => {});
  };
  const start = async (router: string, frrSockets: string, sockets: string): Promise<Opened> => {
    const machine = createMachine({
      name: router,
      folder: join(folder, 'consoles'),
      template,
      log,
      sshAddress,
      ...(sockets !== '' && { frrSockets }),
    });
    return { machine, sockets };
  };

  return {
    open: async (router, who) => {
      const known = await identityOf(`${namespaceFolder}/${router}`);
      if (known === undefined) {
        throw new LinuxError(router, 'console', `${router} is no router of this lab`);
      }
      const frrSockets = `/run/frr/${router}`;
      const sockets = (await identityOf(frrSockets)) ?? '';
      if ((await opened.get(router))?.sockets !== sockets) await stop(router);
      const console = opened.get(router) ?? start(router, frrSockets, sockets);
      opened.set(router, console);
      const { machine } = await console;
      await machine.apply(shell(router, who));
      return { port, hostKeys: await machine.hostKeys() };
    },
    stop,
    close: async () => {
      await Promise.all([...opened.keys()].map(stop));
    },
  };
}

/** What a console looks like from inside: a machine whose network is the router's. */
function shell(router: string, { user, authorizedKeys }: ConsoleUser): MachineNode {
  return {
    kind: 'machine',
    name: router,
    label: router,
    hostname: router,
    loopbacks: [],
    routes: [],
    user,
    authorizedKeys,
    running: true,
  };
}

/** Of a file: another one after it was made anew; `undefined`: there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}
