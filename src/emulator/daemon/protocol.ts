/**
 * What a lab's daemon and its clients say to each other. The daemon listens on loopback, HTTPS by a CA of its own;
 * every request carries the session's token. Clouds' own APIs are at their own paths; ours begin with `/wirebook/`.
 */

/** Start-up parameters: one JSON argument, without secrets. */
export interface DaemonParameters {
  readonly lab: string;
  readonly runId: string;
  readonly timers: 'fast' | 'real';
  /** Go on when the process that started it is gone without a word. */
  readonly survive: boolean;
}

/** How to reach a daemon. It holds secrets: it lives in the daemon's private tmpfs and goes with it. */
export interface SessionCredentials {
  readonly port: number;
  /** Bearer token of Azure, of Google Cloud and of our own API. */
  readonly token: string;
  readonly aws: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly region: string;
    readonly accountId: string;
  };
  readonly google: { readonly project: string; readonly region: string };
  readonly oci: {
    readonly tenancyId: string;
    readonly userId: string;
    readonly fingerprint: string;
    /** PEM of the API signing key. */
    readonly privateKey: string;
    readonly region: string;
    readonly compartmentId: string;
  };
  /** PEM. */
  readonly ca: string;
  /** OpenSSH private key of the run's login key. */
  readonly sshPrivateKey: string;
  /** OpenSSH public key line. */
  readonly sshPublicKey: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** The first line on file descriptor 3. */
export type DaemonGreeting =
  | { readonly ready: true; readonly credentials: SessionCredentials }
  | { readonly ready: false; readonly error: string };

/** Paths in the daemon's own mount namespace; clients read them by `/proc/<pid>/root`. */
export const sessionFolder = '/run/wirebook';
export const sessionFiles = {
  credentials: `${sessionFolder}/credentials.json`,
  privateKey: `${sessionFolder}/id_ed25519`,
  knownHosts: `${sessionFolder}/known_hosts`,
} as const;

export const paths = {
  /** POST {@link DeployRequest}; answers with one {@link DeployMessage} a line. */
  deploy: '/wirebook/deploy',
  /** GET {@link StatusAnswer}. */
  status: '/wirebook/status',
  /** GET ?machine=name: {@link HostKeysAnswer}; also writes the known_hosts file. */
  hostKeys: '/wirebook/host-keys',
  /** POST ?router=name: {@link ConsoleAnswer}; also writes the known_hosts file. 404 with {@link NoSuchRouter}. */
  console: '/wirebook/console',
  /** GET {@link SecretsAnswer}: what a client that attaches later has to redact. */
  secrets: '/wirebook/secrets',
  /**
   * GET ?resource=id&link=name&filter=text, or ?from=node&to=neighbour&filter=text: pcap until {@link paths.stopCapture} or
   * the client's going; the number of the capture is in {@link captureHeader}. 409 with {@link CaptureRefused}.
   */
  capture: '/wirebook/capture',
  /** POST ?id=number: what was captured so far is sent, and the capture's answer ends. */
  stopCapture: '/wirebook/capture/stop',
  /** POST: the daemon outlives the process that started it. */
  release: '/wirebook/release',
  /** POST: deletes everything in order of dependency, then ends the daemon. */
  destroy: '/wirebook/destroy',
} as const;

export const captureHeader = 'x-wirebook-capture';

export interface DeployRequest {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type DeployMessage =
  /** Sensitive values, each before anything that might tell of it. */
  | { readonly type: 'secrets'; readonly values: readonly string[] }
  | {
      readonly type: 'plan';
      readonly drift: readonly Change[];
      readonly changes: readonly Change[];
    }
  | ({ readonly type: 'resource' } & Progress)
  | {
      readonly type: 'done';
      readonly outputs: Readonly<
        Record<string, { readonly value: unknown; readonly sensitive: boolean }>
      >;
      readonly resources: readonly DeployedResource[];
    }
  | { readonly type: 'failed'; readonly message: string; readonly problems: readonly string[] };

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly attributes?: readonly {
    readonly path: string;
    readonly before: string;
    readonly after: string;
    readonly forcesReplacement?: boolean;
  }[];
}

export interface Progress {
  readonly address: string;
  readonly action: Change['action'];
  readonly status: 'started' | 'done' | 'failed';
  readonly durationMs?: number;
  readonly error?: string;
}

export interface DeployedResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StatusAnswer {
  readonly lab: string;
  readonly runId: string;
  readonly timers: 'fast' | 'real';
  readonly upSeconds: number;
  readonly machines: readonly { readonly name: string; readonly running: boolean }[];
  readonly bgp: readonly {
    readonly router: string;
    readonly peer: string;
    readonly asn: number;
    readonly state: string;
    readonly prefixesReceived: number;
  }[];
  readonly tunnels: readonly { readonly name: string; readonly state: string }[];
}

export interface HostKeysAnswer {
  /** OpenSSH public key lines: type and base64. */
  readonly keys: readonly string[];
}

/** A router's own sshd: CONNECT to `host` and `port` reaches it. */
export interface ConsoleAnswer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

export interface NoSuchRouter {
  /** Those that speak BGP, by name. */
  readonly routers: readonly string[];
}

/** CONNECT to `<router>` and this goes into the router, not into the emulated internet. */
export const consoleDomain = '.console.wirebook';

export interface SecretsAnswer {
  /** Sensitive outputs of the last deployment, as texts. */
  readonly values: readonly string[];
}

/** Why there is nothing to listen on. */
export interface CaptureRefused {
  readonly message: string;
  /** What can be listened on: resources and their links. */
  readonly taps?: readonly { readonly resource: string; readonly link: string }[];
  /** The name that nothing has, of a node or of its neighbour, and those that there are. */
  readonly wanted?: string;
  readonly names?: readonly string[];
}

export interface DestroyAnswer {
  /** What Terraform could not delete in order; the daemon's end takes it all the same. */
  readonly problems: readonly string[];
}
