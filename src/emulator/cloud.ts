import type { CloudName } from './names.ts';
import type { Fabric } from './fabric/fabric.ts';
import type { Observations } from './fabric/observations.ts';
import type { ProviderTypes } from './terraform/provider.ts';

/** One emulated cloud. Every folder beside this file (`azure/` …) exports a function that makes one. */
export interface Cloud {
  readonly name: CloudName;
  /** Answers one request of the cloud's own REST API. Never throws: errors are the cloud's own. */
  handle(request: RestRequest): Promise<RestResponse>;
  /** Terraform resource types of this cloud, served from the same resources as the REST API. */
  readonly terraform: ProviderTypes;
  /** Pure in (resources, observations): what this cloud needs of Linux. */
  compile(observations: Observations): CloudFabric;
}

/** A cloud's part of the fabric. It may link to the internet node, which the daemon adds. */
export interface CloudFabric extends Fabric {
  /** Public addresses that the internet routes to this cloud, by the internet node's device. */
  readonly announcements: readonly { readonly address: string; readonly device: string }[];
}

/** What a cloud may ask of the world around it. */
export interface CloudServices {
  /** Something was changed: compile and reconcile soon. */
  changed(): void;
  /** Resolves when every change made so far is real in Linux. Rejects with what failed. */
  settled(): Promise<void>;
  /** The newest observations, read afresh: REST reads of live state use it. */
  observe(): Promise<Observations>;
  readonly timers: 'fast' | 'real';
  /** Milliseconds since the epoch. */
  now(): number;
  /** A fresh public address of the emulated internet; stable order within a run. */
  allocatePublicAddress(): string;
  releasePublicAddress(address: string): void;
}

/** The internet is one router node, made by the daemon; clouds only link their borders to it. */
export const internetNode = 'internet';

export interface RestRequest {
  readonly method: string;
  /** Path and query, such as `/subscriptions/…?api-version=2025-05-01`. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
