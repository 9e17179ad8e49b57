import { readDescribedTags } from '../lab/run-tags.ts';
import type { GoogleClients, OtherGoogleClients } from '../lab/target.ts';
import { finishOperation } from '../lab/google-operation.ts';
import type { StartedOperation } from '../lab/google-operation.ts';
import { pathOf, placeOf } from './google-path.ts';
import type { Leftover } from './leftover.ts';

/** Deletes one thing of a project and waits until it is gone. */
export function createRemover(
  clients: GoogleClients,
  others: OtherGoogleClients,
): (leftover: Leftover) => Promise<void> {
  const { project } = clients;
  const inTurn = createTurns();

  async function start({ kind, name, place, id, run }: Leftover): Promise<StartedOperation> {
    switch (kind) {
      case 'instance':
        return first(await clients.instances.delete({ project, zone: place, instance: name }));
      case 'VPN tunnel':
        await leaveRouter(id, run);
        return first(await clients.vpnTunnels.delete({ project, region: place, vpnTunnel: name }));
      case 'firewall rule':
        return first(await clients.firewalls.delete({ project, firewall: name }));
      case 'route':
        return first(await others.routes.delete({ project, route: name }));
      case 'VPN gateway':
        return first(await others.vpnGateways.delete({ project, region: place, vpnGateway: name }));
      case 'external VPN gateway':
        return first(
          await others.externalVpnGateways.delete({ project, externalVpnGateway: name }),
        );
      case 'router':
        return first(await clients.routers.delete({ project, region: place, router: name }));
      case 'subnetwork':
        return first(await others.subnetworks.delete({ project, region: place, subnetwork: name }));
      case 'network':
        return first(await clients.networks.delete({ project, network: name }));
      default:
        throw new Error(`Compute Engine has nothing that is called ${kind}.`);
    }
  }

  /**
   * A tunnel cannot go while a Cloud Router has an interface on it, and a router not while it has tunnels: so the
   * interface goes first. Only of a router of the same run: a stranger's stays as it is.
   */
  async function leaveRouter(tunnel: string, run: string): Promise<void> {
    const region = placeOf(tunnel);
    const vpnTunnel = tunnel.split('/').at(-1) ?? '';
    const [{ router: link }] = await clients.vpnTunnels.get({ project, region, vpnTunnel });
    const router = pathOf(link).split('/').at(-1) ?? '';
    if (router === '') return;
    // Changes of one router at the same time would undo each other.
    await inTurn(`${region}/${router}`, async () => {
      const [routerResource] = await clients.routers.get({ project, region, router });
      if (readDescribedTags(routerResource.description ?? '')['wirebook-run'] !== run) return;
      const { interfaces: all = [], bgpPeers = [] } = routerResource;
      const interfaces = (all ?? []).filter(
        ({ linkedVpnTunnel }) => pathOf(linkedVpnTunnel) !== tunnel,
      );
      if (interfaces.length === (all ?? []).length) return;
      const kept = new Set(interfaces.map(({ name }) => name));
      const peers = (bgpPeers ?? []).filter(({ interfaceName }) => kept.has(interfaceName));
      // Replaced, not patched: the client leaves empty lists out, which to a patch means unchanged.
      const started = await clients.routers.update({
        project,
        region,
        router,
        routerResource: { ...routerResource, interfaces, bgpPeers: peers },
      });
      await finishOperation(clients, first(started), { scope: `regions/${region}` });
    });
  }

  return async (leftover) => {
    const scope = leftover.id.split('/').slice(2, 4).join('/');
    await finishOperation(clients, await start(leftover), { scope });
  };
}

function first([operation]: readonly [
  StartedOperation,
  ...(readonly unknown[]),
]): StartedOperation {
  return operation;
}

/** Work under one name waits for the work before it. */
function createTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  };
}
