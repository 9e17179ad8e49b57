import { mkdir } from 'node:fs/promises';
import type { Fabric } from '../fabric/fabric.ts';
import { createCaptures } from './captures.ts';
import { createChangeNotifier } from './change-notifier.ts';
import { createSpeakers } from './frr/speakers.ts';
import { createTunnels } from './ipsec/tunnels.ts';
import { createConsoles } from './machine/consoles.ts';
import { createMachines } from './machine/machines.ts';
import { createTemplate } from './machine/template.ts';
import { noObservations, type Observations } from '../fabric/observations.ts';
import { inNamespace } from './process/namespace.ts';
import { run } from './process/run.ts';
import { createRealizer } from './realize.ts';
import { createRelays } from './relay/relays.ts';
import type { CreateLinuxParameters, Linux } from './world.ts';

const debounceMs = 50;
const slowestPollMs = 5000;

/** Starts with nothing; call `prepareEnclosure` before. */
export async function createLinux({ folder, log }: CreateLinuxParameters): Promise<Linux> {
  await mkdir(folder, { recursive: true });
  const notifier = createChangeNotifier(debounceMs);
  const onChange = notifier.changed;
  const speakers = createSpeakers({ log, onChange });
  const tunnels = await createTunnels({ folder, log, onChange });
  const template = createTemplate(folder);
  const machines = createMachines({ folder, log, template });
  const consoles = createConsoles({ folder, log, template });
  const relays = createRelays(folder);
  const captures = createCaptures();
  const leaveNode = async (node: string): Promise<void> => {
    await Promise.all([relays.stop(node), consoles.stop(node)]);
  };
  const realizer = createRealizer({ speakers, tunnels, machines, leaveNode });
  notifier.poll({
    fingerprint: speakers.fingerprint,
    // Each look asks every bgpd.
    everyMs: () => Math.min(slowestPollMs, 1000 + speakers.count() * 40),
  });
  let closed = false;

  return {
    reconcile: (fabric, options) => realizer.realize(fabric, options?.signal),
    observe: async (): Promise<Observations> => {
      if (closed) return noObservations;
      const [bgp, seenTunnels] = await Promise.all([speakers.observe(), tunnels.observe()]);
      return { bgp, tunnels: seenTunnels };
    },
    onChange: notifier.subscribe,
    hostKeys: machines.hostKeys,
    exec: (node, argv) => run(machines.inside(node, argv) ?? inNamespace(node, argv)),
    connect: relays.connect,
    capture: captures.start,
    openConsole: consoles.open,
    close: async () => {
      if (closed) return;
      closed = true;
      notifier.close();
      await Promise.all([relays.close(), captures.close(), consoles.close()]);
      await realizer.realize(emptyFabric);
    },
  };
}

const emptyFabric: Fabric = { nodes: [], links: [], tunnels: [] };
