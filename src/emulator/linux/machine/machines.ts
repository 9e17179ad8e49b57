import { join } from 'node:path';
import type { Fabric, MachineNode } from '../../fabric/fabric.ts';
import { LinuxError } from '../world.ts';
import { createMachine, type Machine } from './machine.ts';

/** All machines, made so by difference. */
export interface Machines {
  start(wanted: ReadonlyMap<string, MachineNode>): Promise<void>;
  stopThese(names: ReadonlySet<string>): Promise<void>;
  stopOthers(wanted: ReadonlySet<string>): Promise<void>;
  /** How to run a program in a machine; undefined when there is none of that name, or it is stopped. */
  inside(name: string, argv: readonly string[]): string[] | undefined;
  hostKeys(name: string): Promise<readonly string[]>;
}

export interface CreateMachinesParameters {
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Resolves with the folder that `createTemplate` makes. */
  readonly template: () => Promise<string>;
}

export function createMachines({ log, template, ...rest }: CreateMachinesParameters): Machines {
  const folder = join(rest.folder, 'machines');
  const machines = new Map<string, Machine>();

  const remove = async (name: string): Promise<void> => {
    const machine = machines.get(name);
    machines.delete(name);
    await machine?.remove();
  };

  return {
    start: async (wanted) => {
      await Promise.all(
        [...wanted].map(([name, node]) => {
          const machine = machines.get(name) ?? createMachine({ name, folder, template, log });
          machines.set(name, machine);
          return machine.apply(node);
        }),
      );
    },
    stopThese: async (names) => {
      await Promise.all([...names].map(remove));
    },
    stopOthers: async (wanted) => {
      await Promise.all([...machines.keys()].filter((name) => !wanted.has(name)).map(remove));
    },
    inside: (name, argv) => machines.get(name)?.inside(argv),
    hostKeys: async (name) => {
      const machine = machines.get(name);
      if (!machine) throw new LinuxError(name, 'hostKeys', `${name} is no machine of this lab`);
      return machine.hostKeys();
    },
  };
}

/** The machines of a fabric by name. */
export function machinesOf(fabric: Fabric): Map<string, MachineNode> {
  return new Map(
    fabric.nodes.flatMap((node) => (node.kind === 'machine' ? [[node.name, node] as const] : [])),
  );
}
