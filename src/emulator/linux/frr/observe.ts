import { z } from 'zod';
import type { BgpObservation, BgpPeer, BgpRoute } from '../../fabric/observations.ts';

/** What `show bgp ipv4 unicast summary json` holds of interest (FRR 8 to 10). */
const summarySchema = z.object({
  peers: z
    .record(
      z.string(),
      z.object({
        remoteAs: z.number(),
        state: z.string(),
        peerUptimeMsec: z.number().optional(),
        pfxRcd: z.number().optional(),
        msgRcvd: z.number(),
        msgSent: z.number(),
      }),
    )
    .default({}),
});

/** What `show bgp ipv4 unicast json` holds of interest. */
const tableSchema = z.object({
  routes: z
    .record(
      z.string(),
      z.array(
        z.object({
          bestpath: z.boolean().optional(),
          pathFrom: z.string().optional(),
          network: z.string().optional(),
          metric: z.number().optional(),
          weight: z.number().default(0),
          peerId: z.string().optional(),
          path: z.string().default(''),
          origin: z.string().default('incomplete'),
          nexthops: z.array(z.object({ ip: z.string().optional() })).default([]),
        }),
      ),
    )
    .default({}),
});

/** Pure. @param summary and @param table: JSON texts of the two `show` commands; '' or `{}` when BGP is not configured. */
export function parseBgp(summary: string, table: string): BgpObservation {
  const { peers } = summarySchema.parse(parse(summary));
  const { routes } = tableSchema.parse(parse(table));
  // bgpd clears the paths of a lost session a moment after the session.
  const lives = ({ peerId }: { readonly peerId?: string | undefined }): boolean =>
    peerId === undefined || (peers[peerId]?.state ?? 'Established') === 'Established';
  return {
    peers: Object.entries(peers).map(([address, peer]): BgpPeer => ({
      address,
      asn: peer.remoteAs,
      state: states[peer.state] ?? 'Idle',
      establishedForMs: peer.state === 'Established' ? (peer.peerUptimeMsec ?? 0) : null,
      prefixesReceived: peer.state === 'Established' ? (peer.pfxRcd ?? 0) : 0,
      messagesSent: peer.msgSent,
      messagesReceived: peer.msgRcvd,
    })),
    routes: Object.entries(routes).flatMap(([prefix, paths]) =>
      paths
        .filter(lives)
        .map((path): BgpRoute => {
          const local = path.peerId === undefined || path.peerId === '(unspec)';
          return {
            prefix: path.network ?? prefix,
            source: local ? 'network' : path.pathFrom === 'internal' ? 'ibgp' : 'ebgp',
            best: path.bestpath ?? false,
            nextHop: local ? null : (path.nexthops[0]?.ip ?? null),
            peer: local ? null : (path.peerId ?? null),
            asPath: (path.path.match(/\d+/g) ?? []).map(Number),
            weight: path.weight,
            med: local ? null : (path.metric ?? null),
            origin: origins[path.origin] ?? 'incomplete',
          };
        })
        .toSorted((one, other) => Number(other.best) - Number(one.best)),
    ),
  };
}

function parse(text: string): unknown {
  // "% BGP instance not found" and the like.
  return text.trimStart().startsWith('{') ? JSON.parse(text) : {};
}

/** FRR also has Clearing and Deleted, which RFC 4271 counts to Idle. */
const states: Readonly<Record<string, BgpPeer['state']>> = {
  Idle: 'Idle',
  Connect: 'Connect',
  Active: 'Active',
  OpenSent: 'OpenSent',
  OpenConfirm: 'OpenConfirm',
  Established: 'Established',
};

const origins: Readonly<Record<string, BgpRoute['origin']>> = {
  IGP: 'IGP',
  EGP: 'EGP',
  incomplete: 'incomplete',
};
