import type { EC2Client } from '@aws-sdk/client-ec2';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceManagementClient } from '@azure/arm-resources';
import type {
  ExternalVpnGatewaysClient,
  FirewallsClient,
  GlobalOperationsClient,
  InstancesClient,
  NetworksClient,
  ProjectsClient,
  RegionOperationsClient,
  RegionsClient,
  RoutersClient,
  RoutesClient,
  SubnetworksClient,
  VpnGatewaysClient,
  VpnTunnelsClient,
  ZoneOperationsClient,
} from '@google-cloud/compute';
import type { ComputeClient, VirtualNetworkClient } from 'oci-core';
import type { Duplex, Readable } from 'node:stream';
import type { PlanMade, ResourceProgress, TargetName, Timers, Topology } from './events.ts';
import type { Machine } from './handle.ts';
import type { StackEnvironment, TerraformJson } from './stack.ts';

/** Where a lab runs. The only thing that differs between local and cloud. */
export interface Target {
  readonly name: TargetName;
  /** Starts (or, with `attach`, finds again) the place a lab runs in. Nothing is deployed yet. */
  open(parameters: OpenTargetParameters): Promise<TargetSession>;
}

export interface OpenTargetParameters {
  readonly lab: string;
  /** The lab's file: settings may lie beside it. Absent when only what is up is looked at. */
  readonly labFile?: string;
  readonly runId: string;
  /** The run's folder; the session may keep files there, never secrets. */
  readonly folder: string;
  readonly timers: Timers;
  /**
   * Whether what was deployed outlives this process when it dies without a word:
   * false unless the user said `--keep`.
   */
  readonly survive: boolean;
  /** Attach to what an earlier process of this run left, instead of starting anew. */
  readonly attach?: boolean;
  /** Hides the run's secrets in a text that the session leaves in the folder. */
  readonly redact?: (text: string) => string;
  /** A line about what is under way, or worth knowing of it. */
  readonly onNotice?: (text: string) => void;
  readonly signal: AbortSignal;
}

/** An open target. Ends with {@link destroy} or {@link release}. */
export interface TargetSession {
  readonly name: TargetName;
  /** Program versions for the report. */
  readonly versions: Readonly<Record<string, string>>;
  /** What stacks are synthesized with. */
  readonly environment: StackEnvironment;
  /** Secrets made for this run, to be redacted wherever they appear. */
  readonly secrets: readonly string[];
  deploy(parameters: DeployParameters): Promise<Deployment>;
  readonly clouds: CloudClients;
  ssh(machine: Machine, options: { readonly signal: AbortSignal }): Promise<SshConnection>;
  /** Arguments for the system's own `ssh`, for a person's shell on a machine. */
  sshArguments(machine: Machine): Promise<readonly string[]>;
  /**
   * Arguments for the system's own `ssh`, for a person's look into a router that has no login in the cloud. Absent: the target
   * has none. Throws `unknown-router` naming those that there are.
   */
  readonly consoleArguments?: (router: string) => Promise<readonly string[]>;
  /** What the clouds' own command lines need to speak to this target. */
  cliEnvironment(): Promise<CliEnvironment>;
  /**
   * Listens on a link of the network itself, where the target can: the local cloud. Absent: only machines can be listened
   * on, by `tcpdump` over SSH.
   */
  readonly capture?: (parameters: CaptureParameters) => Promise<LinkCapture>;
  /** Deletes everything. Resolves to what could not be deleted: empty when done. */
  destroy(options: {
    readonly signal: AbortSignal;
    /** Why something could not be deleted. */
    readonly onProblem?: (text: string) => void;
  }): Promise<readonly string[]>;
  /** Leaves everything as it is, for a later attach. */
  release(): Promise<void>;
}

/** A link that a handle is or has, or any link of the local cloud. */
export type LinkPlace =
  | {
      /** Id of a handle that is a link, or has links: an ExpressRoute circuit. */
      readonly resource: string;
      /** Which of its links: `primary`. @default the first */
      readonly link?: string;
    }
  | {
      /** A node, and its neighbour at the other end; or, where it has several links to that one or a tunnel, the device. */
      readonly between: readonly [node: string, neighbour: string];
    };

