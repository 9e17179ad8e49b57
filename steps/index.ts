/** The step library: one file a kind. */
export { bgpPeers, type BgpPeersParameters, type BgpPeersResult } from './bgp-peers.ts';
export { breakLink, type BreakLinkResult } from './break-link.ts';
export type { BreakBehindTerraform, BreakByDeploying } from './links/peering-address.ts';
export { cli, type CliParameters, type CliResult } from './cli.ts';
export { connections, type ConnectionsParameters, type ConnectionsResult } from './connections.ts';
export { conntrack, type ConntrackParameters, type ConntrackResult } from './conntrack.ts';
export {
  customerGateways,
  type CustomerGatewaysParameters,
  type CustomerGatewaysResult,
} from './customer-gateways.ts';
export { deploy, type DeployResult } from './deploy.ts';
export { diff, type DiffResult, type TableChange } from './diff.ts';
export {
  effectiveRoutes,
  type EffectiveRoutesParameters,
  type EffectiveRoutesResult,
} from './effective-routes.ts';
export { failover, type FailoverParameters, type FailoverResult } from './failover.ts';
export { ipsecStatus, type IpsecStatusParameters, type IpsecStatusResult } from './ipsec-status.ts';
export {
  learnedRoutes,
  type LearnedRoutesParameters,
  type LearnedRoutesResult,
} from './learned-routes.ts';
export {
  localGateways,
  type LocalGatewaysParameters,
  type LocalGatewaysResult,
} from './local-gateways.ts';
export { nat, type NatParameters, type NatResult } from './nat.ts';
export { ping, type PingParameters, type PingResult } from './ping.ts';
export { repairLink, type RepairLinkResult } from './repair-link.ts';
export { route, type RouteParameters, type RouteResult } from './route.ts';
export {
  routerStatus,
  type RouterStatusParameters,
  type RouterStatusResult,
} from './router-status.ts';
export { run, type RunCommand, type RunParameters, type RunResult } from './run.ts';
export {
  securityRule,
  type SecurityRuleParameters,
  type SecurityRuleResult,
} from './security-rule.ts';
export {
  snapshot,
  type SnapshotParameters,
  type SnapshotResult,
  type SnapshotTable,
} from './snapshot.ts';
export { strongswan, type StrongswanParameters, type StrongswanResult } from './strongswan.ts';
export { udr, type NextHop, type UdrParameters, type UdrResult } from './udr.ts';
export { vpcRoutes, type VpcRoutesParameters, type VpcRoutesResult } from './vpc-routes.ts';
export {
  vpnTelemetry,
  type VpnTelemetryParameters,
  type VpnTelemetryResult,
} from './vpn-telemetry.ts';
export { vpnTunnels, type VpnTunnelsParameters, type VpnTunnelsResult } from './vpn-tunnels.ts';
export type { BestRouteRow, RouterPeerRow, VpnTunnelRow } from './google/views.ts';
export type { CustomerGatewayRow, VpcRouteRow, VpnTelemetryRow } from './aws/views.ts';
export type { ConnectionRow, LocalGatewayRow } from './azure/connection-views.ts';
export type { BgpPeerRow, EffectiveRouteRow, LearnedRouteRow } from './azure/views.ts';
export type { Expected } from './expect-rows.ts';
export type { IpsecSettings } from './linux/ipsec-conf.ts';
export type { IpsecStatusRow } from './linux/parse-ipsec-status.ts';
export type { ConntrackRow } from './linux/parse-conntrack.ts';
export {
  bgpTable,
  type BgpAdvertised,
  type BgpPaths,
  type BgpReceived,
  type BgpSummary,
  type BgpTableParameters,
  type BgpTableResult,
} from './bgp-table.ts';
export {
  capture,
  type CaptureParameters,
  type CaptureResult,
  type LinkCaptureParameters,
  type MachineCaptureParameters,
  type NodeLink,
} from './capture.ts';
export { drgRoutes, type DrgRoutesParameters, type DrgRoutesResult } from './drg-routes.ts';
export {
  expressRoute,
  type ExpressRouteParameters,
  type ExpressRouteResult,
} from './express-route.ts';
export { frr, type FrrFacts, type FrrOptions, type FrrResult, type FrrTemplate } from './frr.ts';
export { ociTunnels, type OciTunnelsParameters, type OciTunnelsResult } from './oci-tunnels.ts';
export {
  reachability,
  type ReachabilityParameters,
  type ReachabilityResult,
  type ReachabilityRow,
} from './reachability.ts';
export { routeServer, type RouteServerParameters, type RouteServerResult } from './route-server.ts';
export {
  strongswanPeers,
  type StrongswanPeer,
  type StrongswanPeersParameters,
  type StrongswanPeersResult,
} from './strongswan-peers.ts';
export { traceroute, type TracerouteParameters, type TracerouteResult } from './traceroute.ts';
export {
  virtualCircuit,
  type VirtualCircuitParameters,
  type VirtualCircuitResult,
} from './virtual-circuit.ts';
export type { CircuitArpRow } from './azure/express-route/arp.ts';
export type { CircuitSessionRow } from './azure/express-route/bgp-summary.ts';
export type { CircuitRow } from './azure/express-route/circuit.ts';
export type { CircuitPeeringRow } from './azure/express-route/peerings.ts';
export type { CircuitRouteRow } from './azure/express-route/routes.ts';
export type { RouteServerPeerRow, RouteServerRouteRow } from './azure/route-server-views.ts';
export type { FrrNeighbor, FrrSettings } from './linux/frr-settings.ts';
export type { BgpRouteRow, BgpSessionRow } from './linux/parse-bgp.ts';
export type { TracerouteHop } from './linux/parse-traceroute.ts';
export type { DrgRouteRow } from './oci/drg-views.ts';
export type { OciTunnelRow } from './oci/tunnel-view.ts';
export type { VirtualCircuitRow } from './oci/virtual-circuit.ts';
export type { CaptureExpectation } from './packets/check-capture.ts';
