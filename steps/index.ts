/** The step library: one file a kind. */
export { bgpPeers, type BgpPeersParameters, type BgpPeersResult } from './bgp-peers.ts';
export {
  breakLink,
  type BreakBehindTerraform,
  type BreakByDeploying,
  type BreakLinkParameters,
  type BreakLinkResult,
} from './break-link.ts';
export { conntrack, type ConntrackParameters, type ConntrackResult } from './conntrack.ts';
export { deploy, type DeployResult } from './deploy.ts';
export { diff, type DiffResult, type TableChange } from './diff.ts';
export {
  effectiveRoutes,
  type EffectiveRoutesParameters,
  type EffectiveRoutesResult,
} from './effective-routes.ts';
export { failover, type FailoverParameters, type FailoverResult } from './failover.ts';
export {
  learnedRoutes,
  type LearnedRoutesParameters,
  type LearnedRoutesResult,
} from './learned-routes.ts';
export { nat, type NatParameters, type NatResult } from './nat.ts';
export { ping, type PingParameters, type PingResult } from './ping.ts';
export { repairLink, type RepairLinkResult } from './repair-link.ts';
export { run, type RunCommand, type RunParameters, type RunResult } from './run.ts';
export {
  snapshot,
  type SnapshotParameters,
  type SnapshotResult,
  type SnapshotTable,
} from './snapshot.ts';
export { udr, type NextHop, type UdrParameters, type UdrResult } from './udr.ts';
export type { BgpPeerRow, EffectiveRouteRow, LearnedRouteRow } from './azure/views.ts';
export type { Expected } from './expect-rows.ts';
export type { ConntrackRow } from './linux/parse-conntrack.ts';