export interface CaptureParameters {
  readonly place: LinkPlace;
  /** A filter as tcpdump takes it. @default everything */
  readonly filter?: string;
  readonly signal: AbortSignal;
}

/** Packets on a link, from when it was opened until it is stopped. */
export interface LinkCapture {
  /** pcap, as tcpdump writes it. It ends after {@link stop}. */
  readonly pcap: Readable;
  stop(): Promise<void>;
}

export interface CliEnvironment {
  /** An interactive shell whose prompt says where it is. */
  readonly shell: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables that must not be inherited. */
  readonly unset: readonly string[];
}

export interface DeployParameters {
  readonly terraform: TerraformJson;
  readonly signal: AbortSignal;
  /** Gets every sensitive value as soon as it is known, before anything that might tell of it. */
  readonly onSecret: (secret: string) => void;
  readonly onPlan: (plan: Omit<PlanMade, 'type' | 'cell'>) => void;
  readonly onResource: (progress: Omit<ResourceProgress, 'type' | 'cell'>) => void;
}

export interface Deployment {
  readonly outputs: Readonly<
    Record<string, { readonly value: unknown; readonly sensitive: boolean }>
  >;
  readonly topology: Topology;
}

/** SDK clients, loaded on first use. */
export interface CloudClients {
  azure(): Promise<AzureClients>;
  aws(): Promise<AwsClients>;
  google(): Promise<GoogleClients>;
  oci(): Promise<OciClients>;
}

export interface AzureClients {
  readonly subscriptionId: string;
  readonly network: NetworkManagementClient;
  /** Resource groups; loaded when asked for, since a lab needs none. */
  resourceManagement(): Promise<ResourceManagementClient>;
  /** How often to poll a long-running operation, ms: passed as `updateIntervalInMs`. */
  readonly pollIntervalMs: number;
}

export interface AwsClients {
  readonly ec2: EC2Client;
  readonly region: string;
  /** The same credentials in another region. */
  inRegion(region: string): EC2Client;
  readonly accountId: string;
}

/** The REST clients (`fallback: true`) of Compute Engine. */
export interface GoogleClients {
  readonly project: string;
  readonly region: string;
  readonly networks: NetworksClient;
  readonly firewalls: FirewallsClient;
  readonly instances: InstancesClient;
  readonly routers: RoutersClient;
  readonly vpnTunnels: VpnTunnelsClient;
  /** A call that changes something answers with an operation: these wait for it. */
  readonly globalOperations: GlobalOperationsClient;
  readonly regionOperations: RegionOperationsClient;
  /** Clients of what a lab does not ask for; made when asked for. */
  others(): OtherGoogleClients;
}

export interface OtherGoogleClients {
  readonly subnetworks: SubnetworksClient;
  readonly routes: RoutesClient;
  readonly vpnGateways: VpnGatewaysClient;
  readonly externalVpnGateways: ExternalVpnGatewaysClient;
  readonly zoneOperations: ZoneOperationsClient;
  /** They tell quotas. */
  readonly projects: ProjectsClient;
  readonly regions: RegionsClient;
}

export interface OciClients {
  readonly region: string;
  /** OCID of the compartment that labs use. */
  readonly compartmentId: string;
  readonly network: VirtualNetworkClient;
  readonly compute: ComputeClient;
}

/** A connection to one machine, shared by the steps of a run. */
export interface SshConnection {
  exec(command: string, options?: SshExecOptions): Promise<SshResult>;
}

export interface SshExecOptions {
  readonly signal?: AbortSignal;
  readonly stdin?: string;
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  /** Gives the raw stream, to end a command early (a steady ping) with a signal. */
  readonly onStream?: (stream: Duplex & { signal(name: string): void }) => void;
}

export interface SshResult {
  readonly stdout: string;
  readonly stderr: string;
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly durationMs: number;
}
