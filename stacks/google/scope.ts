import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { describeTags } from '../../src/lab/run-tags.ts';
import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct } from '../cdktf.ts';

/** What all constructs of one Google Cloud stack share: one project, one region. */
export interface GoogleScope {
  readonly scope: Construct;
  readonly region: string;
  readonly sshPublicKey: string;
  /** The run's tags, on all that takes labels. */
  readonly labels: Record<string, string>;
  /**
   * The run's tags as a description, on what takes no labels: networks, subnetworks, firewall rules, routers
   * (https://cloud.google.com/compute/docs/labeling-resources).
   */
  readonly description: string;
}

export interface GoogleScopeParameters {
  /** Region, such as `us-east1`. */
  readonly region: string;
  readonly environment: StackEnvironment;
}

/** The google provider. The project is the one that its environment names. */
export function googleScope(scope: Construct, parameters: GoogleScopeParameters): GoogleScope {
  const { region, environment } = parameters;
  new GoogleProvider(scope, 'google', { region });
  const { sshPublicKey, tags } = environment;
  return { scope, region, sshPublicKey, labels: { ...tags }, description: describeTags(tags) };
}
