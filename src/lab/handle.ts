/**
 * Handles: what a stack exposes and steps take as arguments.
 *
 * In a stack a handle's fields may be unresolved Terraform tokens; after a deployment they are plain
 * values. Between the two, a lab file holds {@link Ref}s: names that the runner resolves when a step
 * runs, so that a handle used before its deployment is one clear error.
 */

/** A Linux machine that the harness reaches over SSH. */
export interface Machine {
  readonly kind: 'machine';
  /** Host name, as its own prompt shows it. */
  readonly name: string;
  readonly cloud: CloudName;
  /** The cloud's identifier of the machine: an ARM id, `i-…`, `projects/…/instances/…`. */
  readonly id: string;
  /** Login user; it has the run's SSH key and may use sudo. */
  readonly user: string;
  /** Address that the harness dials: a public IP. */
  readonly publicAddress: string;
  /** Private addresses, in the order of {@link Machine.networkInterfaces}. */
  readonly privateAddresses: readonly string[];
  /** Identifiers of its interface cards; the first is the primary one (eth0). */
  readonly networkInterfaces: readonly string[];
}

/** An Azure virtual network. */
export interface VirtualNetwork {
  readonly kind: 'virtualNetwork';
  readonly name: string;
  readonly id: string;
  readonly location: string;
}

/** An Azure subnet. */
export interface Subnet {
  readonly kind: 'subnet';
  readonly name: string;
  readonly id: string;
}

/** An Azure virtual network gateway. `id` carries subscription, resource group and name. */
export interface VirtualNetworkGateway {
  readonly kind: 'virtualNetworkGateway';
  readonly name: string;
  readonly id: string;
  /** One an instance, in the order of its IP configurations. */
  readonly publicAddresses: readonly string[];
}

/** An Azure local network gateway: what an Azure gateway knows of its peer. */
export interface LocalNetworkGateway {
  readonly kind: 'localNetworkGateway';
  readonly name: string;
  readonly id: string;
}

/** An Azure VPN connection. */
export interface Connection {
  readonly kind: 'connection';
  readonly name: string;
  readonly id: string;
}

/** One side of an Azure VNet peering. */
export interface Peering {
  readonly kind: 'peering';
  readonly name: string;
  readonly id: string;
}

/** An Azure network security group. */
export interface NetworkSecurityGroup {
  readonly kind: 'networkSecurityGroup';
  readonly name: string;
  readonly id: string;
}

/** An AWS VPC; `id` is `vpc-…`, and so on for all of AWS. */
export interface Vpc {
  readonly kind: 'vpc';
  readonly name: string;
  readonly id: string;
}

/** A subnet of an AWS VPC. */
export interface AwsSubnet {
  readonly kind: 'awsSubnet';
  readonly name: string;
  readonly id: string;
}

/** An AWS route table. */
export interface RouteTable {
  readonly kind: 'routeTable';
  readonly name: string;
  readonly id: string;
}

/** An AWS security group. */
export interface SecurityGroup {
  readonly kind: 'securityGroup';
  readonly name: string;
  readonly id: string;
}

/** An AWS customer gateway: what a virtual private gateway knows of its peer. */
export interface CustomerGateway {
  readonly kind: 'customerGateway';
  readonly name: string;
  readonly id: string;
}

/** An AWS virtual private gateway. */
export interface VpnGateway {
  readonly kind: 'vpnGateway';
  readonly name: string;
  readonly id: string;
}

/** An AWS Site-to-Site VPN connection: two tunnels. */
export interface VpnConnection {
  readonly kind: 'vpnConnection';
  readonly name: string;
  readonly id: string;
}

/** A Google Cloud VPC network; `id` is `projects/<project>/global/networks/<name>`, and so on. */
export interface Network {
  readonly kind: 'network';
  readonly name: string;
  readonly id: string;
}

/** A Google Cloud Router; `id` is `projects/<project>/regions/<region>/routers/<name>`. */
export interface Router {
  readonly kind: 'router';
  readonly name: string;
  readonly id: string;
}

/** A Google Cloud VPN tunnel; `id` is `projects/<project>/regions/<region>/vpnTunnels/<name>`. */
export interface VpnTunnel {
  readonly kind: 'vpnTunnel';
  readonly name: string;
  readonly id: string;
}

/** A firewall rule of a Google Cloud network; `id` is `projects/<project>/global/firewalls/<name>`. */
export interface FirewallRule {
  readonly kind: 'firewallRule';
  readonly name: string;
  readonly id: string;
}

/** An Azure ExpressRoute circuit. */
export interface ExpressRouteCircuit {
  readonly kind: 'expressRouteCircuit';
  readonly name: string;
  readonly id: string;
}

/** An Azure Route Server (`Microsoft.Network/virtualHubs`). */
export interface RouteServer {
  readonly kind: 'routeServer';
  readonly name: string;
  readonly id: string;
  /** Its two addresses, which an appliance peers with both of. */
  readonly addresses: readonly string[];
}

/** An OCI virtual cloud network; `id` is its OCID, and so on for all of OCI. */
export interface Vcn {
  readonly kind: 'vcn';
  readonly name: string;
  readonly id: string;
}

/** A subnet of an OCI VCN. */
export interface OciSubnet {
  readonly kind: 'ociSubnet';
  readonly name: string;
  readonly id: string;
}

/** An OCI dynamic routing gateway. */
export interface Drg {
  readonly kind: 'drg';
  readonly name: string;
  readonly id: string;
}

/** An attachment of an OCI DRG. */
export interface DrgAttachment {
  readonly kind: 'drgAttachment';
  readonly name: string;
  readonly id: string;
}

/** An OCI FastConnect virtual circuit. */
export interface VirtualCircuit {
  readonly kind: 'virtualCircuit';
  readonly name: string;
  readonly id: string;
}

/** An OCI Site-to-Site VPN connection: two tunnels. */
export interface IpsecConnection {
  readonly kind: 'ipsecConnection';
  readonly name: string;
  readonly id: string;
}

/** The layer-3 router of an exchange provider, between two circuits. It has no login: the provider runs it. */
export interface ExchangeRouter {
  readonly kind: 'exchangeRouter';
  readonly name: string;
  readonly id: string;
}

export type CloudName = 'azure' | 'aws' | 'google' | 'oci' | 'onprem';

/** Every kind of handle. */
export type Handle =
  | Machine
  | VirtualNetwork
  | Subnet
  | VirtualNetworkGateway
  | LocalNetworkGateway
  | Connection
  | Peering
  | NetworkSecurityGroup
  | Vpc
  | AwsSubnet
  | RouteTable
  | SecurityGroup
  | CustomerGateway
  | VpnGateway
  | VpnConnection
  | Network
  | Router
  | VpnTunnel
  | FirewallRule
  | ExpressRouteCircuit
  | RouteServer
  | Vcn
  | OciSubnet
  | Drg
  | DrgAttachment
  | VirtualCircuit
  | IpsecConnection
  | ExchangeRouter;

/** The handles of a stack, by name. */
export type Handles = Readonly<Record<string, Handle>>;

declare const target: unique symbol;

/** A typed name for a handle; resolved with `context.resolve(ref)` while a step runs. */
export interface Ref<H extends Handle = Handle> {
  readonly ref: string;
  /** Type only, never present at run time. */
  readonly [target]?: H;
}

/** The references that a lab file sees: the stack's handles, name by name. */
export type Refs<H extends Handles> = { readonly [Name in keyof H]: Ref<H[Name]> };
